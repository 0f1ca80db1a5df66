"""A hundred runs of all national systems on one server, their calls mixed: none sees another."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from mocks.kernel.app import MockApp
from mocks.kernel.ground import Fixtures
from mocks.kernel.kernel import Kernel
from mocks.kernel.systems import installed
from mocks.payment.checksum import ORDERS, checksum

pytestmark = pytest.mark.slow

RUNS = 100
HOME = "http://127.0.0.1:8000"
NOW = "2026-11-22T08:00:00+07:00"
DOWN = {"system": "enterprise", "operation": "chiTietDoanhNghiep", "fault": {"kind": "status", "status": 503}}
DOSSIER = {
    "MaTTHC": "1.012907", "TenTTHC": "Cấp lại chứng chỉ", "MaLinhVuc": "G17-BD01", "TenLinhVuc": "Bất động sản",
    "KenhThucHien": "2", "ChuHoSo": "Trần Gia Phúc", "LoaiDoiTuong": "1", "NgayTiepNhan": "20261122080000",
    "NgayHenTra": "20261204080000", "TrangThaiHoSo": "2", "HinhThuc": "0", "DonViXuLy": "Sở Xây dựng",
    "TaiLieuNop": [],
}  # fmt: skip
RECEIPT = (
    "MaDVC", "TenDVC", "MaTTHC", "TenTTHC", "MaDonVi", "TenDonVi", "MaHoSo", "TKThuHuong", "MaNHThuHuong",
    "TenTKThuHuong", "NoiDungThanhToan", "HoTenNguoiNop", "SoCMNDNguoiNop", "DiaChiNguoiNop",
)  # fmt: skip


class Cities:
    """Play all systems under test: note where each callback went, and take it."""

    def __init__(self) -> None:
        self.got: list[tuple[str, bytes]] = []

    async def carry(
        self, method: str, url: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        assert (method, headers["content-type"]) == ("POST", "application/json")
        await asyncio.sleep(0)
        self.got.append((url, body))
        return 200, {}, b'{"MaLoi":"00"}'


@dataclass
class City:
    """One run's own city: it acts, then tells what it may find and nothing else."""

    number: int
    client: httpx.AsyncClient
    environment: dict[str, str]
    session: str = ""
    token: str = ""

    @property
    def key(self) -> str:
        return f"run-{self.number}"

    @property
    def code(self) -> str:
        return f"000.00.01.Y99-261122-{self.number:04}"

    @property
    def reference(self) -> str:
        return f"dvc{self.number:04}"

    @property
    def down(self) -> bool:
        return self.number % 3 == 0

    async def portal(self) -> None:
        account = {name: self.environment[f"CITY_PORTAL_{name.upper()}"] for name in ("username", "password")}
        self.session = (await self.mapi("login", **account))["session"]
        made = await self.service("DongBoHoSoMC", isUpdating="False", data=[{**DOSSIER, "MaHoSo": self.code}])
        assert made["error_code"] == "0", made

    async def payment(self) -> None:
        partner, secret = self.environment["CITY_PAYMENT_PARTNER"], self.environment["CITY_PAYMENT_SECRET"]
        rows = [{"NoiDung": "Phí", "SoTien": 1000, "LoaiPhiLePhi": 1, "MaPhiLePhi": "x", "TenPhiLePhi": "Phí"}]
        receipt = {**dict.fromkeys(RECEIPT, "đ"), "MaHoSo": self.code, "MaDichVu": 2, "PhiLePhi": rows}
        about = {"PhienBan": "1.0.6", "MaDoiTac": partner, "MaThamChieu": self.reference, "LoaiBanTin": "INIT"}
        order = {**dict.fromkeys(ORDERS["INIT"], "1"), **about, "ThoiGianGD": "20261122080000"}
        order |= {"SoTien": str(1000 + self.number), "MaTienTe": "VND"}
        order["ThongTinBienLai"] = {**receipt, "DSKhoanNop": rows}
        sealed = {**order, "MaXacThuc": checksum("INIT", order, secret)}
        opened = await self.client.post(f"/{self.key}/payment/paymentplatform/init", json=sealed)
        assert opened.json()["MaLoi"] == "00", opened.text
        act = {"system": "payment", "action": "pay", "reference": self.reference}
        assert (await self.control("post", "act", json=act)).status_code == 200

    async def enterprise(self) -> None:
        account = (self.environment["CITY_ENTERPRISE_KEY"], self.environment["CITY_ENTERPRISE_SECRET"])
        form = {"grant_type": "client_credentials"}
        answer = await self.client.post(f"/{self.key}/enterprise/token", data=form, auth=account)
        self.token = answer.json()["access_token"]
        if self.down:
            assert (await self.control("post", "faults", json=DOWN)).status_code == 201
        assert await self.asked(self.token) == (503 if self.down else 200)

    async def asked(self, token: str) -> int:
        url = f"/{self.key}/enterprise/apiCSDLDKDN/1.0/chiTietDoanhNghiep?msdn=0099999999"
        return (await self.client.get(url, headers={"Authorization": f"Bearer {token}"})).status_code

    async def others(self) -> None:
        assert (await self.client.get(f"/{self.key}/identity/oauth2/jwks")).json()["keys"]
        assert (await self.client.post(f"/{self.key}/axis/getAgenciesList")).json()["status"] == "FAIL"
        assert (await self.client.post(f"/{self.key}/population/TraCuuThongTinCongDan")).status_code == 500

    async def mapi(self, what: str, **body: Any) -> dict[str, Any]:
        url = f"/{self.key}/portal/XrdAdapter/RestService/forward/mapi/{what}"
        headers = {"dstcode": self.environment["CITY_PORTAL_DSTCODE"]}
        return dict((await self.client.post(url, json=body, headers=headers)).json())

    async def service(self, name: str, session: str = "", **body: Any) -> dict[str, Any]:
        return await self.mapi("g", session=session or self.session, madonvi="Y99", service=name, **body)

    async def control(self, method: str, path: str, **more: Any) -> httpx.Response:
        return await self.client.request(method, f"/_/runs/{self.key}/{path}", **more)

    async def state(self, path: str) -> dict[str, Any]:
        return dict((await self.control("get", f"state/{path}")).json())


