"""Return addresses, clients and codes as pure rules (portal-payment-sso §13.1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from mocks.identity import keys, rules
from mocks.identity.messages import Asked

PREFIX = "http://127.0.0.1:8080/sso"
CLIENTS = {"city": {"secret": "s3cret", "name": "Thành phố"}, "other": {"secret": "x", "name": "Khác"}}
NOW = datetime.fromisoformat("2026-11-22T08:00:00+07:00")


@pytest.mark.parametrize(
    "uri", [PREFIX, f"{PREFIX}/", f"{PREFIX}/callback", f"{PREFIX}/callback?next=/a", f"{PREFIX}?x=1"]
)
def test_addresses_under_the_prefix_are_allowed(uri: str) -> None:
    assert rules.returns(uri, PREFIX)
    assert rules.returns(uri, f"{PREFIX}/")


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "/sso/callback",
        "http://127.0.0.1:8080/",
        "http://127.0.0.1:8080/sso-evil/callback",
        "http://127.0.0.1:8080/ssocallback",
        "http://127.0.0.1:8080/sso/../evil",
        "http://127.0.0.1:8080/sso/%2e%2e/evil",
        "http://127.0.0.1:8080/other/sso",
        "http://127.0.0.1:8081/sso/callback",
        "http://127.0.0.1/sso/callback",
        "https://127.0.0.1:8080/sso/callback",
        "http://localhost:8080/sso/callback",
        "http://127.0.0.1:8080@evil.test/sso/callback",
        "http://user@127.0.0.1:8080/sso/callback",
        "http://127.0.0.1:8080.evil.test/sso",
        "http://127.0.0.1:8080/sso/callback#token",
        "http://127.0.0.1:8080\\@evil.test/sso",
        "http://127.0.0.1:x/sso",
        "javascript://127.0.0.1:8080/sso",
        "http://[::1/sso",
    ],
)
def test_addresses_elsewhere_are_refused(uri: str) -> None:
    assert not rules.returns(uri, PREFIX)


def test_a_prefix_with_a_query_or_root_path() -> None:
    assert rules.returns("http://127.0.0.1:8080/anything", "http://127.0.0.1:8080")
    assert not rules.returns("http://127.0.0.1:80800/anything", "http://127.0.0.1:8080")


@pytest.mark.parametrize(
    ("asked", "prefix", "code"),
    [
        (Asked("city", f"{PREFIX}/callback"), PREFIX, None),
        (Asked("nobody", f"{PREFIX}/callback"), PREFIX, "invalid_client"),
        (Asked("", f"{PREFIX}/callback"), PREFIX, "invalid_client"),
        (Asked("city", "http://evil.test/"), PREFIX, "invalid_request"),
        (Asked("city", f"{PREFIX}/callback"), "", "invalid_request"),
    ],
)
def test_who_may_ask(asked: Asked, prefix: str, code: str | None) -> None:
    error = rules.examine(asked, CLIENTS, prefix)
    assert (error.code if error else None) == code


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"response_type": "code", "scope": "openid"}, None),
        ({"response_type": "code", "scope": "profile openid"}, None),
        ({"response_type": "token", "scope": "openid"}, "unsupported_response_type"),
        ({"scope": "openid"}, "unsupported_response_type"),
        ({"response_type": "code"}, "invalid_scope"),
        ({"response_type": "code", "scope": "openidx"}, "invalid_scope"),
    ],
)
def test_what_may_be_asked(query: dict[str, str], code: str | None) -> None:
    error = rules.request(query)
    assert (error.code if error else None) == code


@pytest.mark.parametrize(
    ("form", "fine"),
    [
        ({"client_id": "city", "client_secret": "s3cret"}, True),
        ({"client_id": "city", "client_secret": "s3cret "}, False),
        ({"client_id": "city", "client_secret": "x"}, False),
        ({"client_id": "city", "client_secret": "mật khẩu"}, False),
        ({"client_id": "city"}, False),
        ({"client_secret": "s3cret"}, False),
        ({"client_id": "nobody", "client_secret": "s3cret"}, False),
    ],
)
def test_a_client_proves_itself(form: dict[str, str], fine: bool) -> None:
    error = rules.client(form, CLIENTS)
    assert (error is None) is fine
    assert error is None or (error.code, error.status) == ("invalid_client", 401)


def issued(**other: Any) -> dict[str, Any]:
    return {
        "client_id": "city",
        "redirect_uri": f"{PREFIX}/callback",
        "used": False,
        "expires": "2026-11-22T08:05:00+07:00",
        **other,
    }


@pytest.mark.parametrize(
    ("record", "form"),
    [
        (None, {}),
        (issued(used=True), {}),
        (issued(expires="2026-11-22T08:00:00+07:00"), {}),
        (issued(), {"client_id": "other"}),
        (issued(), {"redirect_uri": f"{PREFIX}/other"}),
        (issued(), {"redirect_uri": ""}),
    ],
)
def test_a_code_is_good_once_in_time_for_its_client_and_address(record: Any, form: dict[str, str]) -> None:
    good = {"client_id": "city", "redirect_uri": f"{PREFIX}/callback"}
    assert rules.code(issued(), good, NOW) is None
    error = rules.code(record, {**good, **form}, NOW)
    assert error is not None
    assert error.code == "invalid_grant"


def test_query_is_added_to_an_address_that_has_one() -> None:
    assert rules.back("http://a/b", code="1", state="x=/&") == "http://a/b?code=1&state=x%3D%2F%26"
    assert rules.back("http://a/b?c=d", code="1", state="") == "http://a/b?c=d&code=1"


def test_signing_keys_are_stable_in_a_run_and_differ_between_runs() -> None:
    token = keys.sign("one", {"sub": "1"})
    assert keys.sign("one", {"sub": "1"}) == token
    assert keys.read("one", token) == {"sub": "1"}
    assert keys.read("two", token) is None
    assert keys.published("one")["kid"] != keys.published("two")["kid"]
    assert "d" not in keys.published("one")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."])
def test_what_is_no_token_of_ours_is_not_read(token: str) -> None:
    assert keys.read("one", token) is None
