"""The same corpus down both ways: the dispatcher, and FastAPI's routes made from the same declarations.

Every operation of every system gets the requests that break things at the boundary; the toy system and the
payment platform get valid ones too. Answers, headers, state and journal must be the same.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import httpx
import pytest

from mocks.kernel.app import MockApp
from mocks.kernel.ground import Fixtures
from mocks.kernel.kernel import Kernel
from mocks.kernel.operation import System
from mocks.kernel.runs import Ground
from mocks.kernel.systems import NAMES, Member, installed, member
from mocks.payment.checksum import ORDERS, checksum

HOME = "http://127.0.0.1:8000"
NOW = datetime.fromisoformat("2026-11-22T08:00:00+07:00")
Members = Mapping[str, Member]


class Case(NamedTuple):
    method: str
    path: str
    body: bytes = b""
    headers: dict[str, str] = {}  # noqa: RUF012


class Seen(NamedTuple):
    """What came of a corpus."""

    answers: list[tuple[int, dict[str, str], bytes]]
    journal: list[dict[str, Any]]
    state: dict[str, Any]


BODIES = [
    b"", b" ", b"{", b"{}", b"[]", b"null", b"0", b'"x"', b"{]", b"\xff\xfe", b"\xef\xbb\xbf{}", b'{"a":1}x', b"NaN",
    b'{"a":"\\ud800"}', b'{"a":1,"a":2}', b"[" * 100_000, b'{"service":null}', b'{"service":{"a":1}}',
    b'{"service":"x","data":[null]}', b"a=1&b=%ff", b"<x/>", b"<?xml version='1.0'?><a><Body><b/></Body></a>", b"<a",
    "đ".encode(), b'{"MaDoiTac":"x","SoTien":1e3}',
]  # fmt: skip
HEADERS = [
    {},
    {"content-type": "application/json"},
    {"content-type": "text/xml", "x-kind": "A"},
    {"dstcode": "đ".encode()},
]


def boundary(members: Members) -> Iterator[Case]:
    """Wrong and odd requests for every method and path of every system."""
    for name, each in members.items():
        for method, path in each.table.slots:
            wire = f"/r1/{name}{path}".replace("{", "x").replace("}", "y")
            for number, body in enumerate(BODIES if method == "POST" else [b""]):
                yield Case(method, wire, body, HEADERS[number % len(HEADERS)])  # type: ignore[arg-type]
            yield Case(method, f"{wire}?a=1&a=&b=%C4%91+%ff&c", b"{}")
            yield Case(method, wire + "/", b"{}")
            yield Case("POST" if method == "GET" else "GET", wire)
            yield Case("DELETE", wire)
            yield Case("HEAD", wire)
            yield Case(method, f"/r1/{name}/%C4%91/{path}//x")
    yield from (Case("GET", path) for path in ("/r2/toy/g", "/r1/none/x", "/r1", "/r1/", "//", "/r1//x"))


def toy_calls() -> Iterator[Case]:
    """Right calls of the toy system, and the state they meet."""
    keep = {"service": "KEEP", "data": [{"code": "H1", "amount": 1}, {"code": "đ", "amount": 2}], "note": "n"}
    for body in (
        keep,
        keep,
        {**keep, "data": []},
        {"service": "RING"},
        {**keep, "data": [{"code": "x", "amount": 1.5}]},
    ):
        yield Case("POST", "/r1/toy/g", json.dumps(body).encode())
        yield Case("POST", "/r1/toy/alias/g", json.dumps(body).encode())
    yield Case("POST", "/r1/toy/typed", b'{"code": "a", "amount": "12"}')
    yield Case("POST", "/r1/toy/typed", b'{"code": "a", "amount": 1e400}')
    yield Case("POST", "/r1/toy/form", b"a=1&a=2&b=")
    yield Case("GET", "/r1/toy/p/exact")
    yield Case("GET", "/r1/toy/p/a%2Fb%20c?x=1")
    yield Case("GET", "/r1/toy/head", headers={"X-KIND": "A"})
    yield Case("POST", "/r1/toy/soap", b"<e><Body><B/></Body></e>")
    yield Case("POST", "/r1/toy/soap", b"<e><Body><x:A xmlns:x='urn:x'/></Body></e>")


def payment_calls(environment: dict[str, str]) -> Iterator[Case]:
    """Right and wrong calls of an agency."""
    partner, secret = environment["CITY_PAYMENT_PARTNER"], environment["CITY_PAYMENT_SECRET"]
    names = ("MaDVC", "TenDVC", "MaTTHC", "TenTTHC", "MaDonVi", "TenDonVi", "MaHoSo", "TKThuHuong", "MaNHThuHuong",
             "TenTKThuHuong", "NoiDungThanhToan", "HoTenNguoiNop", "SoCMNDNguoiNop", "DiaChiNguoiNop")  # fmt: skip
    rows = [{"NoiDung": "Phí", "SoTien": 5000, "LoaiPhiLePhi": 1, "MaPhiLePhi": "x", "TenPhiLePhi": "Phí"}]
    receipt = {**dict.fromkeys(names, "đ"), "MaDichVu": 2, "PhiLePhi": rows, "DSKhoanNop": rows}
    about = {"PhienBan": "1.0.6", "MaDoiTac": partner, "MaThamChieu": "dvc1", "ThoiGianGD": "20261122080000"}
    init = {
        **dict.fromkeys(ORDERS["INIT"], "1"),
        **about,
        "SoTien": "5000",
        "MaTienTe": "VND",
        "ThongTinBienLai": receipt,
    }
    for kind, path, fields in (("INIT", "init", init), ("INIT", "init", init), ("QUERY", "query", about),
                               ("GET_BILL", "bill", about), ("GET_BILL", "bill/pdf", about)):  # fmt: skip
        for changes in (
            {},
            {"MaThamChieu": f"dvc-{kind}"},
            {"SoTien": "0"},
            {"MaDoiTac": "x"},
            {"ThongTinBienLai": None},
        ):
            whole = {**fields, "LoaiBanTin": kind, **changes}
            sealed = {**whole, "MaXacThuc": checksum(kind, whole, secret)}
            yield Case("POST", f"/r1/payment/paymentplatform/{path}", json.dumps(sealed).encode())
        yield Case("POST", f"/r1/payment/paymentplatform/{path}", json.dumps({**sealed, "MaXacThuc": "0"}).encode())
    for method in ("GET", "POST"):
        yield Case(method, "/r1/payment/thanh-toan/khong-co", b"lam=tra")


async def send(members: Members, ground: Ground, corpus: Sequence[Case], fast: bool) -> Seen:
    app = MockApp(Kernel(members, ground), home=HOME, fast=fast)
    run = app.kernel.runs.create(HOME, "r1", services=[], now=NOW)
    run.clock.freeze()
    run.clock.set(NOW)
    run.agenda.hold_new = True
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
        answers = [
            await client.request(case.method, case.path, content=case.body, headers=case.headers) for case in corpus
        ]
    app.pumps["r1"].stop()
    shown = [(answer.status_code, _still(dict(answer.headers)), answer.content) for answer in answers]
    state = {
        name: {table: dict(run.store.state(name).rows(table)) for table in run.store.tables(name)} for name in members
    }
    return Seen(shown, [_plain(entry) for entry in run.journal.find(limit=100_000).entries], state)


def _still(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "server-timing"}


def _plain(entry: dict[str, Any]) -> dict[str, Any]:
    response = entry["response"]
    return {**entry, "at": "", "elapsed_us": 0, "response": {**response, "headers": _still(response["headers"])}}


def compare(members: Members, ground: Ground, corpus: Sequence[Case]) -> Seen:
    fast, slow = (asyncio.run(send(members, ground, corpus, way)) for way in (True, False))
    for case, one, other in zip(corpus, fast.answers, slow.answers, strict=True):
        assert one == other, case
    for entry, same in zip(fast.journal, slow.journal, strict=True):
        assert entry == same
    assert fast.state == slow.state
    return fast


def test_the_toy_system(toy: System, ground: Ground) -> None:
    members = {"toy": member(toy)}
    seen = compare(members, ground, [*toy_calls(), *boundary(members), *toy_calls()])
    assert {entry["operation"] for entry in seen.journal} == {"", *(operation.name for operation in toy.operations)}
    assert {status for status, _, _ in seen.answers} >= {200, 400, 404, 405, 500}


@pytest.mark.parametrize("name", NAMES)
def test_every_system_at_the_boundary(name: str) -> None:
    members = installed([name])
    seen = compare(members, Fixtures(), list(boundary(members)))
    assert [entry for entry in seen.journal if entry["error"]] == []


def test_the_payment_platform() -> None:
    members = installed(["payment"])
    environment = Kernel(members, Fixtures()).runs.create(HOME, "r1", services=[]).environment
    seen = compare(members, Fixtures(), list(payment_calls(environment)))
    codes = {json.loads(body)["MaLoi"] for _, _, body in seen.answers if body.startswith(b'{"MaLoi')}
    assert codes == {"00", "01", "02", "03", "04", "11", "99"}
