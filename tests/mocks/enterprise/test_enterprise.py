"""The enterprise database: a token first, then one firm by its code."""

from __future__ import annotations

import base64
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from fixtures.world.people import Activity, Address, Organisation, Person
from mocks.enterprise.api import SYSTEM
from mocks.enterprise.messages import Answer as Model
from mocks.enterprise.messages import Token
from mocks.kernel.testing import Answer, Bench

PATHS = ["/apiCSDLDKDN/1.0/chiTietDoanhNghiep", "/apiCSDLDKDN/chiTietDoanhNghiep"]
HOME = Address("99", "Thành phố Hoa Sen", "99001", "Phường Sen Hồng", "12 phố Hoa Cúc")
OWNER = Person(
    number="001690000155",
    surname="Trần",
    middle="Văn",
    given="Bình",
    sex="male",
    birth=date(1970, 5, 6),
    birth_precision="day",
    ethnicity="01",
    religion="00",
    phone="0950000001",
    email="binh@hoasen.example",
    tech_id="t-1",
    address=HOME,
    birth_place=Address("01", "Thành phố Hà Nội"),
    father=None,
    mother=None,
    spouse=None,
    head="001690000155",
    old_number="",
    social_insurance="",
    marital="single",
)
FIRM = Organisation(
    code="0012345675",
    name="CÔNG TY TNHH MỘT THÀNH VIÊN SÀN HOA SEN",
    short_name="SÀN HOA SEN",
    type="llc_one_member",
    founded=date(2019, 3, 4),
    status="active",
    capital=2_000_000_000,
    representative=OWNER,
    address=HOME,
    activities=(Activity("6820", "Tư vấn, môi giới, đấu giá bất động sản", main=True), Activity("6810", "Kinh doanh")),
    phone="0950000002",
    email="san@hoasen.example",
    tech_id="t-2",
)


@pytest.fixture
def bench() -> Bench:
    return Bench(SYSTEM, world=SimpleNamespace(organisations=[FIRM], people=[OWNER]))


