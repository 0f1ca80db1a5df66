"""``MaXacThuc``: lower-case hex SHA-256 over field values joined with ``|``, the partner's secret last (§9.1)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

_ABOUT = ("LoaiBanTin", "PhienBan", "MaDoiTac", "MaThamChieu", "ThoiGianGD")

ORDERS: Mapping[str, Sequence[str]] = {
    "INIT": (
        "LoaiBanTin",
        "PhienBan",
        "MaDoiTac",
        "MaThamChieu",
        "SoTien",
        "LoaiHinhThanhToan",
        "MaKenhThanhToan",
        "MaThietBi",
        "NgonNgu",
        "MaTienTe",
        "MaNganHang",
        "ThongTinGiaoDich",
        "ThoiGianGD",
        "Ip",
    ),
    "CONFIRM": (
        "LoaiBanTin",
        "MaLoi",
        "MaDoiTac",
        "MaThamChieu",
        "SoTien",
        "MaTienTe",
        "MaGiaoDich",
        "MaNganHang",
        "ThoiGianGD",
        "ThongTinGiaoDich",
    ),
    "QUERY": _ABOUT,
    "GET_BILL": _ABOUT,
    "ANSWER": ("MaLoi", "MaDoiTac", "MaThamChieu", "ThoiGianGD"),
    "RETURN": ("data", "responseCode"),
}
"""Fields by message. ANSWER and RETURN are this mock's choice: no source shows theirs."""

_PICK = {kind: itemgetter(*names) for kind, names in ORDERS.items()}


def checksum(kind: str, fields: Mapping[str, Any], secret: str) -> str:
    """The checksum of a message of ``kind`` with ``fields``."""
    values = map(str, _PICK[kind](fields))
    return hashlib.sha256("|".join([*values, secret]).encode()).hexdigest()


def holds(kind: str, fields: Mapping[str, Any], secret: str) -> bool:
    """Whether ``MaXacThuc`` is the checksum of its message."""
    return hmac.compare_digest(str(fields["MaXacThuc"]).encode(), checksum(kind, fields, secret).encode())
