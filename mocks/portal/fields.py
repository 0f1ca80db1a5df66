"""What each field of a synchronised dossier must be (portal-payment-sso §4.1-4.2), as tables.

Mandatory fields are those the older of the two known clients marks so. Everything else may be missing,
null or blank. A value is checked only when there is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mocks.kernel.operation import Refusal
from mocks.portal.codes import APPLICANTS, CHANNELS, STATES

_CODE = re.compile(r"[0-9A-Za-zĐ][0-9A-Za-zĐ._/-]{0,49}")
_STAMP = re.compile(r"[0-9]{14}")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_LINK = re.compile(r"https?://[^\s/]+\S*")
FLAGS = ("true", "false", "0", "1", "")


def stamp(text: str) -> bool:
    """Whether ``text`` is a real local date and time ``yyyyMMddHHmmss``."""
    if not _STAMP.fullmatch(text):
        return False
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:8])
    hour, minute, second = int(text[8:10]), int(text[10:12]), int(text[12:])
    try:
        datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the wire carries local time without a zone
    except ValueError:
        return False
    return True


def plain(value: Any) -> str:
    """A scalar of the wire as text; null is blank."""
    if type(value) is str:
        return value.strip()
    return "" if value is None else str(value).strip()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: what is said when it isn't one, and the test."""

    expected: str
    accepts: Callable[[str], object]
    """Given a text that is not blank; true when it is one."""


TEXT = Kind("chuỗi ký tự", bool)
STAMP = Kind("ngày giờ dạng yyyyMMddHHmmss", stamp)
CODE = Kind("mã gồm tối đa 50 chữ, số và dấu . - _ /", _CODE.fullmatch)
NUMBER = Kind("số không âm", _NUMBER.fullmatch)
WHOLE = Kind("số nguyên không âm", lambda text: text.isascii() and text.isdigit())
LINK = Kind("đường dẫn http(s) tuyệt đối", _LINK.fullmatch)
FLAG = Kind("True/False hoặc 1/0", lambda text: text.lower() in FLAGS)