def basic(key: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()


def credentials(bench: Bench) -> str:
    return basic(bench.environment["CITY_ENTERPRISE_KEY"], bench.environment["CITY_ENTERPRISE_SECRET"])


def sign_in(bench: Bench) -> str:
    form = {"grant_type": "client_credentials"}
    answer = bench.call("POST", "/token", form=form, headers={"Authorization": credentials(bench)})
    assert answer.status == 200, answer.text
    return Token.model_validate(answer.json()).access_token


def ask(bench: Bench, code: str, token: str | None = None, path: str = PATHS[0]) -> Answer:
    token = sign_in(bench) if token is None else token
    return bench.call("GET", f"{path}?msdn={code}", headers={"Authorization": f"Bearer {token}"})


def test_a_token_lives_an_hour(bench: Bench) -> None:
    form = {"grant_type": "client_credentials"}
    answer = bench.call("POST", "/token", form=form, headers={"Authorization": credentials(bench)}).json()
    assert (answer["token_type"], answer["expires_in"]) == ("Bearer", 3600)
    assert sign_in(bench) != answer["access_token"]


@pytest.mark.parametrize(
    ("authorization", "form", "status", "error", "rule"),
    [
        ("", {"grant_type": "client_credentials"}, 401, "invalid_client", "enterprise.client"),
        ("Basic %%%", {"grant_type": "client_credentials"}, 401, "invalid_client", "enterprise.client"),
        (basic("ai", "do"), {"grant_type": "client_credentials"}, 401, "invalid_client", "enterprise.client"),
        ("right", {}, 400, "invalid_request", "enterprise.grant_missing"),
        ("right", {"grant_type": "password"}, 400, "unsupported_grant_type", "enterprise.grant_type"),
    ],
)
def test_a_wrong_token_call_is_refused(
    bench: Bench, authorization: str, form: dict[str, str], status: int, error: str, rule: str
) -> None:
    sent = credentials(bench) if authorization == "right" else authorization
    answer = bench.call("POST", "/token", form=form, headers={"Authorization": sent})
    assert (answer.status, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"]
    assert bench.last.refusal is not None
    assert bench.last.refusal.rule == rule
    assert bench.records("tokens") == {}


def test_the_right_key_with_a_wrong_secret_is_refused(bench: Bench) -> None:
    wrong = basic(bench.environment["CITY_ENTERPRISE_KEY"], "0" * 32)
    answer = bench.call("POST", "/token", form={"grant_type": "client_credentials"}, headers={"Authorization": wrong})
    assert answer.status == 401


def test_a_form_that_is_not_text_is_an_invalid_request(bench: Bench) -> None:
    answer = bench.call("POST", "/token", body=b"\xff\xfe", headers={"Authorization": credentials(bench)})
    assert (answer.status, answer.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("path", PATHS)
def test_a_firm_is_shown_with_the_wires_own_spellings(bench: Bench, path: str) -> None:
    answer = ask(bench, FIRM.code, path=path)
    body: dict[str, Any] = answer.json()
    Model.model_validate(body)
    assert (answer.status, body["Status"], body["DataCount"]) == (200, "1", 1)
    data = body["Data"]
    assert list(data) == ["MainInformation", "Representatives", "HOAdress", "BusinessActivity", "Member"]
    main = data["MainInformation"]
    assert (main["ENTERPRISE_GDT_CODE"], main["NAME"], main["SHORT_NAME"]) == (FIRM.code, FIRM.name, FIRM.short_name)
    assert (main["FOUNDING_DATE"], main["CAPITAL_AMOUNT"]) == ("04/03/2019", 2_000_000_000)
    assert (main["ENTERPRISE_STATUS"], main["ENTERPRISE_STATUS_ID"]) == ("ACT", "ACT")
    assert main["LEGAL_NAMES"] == data["Representatives"]["FULL_NAME"] == OWNER.full_name
    assert data["Representatives"]["PERS_DOC_NO"] == OWNER.number
    assert data["HOAdress"]["AddressFullText"] == HOME.text
    assert [(one["CODE"], one["IS_MAIN"]) for one in data["BusinessActivity"]] == [("6820", "Y"), ("6810", "N")]


@pytest.mark.parametrize("code", ["0012345676", "0012345675-001", "0012345675001", "001690000155"])
def test_nobody_of_that_code_is_an_answer_without_main_information(bench: Bench, code: str) -> None:
    answer = ask(bench, code)
    Model.model_validate(answer.json())
    assert (answer.status, answer.json()["Status"]) == (200, "1")
    assert answer.json()["Data"]["MainInformation"] is None
    assert bench.last.accepted


@pytest.mark.parametrize("code", ["", "123", "00123456756", "0012345675-1", "A012345675", "٠٠١٢٣٤٥٦٧٥"])
def test_a_malformed_code_is_refused_with_status_0(bench: Bench, code: str) -> None:
    answer = ask(bench, code)
    Model.model_validate(answer.json())
    assert (answer.status, answer.json()["Status"], answer.json()["Data"]) == (200, "0", None)
    assert answer.json()["Message"]
    assert bench.last.refusal is not None
    assert (bench.last.refusal.rule, bench.last.refusal.field) == ("enterprise.code", "msdn")


def test_a_branch_is_found_with_and_without_the_dash() -> None:
    branch = Organisation(**{name: getattr(FIRM, name) for name in FIRM.__slots__} | {"code": "0012345675-001"})
    bench = Bench(SYSTEM, world=SimpleNamespace(organisations=[FIRM, branch], people=[]))
    for code in ("0012345675-001", "0012345675001"):
        assert ask(bench, code).json()["Data"]["MainInformation"]["ENTERPRISE_GDT_CODE"] == branch.code


@pytest.mark.parametrize(
    ("authorization", "code", "rule"),
    [
        ("", 900902, "enterprise.token_missing"),
        ("Basic abc", 900902, "enterprise.token_missing"),
        ("Bearer ", 900902, "enterprise.token_missing"),
        ("Bearer khong-co", 900901, "enterprise.token_unknown"),
    ],
)
def test_a_call_without_a_good_token_gets_the_gateways_fault(
    bench: Bench, authorization: str, code: int, rule: str
) -> None:
    answer = bench.call("GET", f"{PATHS[0]}?msdn={FIRM.code}", headers={"Authorization": authorization})
    assert (answer.status, answer.json()["fault"]["code"]) == (401, code)
    assert set(answer.json()["fault"]) == {"code", "message", "description"}
    assert bench.last.refusal is not None
    assert bench.last.refusal.rule == rule


def test_a_token_ends_on_the_runs_clock(bench: Bench) -> None:
    token = sign_in(bench)
    bench.advance(3599)
    assert ask(bench, FIRM.code, token).status == 200
    bench.advance(1)
    answer = ask(bench, FIRM.code, token)
    assert (answer.status, answer.json()["fault"]["code"]) == (401, 900901)
    assert bench.last.refusal is not None
    assert bench.last.refusal.rule == "enterprise.token_expired"
    assert token not in bench.last.refusal.received


def test_a_token_of_another_run_is_unknown(bench: Bench) -> None:
    other = Bench(SYSTEM, world=SimpleNamespace(organisations=[FIRM], people=[]), key="r2")
    assert ask(bench, FIRM.code, sign_in(other)).json()["fault"]["code"] == 900901


def test_the_journal_knows_the_firm(bench: Bench) -> None:
    ask(bench, FIRM.code)
    assert (bench.last.operation, bench.last.keys) == ("chiTietDoanhNghiep", {"MaSoDoanhNghiep": FIRM.code})
