"""The whole code flow over HTTP against the served mocks: by hand with httpx, and by the reference city's client."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from lxml import html

from fixtures.reference_city.connectors.sso import SignIn, SignInError
from fixtures.reference_city.settings import Settings
from fixtures.world import Person, World
from harness.testbed.child import Child
from harness.testbed.control import Control

pytestmark = pytest.mark.slow

PREFIX = "http://127.0.0.1:9/sso"
REDIRECT = f"{PREFIX}/callback"


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Control]:
    child = Child("mocks", "mocks", log=tmp_path_factory.mktemp("mocks") / "log")
    try:
        server = Control(child.ready(60))
        made = server.create_run(key="sign-in")
        control = server.for_run(made["run"])
        control.set_targets({"identity.redirect": PREFIX})
        yield control
        control.close()
        server.close()
    finally:
        child.stop()


@pytest.fixture(scope="module")
def settings(control: Control) -> Settings:
    return Settings.read(httpx.get(f"{control.address}/_/runs/{control.run}/environment", trust_env=False).json())


@pytest.fixture(scope="module")
def person() -> Person:
    return World(1).applicants()[3]


@pytest.fixture
def browser() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, follow_redirects=False) as client:
        yield client


def authorize(settings: Settings, **other: str) -> str:
    query = {
        "response_type": "code",
        "client_id": settings.sso_client_id,
        "redirect_uri": REDIRECT,
        "scope": "openid",
        "acr_values": "LoA1",
        "state": "c3RhdGVAL2E=",
    }
    return f"{settings.sso_url}/oauth2/authorize?{urlencode(query | other)}"


def test_a_person_signs_in_by_hand(control: Control, settings: Settings, browser: httpx.Client, person: Person) -> None:
    shown = browser.get(authorize(settings), follow_redirects=True)
    form = html.fromstring(shown.text).forms[1]
    assert person.number in form.xpath(".//input[@name='account']/@value")
    fields = {"sessionDataKey": form.fields["sessionDataKey"], "account": person.number, "decision": "agree"}
    back = browser.post(form.action, data=fields).headers["location"]
    assert back.startswith(REDIRECT)
    answered = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    assert answered["state"] == "c3RhdGVAL2E="

    client = {"client_id": settings.sso_client_id, "client_secret": settings.sso_client_secret}
    grant = {"grant_type": "authorization_code", "code": answered["code"], "redirect_uri": REDIRECT, **client}
    assert browser.post(f"{settings.sso_url}/oauth2/token", data=grant).status_code == 200
    again = browser.post(f"{settings.sso_url}/oauth2/token", data=grant)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")

    grant["code"] = sign_in(control, settings, person)
    tokens = browser.post(f"{settings.sso_url}/oauth2/token", data=grant).json()
    found = browser.get(f"{settings.sso_url}/.well-known/openid-configuration").json()
    keys = KeySet.import_key_set(browser.get(found["jwks_uri"]).json())
    token = jwt.decode(tokens["id_token"], keys, algorithms=found["id_token_signing_alg_values_supported"])
    bearer = {"authorization": f"Bearer {tokens['access_token']}", "content-type": "application/json"}
    claims = browser.post(found["userinfo_endpoint"], headers=bearer).json()
    assert token.claims["sub"] == claims["sub"] == person.tech_id
    assert (token.claims["iss"], token.claims["aud"]) == (settings.sso_url, settings.sso_client_id)
    assert (claims["SoDinhDanh"], claims["HoVaTen"]) == (person.number, person.full_name)

    asked = {"token": tokens["access_token"], "state": "0"}
    headers = {"authorization": bearer["authorization"]}
    assert browser.post(found["introspection_endpoint"], data=asked, headers=headers).json()["active"] is True
    browser.post(found["revocation_endpoint"], data={"token": tokens["access_token"], **client})
    assert browser.post(found["introspection_endpoint"], data=asked, headers=headers).json() == {"active": False}
    assert browser.post(found["userinfo_endpoint"], headers=bearer).status_code == 401
    entries = control.journal(0)["entries"]
    assert {entry["keys"].get("SoDinhDanh") for entry in entries if entry["operation"] == "userinfo"} == {
        person.number,
        None,
    }


def sign_in(control: Control, settings: Settings, person: Person) -> str:
    """A code, the silent way."""
    location = control.act("identity", "sign_in", authorize_url=authorize(settings), person=person.number)["location"]
    return parse_qs(urlsplit(location).query)["code"][0]


def test_the_citys_own_client_signs_people_and_firms_in(control: Control, settings: Settings, person: Person) -> None:
    city = SignIn(settings)
    url = city.authorize_url(REDIRECT, "c3RhdGU=")
    firm = World(1).organisations[0]
    for who, identifier in (({"person": person.number}, person.number), ({"organisation": firm.code}, firm.code)):
        location = control.act("identity", "sign_in", authorize_url=url, **who)["location"]
        claims = city.exchange(parse_qs(urlsplit(location).query)["code"][0], REDIRECT)
        assert claims.identifier == identifier
    assert (claims.kind, claims.name, claims.tech_id) == ("enterprise", firm.name, firm.tech_id)


def test_the_citys_own_client_is_refused(control: Control, settings: Settings, person: Person) -> None:
    city = SignIn(settings)
    with pytest.raises(SignInError) as told:
        city.exchange("0" * 32, REDIRECT)
    assert told.value.code == "invalid_grant"
    with pytest.raises(SignInError) as told:
        city.exchange(sign_in(control, settings, person), f"{REDIRECT}/other")
    assert told.value.code == "invalid_grant"
