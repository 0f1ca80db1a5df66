"""Token, userinfo, introspect, revoke, logout, keys (portal-payment-sso §13, §16 points 12 and 13)."""

from __future__ import annotations

from typing import Any

import pytest
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from fixtures.world import Organisation, Person, World
from mocks.identity.api import SYSTEM
from mocks.identity.testing import REDIRECT, Client
from mocks.kernel.testing import Answer, Bench


def refused(answer: Answer, error: str, status: int = 400) -> None:
    """An RFC 6749 error, journalled as not accepted."""
    assert (answer.status, answer.json()["error"]) == (status, error)
    assert "access_token" not in answer.json()


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def test_a_code_gives_tokens(client: Client, person: Person) -> None:
    answer = client.exchange(client.code(person.number))
    tokens = answer.json()
    assert set(tokens) == {"access_token", "refresh_token", "scope", "id_token", "token_type", "expires_in"}
    assert (tokens["token_type"], tokens["expires_in"], tokens["scope"]) == ("Bearer", 3600, "openid")
    assert answer.headers["cache-control"] == "no-store"
    assert client.bench.last.keys == {"sub": person.tech_id, "SoDinhDanh": person.number}


def test_the_id_token_verifies_with_the_published_key(client: Client, person: Person) -> None:
    tokens = client.tokens(person.number, nonce="n-0S6")
    published = client.bench.call("GET", "/oauth2/jwks").json()
    token = jwt.decode(tokens["id_token"], KeySet.import_key_set(published), algorithms=["ES256"])
    base = client.bench.call("GET", "/.well-known/openid-configuration").json()["issuer"]
    rules = jwt.JWTClaimsRegistry(
        now=token.claims["iat"],
        iss={"essential": True, "value": base},
        aud={"essential": True, "value": client.id},
        sub={"essential": True, "value": person.tech_id},
        nonce={"essential": True, "value": "n-0S6"},
        exp={"essential": True},
    )
    rules.validate(token.claims)
    assert token.claims["exp"] - token.claims["iat"] == 3600
    assert token.claims["iat"] == int(client.bench.run.clock.now().timestamp())


def test_the_keys_of_another_run_do_not_verify(client: Client, person: Person, world: World) -> None:
    other = Bench(SYSTEM, world=world, key="r2").call("GET", "/oauth2/jwks").json()
    with pytest.raises(JoseError):
        jwt.decode(client.tokens(person.number)["id_token"], KeySet.import_key_set(other), algorithms=["ES256"])


@pytest.mark.parametrize(
    "wrong", [{"client_secret": "0" * 32}, {"client_secret": ""}, {"client_id": "x"}, {"client_id": ""}]
)
def test_a_wrong_secret_is_refused(client: Client, person: Person, wrong: dict[str, str]) -> None:
    code = client.code(person.number)
    refused(client.exchange(code, **wrong), "invalid_client", 401)
    assert client.exchange(code).status == 200


def test_the_secret_belongs_in_the_body(client: Client, person: Person) -> None:
    form = {"grant_type": "authorization_code", "code": client.code(person.number), "redirect_uri": REDIRECT}
    headers = {"authorization": "Basic eDp5"}
    refused(client.bench.call("POST", "/oauth2/token", form=form, headers=headers), "invalid_client", 401)


@pytest.mark.parametrize(
    "wrong", [{"code": "0" * 32}, {"code": ""}, {"redirect_uri": f"{REDIRECT}/x"}, {"redirect_uri": ""}]
)
def test_a_wrong_code_or_address_is_refused(client: Client, person: Person, wrong: dict[str, str]) -> None:
    refused(client.exchange(**{"code": client.code(person.number), **wrong}), "invalid_grant")


@pytest.mark.parametrize("kind", ["", "password", "client_credentials"])
def test_another_grant_is_refused(client: Client, person: Person, kind: str) -> None:
    refused(client.exchange(client.code(person.number), grant_type=kind), "unsupported_grant_type")


def test_a_code_is_used_once_and_its_second_use_ends_the_tokens(client: Client, person: Person) -> None:
    code = client.code(person.number)
    tokens = client.exchange(code).json()
    assert client.userinfo(tokens["access_token"]).status == 200
    refused(client.exchange(code), "invalid_grant")
    assert client.userinfo(tokens["access_token"]).status == 401
    refused(
        client.post("/oauth2/token", {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}),
        "invalid_grant",
    )


