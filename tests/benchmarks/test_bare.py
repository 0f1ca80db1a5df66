"""The limit does the same work as the mocks: it takes what they take and refuses what they refuse."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.mocks.bare import Bare, Desk, Doors
from benchmarks.mocks.rules import Rules
from benchmarks.mocks.workloads import GATEWAY, MAKERS, Site, Workload

Send = Callable[[str, bytes, dict[str, str]], str]
FIRST = 100_000_001

WRONG_DOSSIERS: dict[str, Any] = {
    "no number": ("MaHoSo", None),
    "number with a space": ("MaHoSo", "000 1"),
    "unknown procedure": ("MaTTHC", "9.999999"),
    "blank name": ("TenTTHC", ""),
    "unknown kind of applicant": ("LoaiDoiTuong", "9"),
    "30 February": ("NgayTiepNhan", "20260230080000"),
    "a date of 8 digits": ("NgayHenTra", "20261204"),
    "unknown state": ("TrangThaiHoSo", "12"),
    "note too long": ("GhiChu", "x" * 2001),
    "holder without number": ("DinhDanhCHS", [{"LoaiDinhDanh": "1"}]),
    "a link to nowhere": ("TaiLieuNop", [{"DuongDanTaiTepTin": "downloadfile/1"}]),
    "a negative fee": ("DanhSachLePhi", [{"TenPhiLePhi": "Phí", "Gia": "-1"}]),
}

WRONG_CALLS: dict[str, Any] = {
    "unknown session": ("session", "x"),
    "no agency": ("madonvi", ""),
    "another agency": ("madonvi", "Y98"),
    "isUpdating neither yes nor no": ("isUpdating", "maybe"),
    "no dossier": ("data", []),
}

WRONG_ORDERS: dict[str, Any] = {
    "wrong checksum": ("MaXacThuc", "0" * 64),
    "unknown partner": ("MaDoiTac", "x"),
    "no amount": ("SoTien", "0"),
    "dollars": ("MaTienTe", "USD"),
    "short time": ("ThoiGianGD", "20261122"),
    "no reference": ("MaThamChieu", ""),
}


def ask(desk: Doors, workload: Workload, body: bytes) -> str:
    headers = [(name.encode(), value.encode()) for name, value in workload.headers.items()]
    return Bare(desk).answer({"path": workload.path, "headers": headers}, body)[1].decode()


def agree(workload: Workload, body: bytes, site: Site, send: Send) -> bool:
    """Whether both accept; fails when one accepts and the other refuses."""
    limit = workload.expects in ask(Desk(site), workload, body)
    mocks = workload.expects in send(workload.path, body, dict(workload.headers))
    assert limit == mocks
    return mocks


@pytest.mark.parametrize("kind", [Desk, Rules])
def test_right_messages_are_taken_once(workload: Workload, site: Site, kind: type[Desk] | type[Rules]) -> None:
    desk = kind(site)
    answers = [ask(desk, workload, workload.rendered(FIRST)) for _ in range(2)]
    assert workload.expects in answers[0]
    assert (workload.expects in answers[1]) == (workload.name == "W2")


@pytest.mark.parametrize(("name", "value"), WRONG_DOSSIERS.values(), ids=WRONG_DOSSIERS)
def test_wrong_dossiers_are_refused_by_both(name: str, value: Any, site: Site, send: Send) -> None:
    workload = MAKERS["W1"](site)
    call = json.loads(workload.rendered(FIRST))
    call["data"][0][name] = value
    assert not agree(workload, json.dumps(call).encode(), site, send)


@pytest.mark.parametrize(("name", "value"), WRONG_CALLS.values(), ids=WRONG_CALLS)
def test_wrong_calls_are_refused_by_both(name: str, value: Any, site: Site, send: Send) -> None:
    workload = MAKERS["W1"](site)
    call = {**json.loads(workload.rendered(FIRST)), name: value}
    assert not agree(workload, json.dumps(call).encode(), site, send)


@pytest.mark.parametrize(("name", "value"), WRONG_ORDERS.values(), ids=WRONG_ORDERS)
def test_wrong_orders_are_refused_by_both(name: str, value: Any, site: Site, send: Send) -> None:
    workload = MAKERS["W3"](site)
    order = {**json.loads(workload.rendered(FIRST)), name: value}
    assert not agree(workload, json.dumps(order).encode(), site, send)


def test_a_call_to_nobody_is_refused(site: Site) -> None:
    workload = MAKERS["W2"](site)
    assert "dstcode" in Bare(Desk(site)).answer({"path": GATEWAY, "headers": []}, workload.rendered(FIRST))[1].decode()
    assert Bare(Desk(site)).answer({"path": "/", "headers": []}, b"")[0] == 404