def one_of(*codes: str) -> Kind:
    """A code of a list."""
    return Kind(f"một trong các mã {', '.join(codes)}", frozenset(codes).__contains__)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: name, kind, whether it must be there, whether it may then be blank, longest length."""

    name: str
    kind: Kind = TEXT
    mandatory: bool = False
    blank: bool = False
    limit: int = 4000
    clause: str = "portal-payment-sso §4.1"

    def refuse(self, item: Mapping[str, Any], where: str) -> Refusal | None:
        """Why ``item`` breaks this field's rule, or None. ``where`` is the item's place (``data.0.``)."""
        text = plain(item.get(self.name))
        if text:
            if not self.kind.accepts(text):
                return self._refusal("value", self.kind.expected, item, where)
            if len(text) > self.limit:
                return self._refusal("length", f"tối đa {self.limit} ký tự", item, where)
        elif self.mandatory and not (self.blank and self.name in item):
            return self._refusal("mandatory", "không được để trống", item, where)
        return None

    def _refusal(self, rule: str, expected: str, item: Mapping[str, Any], where: str) -> Refusal:
        received = repr(item[self.name])[:100] if self.name in item else "không có"
        return Refusal(f"portal.field.{rule}", self.clause, expected, received, where + self.name)


_BINARY = one_of("0", "1")

DOSSIER: Sequence[Field] = (
    Field("MaHoSo", CODE, mandatory=True),
    Field("MaTTHC", CODE, mandatory=True),
    Field("TenTTHC", mandatory=True),
    Field("MaLinhVuc", mandatory=True, limit=100),
    Field("TenLinhVuc", mandatory=True, limit=1000),
    Field("KenhThucHien", one_of(*CHANNELS)),
    Field("ChuHoSo", limit=1000),
    Field("LoaiDoiTuong", one_of(*APPLICANTS), mandatory=True),
    Field("TrichYeuHoSo", limit=1000),
    Field("NgayTiepNhan", STAMP, mandatory=True),
    Field("NgayHenTra", STAMP),
    Field("TrangThaiHoSo", one_of(*STATES), mandatory=True),
    Field("NgayTra", STAMP),
    Field("NgayKetThucXuLy", STAMP),
    Field("HinhThuc", mandatory=True, limit=20),
    Field("DonViXuLy", mandatory=True, limit=1000),
    Field("GhiChu", limit=2000),
    Field("NoiNopHoSo", one_of("1", "2")),
    Field("NgayNopHoSo", STAMP),
    Field("NgayTuChoi", STAMP),
    Field("HoSoCoThanhPhanSoHoa", _BINARY),
    Field("TaiKhoanDuocXacThucVoiVNeID", _BINARY),
    Field("DuocThanhToanTrucTuyen", one_of("0", "1", "2", "3")),
)

LISTS: Mapping[str, Sequence[Field]] = {
    "DinhDanhCHS": (Field("LoaiDinhDanh", one_of("1", "2"), mandatory=True), Field("SoDinhDanh", CODE, mandatory=True)),
    "DSKetNoiCSDL": (Field("MaCSDL", mandatory=True, limit=20),),
    "TaiLieuNop": (
        Field("TepDinhKemId", limit=200),
        Field("TenTepDinhKem"),
        Field("IsDeleted", FLAG),
        Field("MaThanhPhanHoSo", limit=200),
        Field("DuongDanTaiTepTin", LINK),
        Field("DuocSoHoa", _BINARY),
        Field("DuocTaiSuDung", one_of("0", "1", "2")),
        Field("DuocLayTuKhoDMQG", _BINARY),
    ),
    "DanhSachLePhi": (
        Field("TenPhiLePhi", mandatory=True),
        Field("HinhThucThu", limit=20),
        Field("Gia", NUMBER, mandatory=True),
        Field("LoaiPhiLePhi", one_of("1", "2")),
    ),
    "DanhSachTepDinhKemKhac": (Field("TenGiayTo"), Field("SoLuong", WHOLE), Field("LoaiGiayTo", WHOLE)),
    "DanhSachHoSoBoSung": (
        Field("HoSoBoSungId", WHOLE),
        Field("NgayBoSung", STAMP),
        Field("NgayTiepNhanBoSung", STAMP),
        Field("TrangThaiBoSung", FLAG),
        Field("NgayHenTraTruoc", STAMP),
        Field("NgayHenTraMoi", STAMP),
    ),
    "DanhSachGiayToKetQua": (
        Field("TenGiayTo", limit=2000),
        Field("GiayToId", limit=200),
        Field("DuongDanTepTinKetQua", LINK),
    ),
}

PROGRESS: Sequence[Field] = tuple(
    Field(name, kind, mandatory, blank, limit, "portal-payment-sso §4.2")
    for name, kind, mandatory, blank, limit in (
        ("MaHoSo", CODE, True, False, 50),
        ("NguoiXuLy", TEXT, True, True, 50),
        ("ThoiDiemXuLy", STAMP, True, False, 14),
        ("TrangThai", one_of(*STATES), True, False, 2),
        ("NgayBatDau", STAMP, False, False, 14),
        ("NgayKetThucTheoQuyDinh", STAMP, False, False, 14),
    )
)


def check(item: Mapping[str, Any], fields: Sequence[Field], where: str) -> Refusal | None:
    """The first rule of ``fields`` that ``item`` breaks.

    Most values are fine, so each is looked at here first; what isn't plainly so goes to :meth:`Field.refuse`.
    """
    for field in fields:
        value = item.get(field.name)
        text = value.strip() if type(value) is str else plain(value)
        if text and len(text) <= field.limit and field.kind.accepts(text):
            continue
        if (text or field.mandatory) and (refusal := field.refuse(item, where)) is not None:
            return refusal
    return None


def check_dossier(item: Mapping[str, Any], position: int) -> Refusal | None:
    """The first rule that dossier ``item``, ``data[position]`` of its batch, breaks in itself."""
    return check(item, DOSSIER, f"data.{position}.") or _check_lists(item, f"data.{position}.")


def _check_lists(item: Mapping[str, Any], where: str) -> Refusal | None:
    for name, fields in LISTS.items():
        for place, row in enumerate(item.get(name) or ()):
            if refusal := check(row, fields, f"{where}{name}.{place}."):
                return refusal
    return None


def check_progress(item: Mapping[str, Any], position: int) -> Refusal | None:
    """The first rule that progress row ``item`` breaks in itself."""
    return check(item, PROGRESS, f"data.{position}.")