def test_a_code_lives_five_minutes(client: Client, person: Person) -> None:
    good, late = client.code(person.number), client.code(person.number)
    client.bench.advance(299)
    assert client.exchange(good).status == 200
    client.bench.advance(1)
    refused(client.exchange(late), "invalid_grant")


def test_an_access_token_lives_an_hour_and_is_renewed_once(client: Client, person: Person) -> None:
    tokens = client.tokens(person.number)
    client.bench.advance(3600)
    assert client.userinfo(tokens["access_token"]).status == 401
    renew = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    renewed = client.post("/oauth2/token", renew).json()
    assert client.userinfo(renewed["access_token"]).json()["SoDinhDanh"] == person.number
    refused(client.post("/oauth2/token", renew), "invalid_grant")


def test_a_refresh_token_lives_a_day(client: Client, person: Person) -> None:
    token = client.tokens(person.number)["refresh_token"]
    client.bench.advance(24 * 3600)
    refused(client.post("/oauth2/token", {"grant_type": "refresh_token", "refresh_token": token}), "invalid_grant")


def test_userinfo_by_header_by_form_and_by_get(client: Client, person: Person) -> None:
    token = client.tokens(person.number)["access_token"]
    by_header = client.userinfo(token)
    by_form = client.bench.call("POST", "/oauth2/userinfo", form={"access_token": token, "scope": "openid"})
    by_get = client.bench.call("GET", "/oauth2/userinfo", headers=bearer(token))
    assert by_header.status == 200
    assert by_header.json() == by_form.json() == by_get.json()
    assert client.bench.last.keys["SoDinhDanh"] == person.number


def test_the_claims_of_a_person(client: Client, person: Person, world: World) -> None:
    claims = client.userinfo(client.tokens(person.number)["access_token"]).json()
    assert claims["sub"] == claims["TechID"] == person.tech_id
    assert (claims["LoaiTaiKhoan"], claims["SoDinhDanh"]) == ("1", person.number)
    assert (claims["HoVaTen"], claims["NgayThangNamSinh"]) == (person.full_name, f"{person.birth:%Y%m%d}")
    assert (claims["ThuDienTu"], claims["SoDienThoai"]) == (person.email, person.phone)
    assert (claims["GioiTinh"], claims["MaSoThue"], claims["TenDoanhNghiep"]) == (1, "", "")
    assert claims["VoChong"] == world.person(person.spouse or "").full_name
    assert None not in claims.values()
    assert len(claims) == 33


def test_the_claims_of_an_organisation_say_who_signed_in(client: Client, person: Person, firm: Organisation) -> None:
    claims = client.userinfo(client.tokens(firm.code)["access_token"]).json()
    assert (claims["LoaiTaiKhoan"], claims["sub"]) == ("2", firm.tech_id)
    assert claims["MaSoThue"] == claims["MaSoDoanhNghiep"] == firm.code
    assert claims["TenDoanhNghiep"] == firm.name
    assert claims["SoDinhDanh"] == firm.representative.number
    assert "GioiTinh" not in claims
    assert client.bench.last.keys["MaSoDoanhNghiep"] == firm.code
    location = client.bench.act("sign_in", authorize_url=client.url(), organisation=firm.code, person=person.number)[
        "location"
    ]
    code = location.split("code=")[1].split("&")[0]
    other = client.userinfo(client.exchange(code).json()["access_token"]).json()
    assert (other["sub"], other["SoDinhDanh"], other["HoVaTen"]) == (firm.tech_id, person.number, person.full_name)


@pytest.mark.parametrize("change", [lambda token: "", lambda token: token[:-1] + "g", lambda token: token + "0"])
def test_a_tampered_token_is_refused(client: Client, person: Person, change: Any) -> None:
    token = change(client.tokens(person.number)["access_token"])
    for answer in (client.userinfo(token), client.bench.call("POST", "/oauth2/userinfo", form={"access_token": token})):
        refused(answer, "invalid_token", 401)
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_refresh_token_or_id_token_is_no_access_token(client: Client, person: Person) -> None:
    tokens = client.tokens(person.number)
    for name in ("refresh_token", "id_token"):
        refused(client.userinfo(tokens[name]), "invalid_token", 401)


