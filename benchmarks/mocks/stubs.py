"""What the peers are told: per workload the fields a message must have, and an answer made from the message.

This is the functional stub of each workload: it matches on every mandatory field and templates its answer. None of
the peers stores the dossier or checks the payment checksum; ours does both.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.mocks.workloads import GATEWAY, INIT, MANDATORY, Site, procedure
from mocks.payment.messages import Init, Receipt

Filler = Callable[[str], str]
"""From the dotted path of a field in the request to the peer's template expression for it."""


@dataclass(frozen=True)
class Stub:
    """One operation. ``equals``: fields with their value; ``present``: dotted paths of fields that must be there."""

    workload: str
    path: str
    equals: Mapping[str, str]
    present: Sequence[str]
    answer: Callable[[Filler], str]

    def example(self) -> str:
        """The answer with fixed values."""
        return self.answer(lambda path: path.rpartition(".")[2])


def stubs() -> list[Stub]:
    """The three operations."""
    dossier = ["session", "madonvi", "isUpdating", *(f"data.0.{name}" for name in MANDATORY)]
    return [
        Stub("W1", GATEWAY, {"service": "DongBoHoSoMC"}, dossier, _written),
        Stub("W2", GATEWAY, {"service": "LayThuTuc"}, ["session", "maTTHC"], _read),
        Stub("W3", INIT, {"LoaiBanTin": "INIT", "PhienBan": "1.0.6", "MaTienTe": "VND"}, _order_fields(), _opened),
    ]


def _order_fields() -> list[str]:
    top = [name for name, field in Init.model_fields.items() if field.is_required() and name != "ThongTinBienLai"]
    receipt = [f"ThongTinBienLai.{name}" for name, field in Receipt.model_fields.items() if field.is_required()]
    return [name for name in [*top, *receipt] if name not in ("LoaiBanTin", "PhienBan", "MaTienTe")]


def _written(fill: Filler) -> str:
    return _packed({"error_code": "0", "message": f"Đồng bộ hồ sơ {fill('data.0.MaHoSo')} thành công"})


def _read(fill: Filler) -> str:
    tree = {**procedure(), "MATTHC": fill("maTTHC")}
    return _packed({"error_code": "0", "message": "Thành công", "result": [tree]})


def _opened(fill: Filler) -> str:
    same = {name: fill(name) for name in ("MaDoiTac", "MaThamChieu", "ThoiGianGD")}
    url = f"http://127.0.0.1:8000/thanh-toan/{fill('MaThamChieu')}"
    return _packed(
        {"MaLoi": "00", "MoTaLoi": "Thành công", **same, "MaXacThuc": Site().secret * 2, "UrlThanhToan": url}
    )


def _packed(answer: object) -> str:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