async def opened(client: httpx.AsyncClient, number: int) -> City:
    made = await client.post("/_/runs", json={"key": f"run-{number}", "now": NOW})
    city = City(number, client, made.json()["environment"])
    await city.control("put", "clock", json={"frozen": True, "now": NOW})
    await city.control("put", "targets", json={"payment.confirm": f"http://127.0.0.1:{9000 + number}/confirm"})
    return city


async def live(city: City) -> None:
    """Every system, in an order of its own, with the others in between."""
    steps: list[Callable[[], Awaitable[None]]] = [city.portal, city.payment, city.enterprise, city.others]
    turn = city.number % len(steps)
    for step in (*steps[turn:], *steps[:turn]):
        await step()
    await city.control("post", "clock/advance", json={"seconds": city.number})


async def alone(city: City) -> None:
    """What the run holds is its own, all of it and nothing more."""
    assert list(await city.state("portal/dossiers")) == [city.code]
    orders = await city.state("payment/orders")
    assert [(key, order["amount"], order["state"]) for key, order in orders.items()] == [
        (city.reference, 1000 + city.number, "PAID")
    ]
    assert list(await city.state("enterprise/tokens")) == [city.token]
    entries = (await city.control("get", "journal")).json()["entries"]
    assert [entry["seq"] for entry in entries] == list(range(1, 10))
    assert {entry["run"] for entry in entries} == {city.key}
    assert {entry["keys"]["MaHoSo"] for entry in entries if "MaHoSo" in entry["keys"]} == {city.code}
    assert [bool(entry["fault"]) for entry in entries if entry["operation"] == "chiTietDoanhNghiep"] == [city.down]
    clock = (await city.control("get", "clock")).json()["now"]
    assert clock.startswith(f"2026-11-22T08:{city.number // 60:02}:{city.number % 60:02}")
    assert f"run-{city.number + 1}/" not in (await city.control("get", "journal.ndjson")).text


async def apart(city: City, other: City) -> None:
    """What one run has given is worth nothing in another, even under the same names."""
    assert (await other.service("LayDanhMucLinhVuc", session=city.session))["error_code"] == "-2"
    assert await other.asked(city.token) == (503 if other.down else 401)
    assert (await other.service("TraCuuHoSo", mahoso=city.code))["result"] == []


def test_a_hundred_runs_mix_their_calls_and_none_sees_another() -> None:
    async def scenario() -> None:
        cities = Cities()
        app = MockApp(Kernel(installed(), Fixtures()), home=HOME, courier=cities)
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=HOME, timeout=60) as client:
            towns = [await opened(client, number) for number in range(RUNS)]
            await asyncio.gather(*map(live, towns))
            await asyncio.gather(*map(alone, towns))
            await asyncio.gather(*(apart(towns[number], towns[number - 1]) for number in range(RUNS)))
        secrets = [town.environment["CITY_PAYMENT_SECRET"] for town in towns]
        assert len(set(secrets)) == len({town.session for town in towns}) == len({town.token for town in towns}) == RUNS
        assert {url for url, _ in cities.got} == {f"http://127.0.0.1:{9000 + town.number}/confirm" for town in towns}
        sent = dict(cities.got)
        assert len(cities.got) == RUNS
        assert all(town.reference.encode() in sent[f"http://127.0.0.1:{9000 + town.number}/confirm"] for town in towns)
        await app.stop()

    asyncio.run(asyncio.wait_for(scenario(), 240))