def test_introspection_with_the_same_token_as_bearer(client: Client, person: Person) -> None:
    token = client.tokens(person.number)["access_token"]
    found = client.bench.call(
        "POST", "/oauth2/introspect", form={"token": token, "state": "0"}, headers=bearer(token)
    ).json()
    assert found["active"] is True
    assert (found["client_id"], found["username"]) == (client.id, person.tech_id)
    assert found["exp"] - found["iat"] == 3600
    assert found["nbf"] == found["iat"]
    client.bench.advance(3600)
    late = client.bench.call("POST", "/oauth2/introspect", form={"token": token, "state": "0"}, headers=bearer(token))
    assert late.json() == {"active": False}


def test_introspection_of_a_token_that_is_not_ours(client: Client) -> None:
    answer = client.bench.call("POST", "/oauth2/introspect", form={"token": "x", "state": "0"}, headers=bearer("x"))
    assert answer.json() == {"active": False}
    assert client.post("/oauth2/introspect", {"token": "x"}).json() == {"active": False}


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer other"}, {"authorization": "Basic x"}])
def test_introspection_by_nobody_is_refused(client: Client, person: Person, headers: dict[str, str]) -> None:
    token = client.tokens(person.number)["access_token"]
    answer = client.bench.call("POST", "/oauth2/introspect", form={"token": token}, headers=headers)
    refused(answer, "invalid_client", 401)


@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
def test_a_revoked_token_ends_with_its_other_half(client: Client, person: Person, which: str) -> None:
    tokens = client.tokens(person.number)
    assert client.post("/oauth2/revoke", {"token": tokens[which], "token_type_hint": which}).status == 200
    assert client.userinfo(tokens["access_token"]).status == 401
    renew = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    refused(client.post("/oauth2/token", renew), "invalid_grant")


def test_revoking_needs_the_client_and_forgives_the_unknown(client: Client, person: Person) -> None:
    token = client.tokens(person.number)["access_token"]
    refused(client.post("/oauth2/revoke", {"token": token, "client_secret": "x"}), "invalid_client", 401)
    assert client.post("/oauth2/revoke", {"token": "x"}).status == 200
    assert client.userinfo(token).status == 200


@pytest.mark.parametrize("hint", ["id_token", "access_token"])
def test_logout_ends_the_sign_in_and_goes_back(client: Client, person: Person, hint: str) -> None:
    tokens = client.tokens(person.number)
    query = f"id_token_hint={tokens[hint]}&post_logout_redirect_uri=http://127.0.0.1:9/&state=s1"
    answer = client.bench.call("GET", f"/oidc/logout?{query}")
    assert (answer.status, answer.location) == (302, "http://127.0.0.1:9/?state=s1")
    assert client.userinfo(tokens["access_token"]).status == 401


def test_logout_leaves_others_signed_in(client: Client, person: Person, firm: Organisation) -> None:
    one, other = client.tokens(person.number), client.tokens(firm.code)
    assert client.bench.call("GET", f"/oidc/logout?id_token_hint={one['id_token']}").status == 200
    assert client.userinfo(other["access_token"]).status == 200


@pytest.mark.parametrize(
    "query", ["id_token_hint=x", "post_logout_redirect_uri=http://evil.test/", "id_token_hint=a.b.c"]
)
def test_a_wrong_logout_ends_nothing(client: Client, person: Person, query: str) -> None:
    token = client.tokens(person.number)["access_token"]
    assert client.bench.call("GET", f"/oidc/logout?{query}").status == 400
    assert client.userinfo(token).status == 200


def test_a_form_that_cannot_be_read_is_an_invalid_request(client: Client) -> None:
    for path in ("token", "userinfo", "introspect", "revoke"):
        refused(client.bench.call("POST", f"/oauth2/{path}", body=b"\xff\xfe"), "invalid_request")


def test_discovery_names_what_is_there(client: Client) -> None:
    found = client.bench.call("GET", "/.well-known/openid-configuration").json()
    paths = [url.removeprefix(found["issuer"]) for name, url in found.items() if name.endswith(("endpoint", "uri"))]
    declared = {operation.path for operation in SYSTEM.operations}
    assert set(paths) <= declared
    assert len(paths) == 7
    assert client.bench.environment["CITY_SSO_URL"] == found["issuer"]
