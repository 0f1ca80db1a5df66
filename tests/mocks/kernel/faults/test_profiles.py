"""The named profiles: each is whole, aims at something that is there, and is used and left as one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest

from mocks.kernel.app import MockApp
from mocks.kernel.clock import Clock
from mocks.kernel.faults.kinds import AnyFault
from mocks.kernel.faults.plan import Plan
from mocks.kernel.faults.profile import ProfileError, parse, profiles
from mocks.kernel.ground import Fixtures
from mocks.kernel.kernel import Kernel
from mocks.kernel.systems import NAMES, installed

HOME = "http://127.0.0.1:8000"
WANTED = {"dan-cu-ngung", "thanh-toan-bao-hai-lan", "thanh-toan-mat-tra-loi", "cong-het-phien", "mang-chap-chon"}


def test_the_profiles_are_there_with_words_for_people() -> None:
    assert set(profiles()) >= WANTED
    for profile in profiles().values():
        assert "Dịch vụ" in profile.about, profile.name


@pytest.mark.parametrize("name", profiles())
def test_a_profile_can_be_used_in_a_run_with_all_systems(name: str) -> None:
    systems = {key: member.system for key, member in installed(NAMES).items()}
    plan, profile, now = Plan(systems, 1), profiles()[name], Clock().now()
    armed = plan.use(profile, now)
    assert [one.profile for one in armed] == [name] * len(profile.faults)
    assert plan.use(profile, now)[0].fired == 0
    assert len(plan.armed) == len(profile.faults)
    assert plan.leave(name)
    assert not plan.armed


def test_every_kind_and_every_profile_is_documented() -> None:
    page = (Path(__file__).resolve().parents[4] / "docs" / "mocks.md").read_text(encoding="utf-8")
    kinds = [get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(get_args(AnyFault)[0])]
    assert len(kinds) == 17
    assert [kind for kind in kinds if f"| `{kind}` |" not in page] == []
    assert [one.name for one in profiles().values() if f"| `{one.name}` | {one.title} |" not in page] == []


def test_a_rule_of_a_profile_aims_at_calls_that_exist() -> None:
    systems = {key: member.system for key, member in installed(NAMES).items()}
    for profile in profiles().values():
        for rule in profile.faults:
            if rule.fault.stage == "callback":
                continue
            aimed = [
                operation
                for system in systems.values()
                for operation in system.operations
                if rule.aims(system.name, operation.name, operation.method, operation.path)
            ]
            assert aimed, (profile.name, rule)


@pytest.mark.parametrize(
    ("text", "says"),
    [("- 1", "cần một đối tượng"), ("title: [", "x.yaml"), ("title: a\nabout: b", "faults"),
     ("title: a\nabout: b\nfaults: []", "faults"), ("title: a\nabout: b\nmore: 1\nfaults: [{fault: {kind: empty}}]",
     "more"), ("title: a\nabout: b\nfaults: [{fault: {kind: nope}}]", "faults.0.fault"),
     ("title: ''\nabout: b\nfaults: [{fault: {kind: empty}}]", "title")],
)  # fmt: skip
def test_a_profile_that_is_none_is_refused_by_field(text: str, says: str) -> None:
    with pytest.raises(ProfileError, match=r"x\.yaml") as error:
        parse("x.yaml", text)
    assert says in str(error.value)


Real = Callable[[Callable[[httpx.AsyncClient, dict[str, str]], Awaitable[None]]], None]


@pytest.fixture
def real() -> Real:
    """Play a scenario in a run with all systems."""

    def play(scenario: Callable[[httpx.AsyncClient, dict[str, str]], Awaitable[None]]) -> None:
        async def whole() -> None:
            app = MockApp(Kernel(installed(NAMES), Fixtures()), home=HOME)
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=HOME) as client:
                made = (await client.post("/_/runs", json={"key": "r1"})).json()
                await scenario(client, made["environment"])
            app.pumps["r1"].stop()

        asyncio.run(whole())

    return play


async def profile(client: httpx.AsyncClient, name: str) -> None:
    answer = await client.put(f"/_/runs/r1/faults/profiles/{name}")
    assert answer.status_code == 200, answer.text


async def fault(client: httpx.AsyncClient, system: str, **fault: Any) -> None:
    answer = await client.post("/_/runs/r1/faults", json={"system": system, "fault": fault})
    assert answer.status_code == 201, answer.text


async def mapi(client: httpx.AsyncClient, environment: dict[str, str], what: str, **body: Any) -> httpx.Response:
    path = f"/r1/portal/XrdAdapter/RestService/forward/mapi/{what}"
    return await client.post(path, json=body, headers={"dstcode": environment["CITY_PORTAL_DSTCODE"]})


async def log_in(client: httpx.AsyncClient, environment: dict[str, str]) -> str:
    account = {name: environment[f"CITY_PORTAL_{name.upper()}"] for name in ("username", "password")}
    return str((await mapi(client, environment, "login", **account)).json()["session"])


def test_a_portal_session_ends_until_the_next_login(real: Real) -> None:
    async def scenario(client: httpx.AsyncClient, environment: dict[str, str]) -> None:
        session = await log_in(client, environment)
        await profile(client, "cong-het-phien")
        ask = {"madonvi": "Y99", "service": "LayDanhMucLinhVuc"}
        codes = [(await mapi(client, environment, "g", session=session, **ask)).json()["error_code"] for _ in range(2)]
        assert codes == ["-2", "-2"]
        session = await log_in(client, environment)
        assert (await mapi(client, environment, "g", session=session, **ask)).json()["error_code"] == "0"

    real(scenario)


def test_the_portals_other_words(real: Real) -> None:
    async def scenario(client: httpx.AsyncClient, environment: dict[str, str]) -> None:
        await fault(client, "portal", kind="rate", calls=0)
        turned = await mapi(client, environment, "login")
        assert (turned.status_code, set(turned.json()), turned.headers["retry-after"]) == (
            429,
            {"type", "message"},
            "60",
        )
        await client.delete("/_/runs/r1/faults")
        await fault(client, "portal", kind="session")
        assert (await mapi(client, environment, "login")).json()["error_code"] == "-1"
        await client.delete("/_/runs/r1/faults")
        await fault(client, "portal", kind="business", code="-9", text="khóa")
        assert (await mapi(client, environment, "g")).json() == {"error_code": "-9", "message": "khóa"}

    real(scenario)


def test_the_payment_platform_signs_its_trouble(real: Real) -> None:
    from mocks.payment.checksum import checksum

    async def scenario(client: httpx.AsyncClient, environment: dict[str, str]) -> None:
        await fault(client, "payment", kind="business", code="99")
        partner, secret = environment["CITY_PAYMENT_PARTNER"], environment["CITY_PAYMENT_SECRET"]
        asked = {"LoaiBanTin": "QUERY", "PhienBan": "1.0.6", "MaDoiTac": partner, "MaThamChieu": "R1",
                 "ThoiGianGD": "20261122080000", "MaXacThuc": "x"}  # fmt: skip
        answer = (await client.post("/r1/payment/paymentplatform/query", json=asked)).json()
        assert (answer["MaLoi"], answer["MaThamChieu"]) == ("99", "R1")
        assert answer["MaXacThuc"] == checksum("ANSWER", answer, secret)
        unread = (await client.post("/r1/payment/paymentplatform/query", content=b"{")).json()
        assert (unread["MaLoi"], unread["MaXacThuc"]) == ("99", "")
        refused = await client.post("/_/runs/r1/faults", json={"system": "payment", "fault": {"kind": "session"}})
        assert refused.status_code == 422

    real(scenario)


def test_the_population_database_faults_and_stops(real: Real) -> None:
    async def scenario(client: httpx.AsyncClient, environment: dict[str, str]) -> None:
        assert environment["CITY_POPULATION_URL"]
        await profile(client, "dan-cu-chan")
        answer = await client.post("/r1/population/TraCuuThongTinCongDan", content=b"<x/>")
        assert answer.status_code == 500
        assert "soapenv:Server" in answer.text
        assert "<ns1:MaLoi>005</ns1:MaLoi>" in answer.text
        await client.delete("/_/runs/r1/faults/profiles/dan-cu-chan")
        await profile(client, "dan-cu-ngung")
        down = await client.post("/r1/population/TraCuuThongTinCongDan", content=b"<x/>")
        assert (down.status_code, down.headers["retry-after"]) == (503, "120")

    real(scenario)


def test_the_enterprise_gateway_ends_a_token_throttles_and_is_blocked(real: Real) -> None:
    async def scenario(client: httpx.AsyncClient, environment: dict[str, str]) -> None:
        account = (environment["CITY_ENTERPRISE_KEY"], environment["CITY_ENTERPRISE_SECRET"])

        async def token() -> dict[str, str]:
            form = {"grant_type": "client_credentials"}
            answer = await client.post("/r1/enterprise/token", data=form, auth=account)
            return {"Authorization": f"Bearer {answer.json()['access_token']}"}

        async def ask(bearer: dict[str, str]) -> tuple[int, Any]:
            answer = await client.get("/r1/enterprise/apiCSDLDKDN/chiTietDoanhNghiep?msdn=1", headers=bearer)
            return answer.status_code, answer.json().get("fault", {}).get("code")

        bearer = await token()
        await profile(client, "doanh-nghiep-het-han-token")
        assert [await ask(bearer), await ask(bearer)] == [(401, 900901)] * 2
        assert (await ask(await token()))[0] == 200
        await profile(client, "doanh-nghiep-qua-han-muc")
        bearer = await token()
        assert [(await ask(bearer))[0] for _ in range(6)] == [200] * 5 + [429]
        await client.delete("/_/runs/r1/faults")
        await profile(client, "doanh-nghiep-ngung")
        assert await ask(bearer) == (503, 700700)
        await client.delete("/_/runs/r1/faults")
        await fault(client, "enterprise", kind="business", code="900902")
        assert await ask({}) == (401, 900902)

    real(scenario)


def test_the_axis_and_the_sign_in_say_it_their_way(real: Real) -> None:
    async def scenario(client: httpx.AsyncClient, environment: dict[str, str]) -> None:
        assert environment["CITY_AXIS_URL"]
        await profile(client, "truc-bao-loi")
        failed = await client.post("/r1/axis/getEdoc")
        assert (failed.status_code, failed.json()["status"], failed.json()["ErrorCode"]) == (200, "FAIL", "20")
        await profile(client, "dang-nhap-ngung")
        away = await client.post("/r1/identity/oauth2/token", data={"grant_type": "x"})
        assert (away.status_code, away.json()["error"]) == (503, "temporarily_unavailable")
        page = await client.get("/r1/identity/dang-nhap")
        assert (page.status_code, page.headers["content-type"]) == (500, "text/html; charset=utf-8")
        await client.delete("/_/runs/r1/faults")
        await fault(client, "identity", kind="session")
        ended = await client.get("/r1/identity/oauth2/userinfo", headers={"Authorization": "Bearer x"})
        assert (ended.status_code, ended.json()["error"]) == (401, "invalid_token")
        grant = await client.post("/r1/identity/oauth2/token", data={"grant_type": "refresh_token"})
        assert grant.json()["error"] == "invalid_grant"

    real(scenario)


def test_a_payment_confirmed_twice_is_the_same_message(real: Real) -> None:
    async def scenario(client: httpx.AsyncClient, environment: dict[str, str]) -> None:
        await profile(client, "thanh-toan-bao-hai-lan")
        await client.put("/_/runs/r1/clock", json={"frozen": True})
        empty = dict.fromkeys(("code", "transaction", "settled", "confirm"), "")
        order = {"partner": environment["CITY_PAYMENT_PARTNER"], "reference": "R1", "amount": 5, "bank": "PAYMENT"}
        order |= {"dossier": "H1", "info": "x", "currency": "VND", "receipt": {}, "token": "t", "state": "INITIATED"}
        await client.put("/_/runs/r1/state/payment/orders/R1", json={**order, **empty})
        await client.post("/_/runs/r1/act", json={"system": "payment", "action": "pay", "reference": "R1"})
        shown = (await client.get("/_/runs/r1/callbacks")).json()
        assert [(one["operation"], bool(one["fault"])) for one in shown] == [("CONFIRM", False), ("CONFIRM", True)]
        assert shown[0]["keys"] == shown[1]["keys"]
        assert json.dumps(shown[0]["keys"]) == json.dumps({"MaThamChieu": "R1", "MaHoSo": "H1"})

    real(scenario)
