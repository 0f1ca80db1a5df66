"""Authorize, login page, decision and the actions that stand in for a person (portal-payment-sso §13.1)."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from fixtures.world import Organisation, Person, World
from mocks.identity.api import SYSTEM
from mocks.identity.testing import REDIRECT, Client
from mocks.kernel.problem import Problem
from mocks.kernel.testing import Bench


def test_authorize_leads_to_the_login_page(client: Client, person: Person, firm: Organisation) -> None:
    page = html.fromstring(client.bench.call("GET", client.login_page()).text)
    accounts = page.xpath("//input[@name='account']/@value")
    assert person.number in accounts
    assert firm.code in accounts
    assert page.get("lang") == "vi"
    assert page.xpath("//fieldset/legend")
    assert {button.get("value") for button in page.xpath("//button[@name='decision']")} == {"agree", "refuse", "expire"}
    assert not page.xpath("//script")


def test_a_person_signs_in_at_the_page(client: Client, person: Person) -> None:
    answer = client.choose(client.login_page(state="c3RhdGU="), account=person.number)
    assert answer.status == 302
    assert answer.location.startswith(f"{REDIRECT}?code=")
    assert answer.parameters()["state"] == "c3RhdGU="
    assert client.bench.last.keys == {"sub": person.tech_id, "SoDinhDanh": person.number}


def test_a_person_refuses_at_the_page(client: Client) -> None:
    answer = client.choose(client.login_page(), "refuse")
    assert answer.parameters() == {"error": "access_denied", "state": "YWJjQC90cmFuZw=="}


@pytest.mark.parametrize("how", ["wait", "press", "done"])
def test_a_login_that_is_over_leads_nowhere(client: Client, person: Person, how: str) -> None:
    page = client.login_page()
    if how == "wait":
        client.bench.advance(600)
    else:
        client.choose(page, "expire" if how == "press" else "refuse")
    shown, pressed = client.bench.call("GET", page), client.choose(page, account=person.number)
    assert [shown.status, pressed.status] == [400, 400]
    assert "hết hạn" in shown.text
    assert client.bench.records("codes") == {}


def test_a_login_nobody_finished_is_forgotten(client: Client) -> None:
    client.login_page()
    client.bench.advance(1200)
    assert client.bench.records("logins") == {}


@pytest.mark.parametrize("account", ["", "000000000000", "<script>"])
def test_an_account_that_is_not_there_is_not_signed_in(client: Client, account: str) -> None:
    answer = client.choose(client.login_page(), account=account)
    assert answer.status == 400
    assert client.bench.records("codes") == {}


def test_the_page_searches_by_name_and_number(client: Client, world: World) -> None:
    wanted = world.applicants()[-1]
    page = client.login_page()
    for q in (wanted.number, wanted.number[4:]):
        found = html.fromstring(client.bench.call("GET", f"{page}&q={q}").text).xpath("//input[@name='account']/@value")
        assert found == [wanted.number]
    assert "Không có tài khoản nào" in client.bench.call("GET", f"{page}&q=zzz").text


@pytest.mark.parametrize("other", [{"client_id": "x"}, {"client_id": ""}, {"redirect_uri": "http://127.0.0.1:9/evil"}])
def test_a_request_that_may_not_be_the_clients_is_not_redirected(client: Client, other: dict[str, str]) -> None:
    answer = client.bench.call("GET", client.url(**other))
    assert answer.status == 400
    assert "location" not in answer.headers
    assert client.bench.last.refusal is not None
    with pytest.raises(Problem) as told:
        client.bench.act("sign_in", authorize_url=client.url(**other), person="1")
    assert told.value.status == 422


@pytest.mark.parametrize(
    ("other", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": ""}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
    ],
)
def test_a_wrong_request_goes_back_with_an_error(client: Client, other: dict[str, str], error: str) -> None:
    answer = client.bench.call("GET", client.url(**other))
    assert answer.location.startswith(REDIRECT)
    assert (answer.parameters()["error"], answer.parameters()["state"]) == (error, "YWJjQC90cmFuZw==")


def test_without_a_registered_address_nobody_signs_in(world: World) -> None:
    client = Client(Bench(SYSTEM, world=world))
    answer = client.bench.call("GET", client.url())
    assert answer.status == 400
    assert "identity.redirect" in answer.text


def test_the_action_signs_a_person_in(client: Client, person: Person) -> None:
    told = client.bench.act(
        "sign_in", authorize_url=client.bench.run.base + "/identity" + client.url(), person=person.number
    )
    assert told["location"].startswith(f"{REDIRECT}?code=")
    assert "state=YWJjQC90cmFuZw" in told["location"]


def test_the_action_takes_the_login_pages_address_too(client: Client, person: Person) -> None:
    page = client.login_page(nonce="n-1")
    assert client.bench.act("sign_in", authorize_url=page, person=person.number)["location"].startswith(REDIRECT)
    with pytest.raises(Problem) as told:
        client.bench.act("sign_in", authorize_url=page, person=person.number)
    assert told.value.status == 409


def test_the_action_refuses_for_the_person(client: Client) -> None:
    assert "error=access_denied" in client.bench.act("refuse", authorize_url=client.url())["location"]


@pytest.mark.parametrize(
    ("inputs", "status"),
    [
        ({}, 422),
        ({"person": "000000000000"}, 404),
        ({"organisation": "0000000000"}, 404),
        ({"person": "000000000000", "organisation": "first"}, 404),
        ({"person": "", "organisation": ""}, 422),
    ],
)
def test_the_action_needs_somebody_of_the_world(
    client: Client, firm: Organisation, inputs: dict[str, Any], status: int
) -> None:
    named = {name: firm.code if value == "first" else value for name, value in inputs.items()}
    with pytest.raises(Problem) as told:
        client.bench.act("sign_in", authorize_url=client.url(), **named)
    assert told.value.status == status


@pytest.mark.parametrize("url", [None, "", "http://127.0.0.1:9/", "/oauth2/authorize"])
def test_the_action_needs_a_request(client: Client, person: Person, url: Any) -> None:
    for action in ("sign_in", "refuse"):
        with pytest.raises(Problem) as told:
            client.bench.act(action, authorize_url=url, person=person.number)
        assert told.value.status == 422
