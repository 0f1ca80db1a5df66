"""Adapter, login, sessions and envelope (portal-payment-sso §2, §16 points 1 and 4)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mocks.kernel.testing import Bench
from mocks.portal.gateway import DESTINATION
from mocks.portal.testing import Client


@pytest.mark.parametrize("adapter", ["XrdAdapter", "VXPAdapter"])
@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ({"dstcode": DESTINATION}, ""),
        ({}, f"?dstcode={DESTINATION}"),
        ({}, f"?dstcode={DESTINATION}&providerurl=https://provider.invalid"),
        ({}, f"?{DESTINATION}&https://provider.invalid"),
        ({}, "?VN%3AGOV%3A000.00.00.G22%3Avpcpdvcprovider"),
    ],
)
def test_the_destination_is_read_from_header_or_query(
    bench: Bench, item: dict[str, Any], adapter: str, headers: dict[str, str], query: str
) -> None:
    client = Client(bench, adapter)
    client.headers, client.query = headers, query
    assert client.login().json()["error_code"] == "0"
    assert client.ask("LayThuTuc", maTTHC="1.012907")["error_code"] == "0"
    assert client.create(item)["error_code"] == "0"


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ({}, ""),
        ({"dstcode": ""}, ""),
        ({"dstcode": "VN:COM:0100000000:bienlai"}, ""),
        ({}, "?dstcode=VN:GOV:000.00.00.G22:khac"),
        ({}, "?VN:GOV:000.00.00.G22"),
        ({}, f"?x={DESTINATION}"),
    ],
)
def test_an_unknown_destination_is_the_adapters_404(client: Client, headers: dict[str, str], query: str) -> None:
    client.headers, client.query = headers, query
    for answer in (client.login(), client.post("LayThuTuc", maTTHC="1.012907"), client.post("Khong")):
        assert answer.status == 404
        assert "error_code" not in answer.json()
    assert client.bench.last.refusal is not None


def test_the_adapters_error_comes_before_the_bodys(client: Client) -> None:
    client.headers = {}
    assert client.post("DongBoHoSoMC", data="no list").status == 404


def test_a_destination_that_is_down_is_502(client: Client) -> None:
    client.bench.act("configure", provider="down")
    assert client.login().status == 502
    assert client.post("LayDanhSachTTHC").status == 502
    client.bench.act("configure", provider="up")
    assert client.login().status == 200


def test_a_session_has_32_hex_digits(client: Client) -> None:
    assert re.fullmatch("[0-9a-f]{32}", client.session)


@pytest.mark.parametrize(("username", "password"), [("Y99", "wrong"), ("Y97", "wrong"), ("y99", ""), ("Y98", "")])
def test_a_wrong_login_gives_no_session(bench: Bench, username: str, password: str) -> None:
    answer = Client(bench).login(username, password)
    assert answer.status == 200
    assert answer.json()["error_code"] == "-1"
    assert "session" not in answer.json()
    assert bench.records("sessions") == {}


@pytest.mark.parametrize("body", [{}, {"username": "Y99"}, {"username": 5, "password": ["x"]}])
def test_a_login_of_another_shape_is_refused_in_the_envelope(bench: Bench, body: Any) -> None:
    answer = bench.call(
        "POST", "/XrdAdapter/RestService/forward/mapi/login", json=body, headers={"dstcode": DESTINATION}
    )
    assert (answer.status, answer.json()["error_code"]) == (200, "-1")


@pytest.mark.parametrize("session", ["", "0" * 32, None, 7])
def test_an_unknown_session_is_minus_2(client: Client, item: dict[str, Any], session: Any) -> None:
    assert client.ask("LayDanhSachTTHC", session=session)["error_code"] == "-2"
    assert client.ask("DongBoHoSoMC", session=session, data=[item])["error_code"] == "-2"
    assert client.ask("Khong", session=session)["error_code"] == "-2"
    assert client.bench.records("dossiers") == {}


def test_a_session_ends_after_30_minutes_of_the_runs_clock(client: Client) -> None:
    client.bench.advance(30 * 60 - 1)
    assert client.ask("LayDanhSachTTHC")["error_code"] == "0"
    client.bench.advance(1)
    assert client.ask("LayDanhSachTTHC")["error_code"] == "-2"


def test_the_life_of_a_session_is_a_switch(client: Client) -> None:
    client.bench.act("configure", session_minutes=1)
    client.login()
    client.bench.advance(60)
    assert client.ask("LayDanhSachTTHC")["error_code"] == "-2"


def test_a_new_login_leaves_the_old_session_alone(client: Client) -> None:
    old = client.session
    client.login()
    assert client.session != old
    assert client.ask("LayDanhSachTTHC", session=old)["error_code"] == "0"


@pytest.mark.parametrize("service", ["Khong", "laythutuc", "", None])
def test_an_unknown_service_is_minus_1(client: Client, service: Any) -> None:
    assert client.ask(service)["error_code"] == "-1"
    assert client.bench.last.refusal is not None
    assert client.bench.last.refusal.rule == "portal.service"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff"])
def test_a_body_that_is_no_object_is_refused_with_http_200(client: Client, body: bytes) -> None:
    answer = client.bench.call("POST", f"{client.path}/g", body=body, headers=client.headers)
    assert (answer.status, answer.json()["error_code"]) == (200, "-1")


def test_only_post_is_answered(client: Client) -> None:
    assert client.bench.call("GET", f"{client.path}/g", headers=client.headers).status == 405


def test_the_city_gets_all_it_needs_to_reach_the_gateway(bench: Bench) -> None:
    given = bench.environment
    assert given["CITY_PORTAL_URL"] == f"{bench.run.base}/portal"
    assert given["CITY_PORTAL_DSTCODE"] == DESTINATION
    assert given["CITY_PORTAL_AGENCY"] == "Y99"
