"""The endpoints that clients call: token, userinfo, introspect, revoke, discovery, keys (portal-payment-sso §13.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mocks.identity import grants, keys, rules
from mocks.identity.rules import OAuthError
from mocks.kernel.operation import Change, Drop, Message, Put, Refusal, Reply, State

_FRESH = {"cache-control": "no-store", "pragma": "no-cache"}


def failed(error: OAuthError) -> Reply:
    """An RFC 6749 error as JSON; of a token also as RFC 6750 has it."""
    headers = dict(_FRESH)
    if error.code == "invalid_token":
        headers["www-authenticate"] = 'Bearer error="invalid_token"'
    return Reply(_document(error), error.status, headers, refusal=error.refusal)


def _document(error: OAuthError) -> Mapping[str, str]:
    refusal = error.refusal
    text = f"{refusal.field}: cần {refusal.expected}; nhận được: {refusal.received}"
    return {"error": error.code, "error_description": text}


def refuse(message: Message, refusal: Refusal) -> Reply:  # noqa: ARG001 - Operation.refuse
    """The answer to a form that can't be read."""
    return failed(OAuthError("invalid_request", refusal))


def exchange(message: Message, state: State, now: datetime) -> Reply:
    """``/oauth2/token``: a code or a refresh token against tokens."""
    form: Mapping[str, str] = message.body
    if error := rules.client(form, state.settings["clients"]):
        return failed(error)
    kind = form.get("grant_type", "")
    if kind == "authorization_code":
        return _redeem(message, state, now)
    return _renew(message, state, now) if kind == "refresh_token" else failed(rules.grant(kind))


def _redeem(message: Message, state: State, now: datetime) -> Reply:
    code = message.body.get("code", "")
    record = state.get("codes", code)
    if error := rules.code(record, message.body, now):
        reply = failed(error)
        # A code used twice may be stolen: the tokens of its first use go (RFC 6749 §4.1.2).
        spoiled = record["access"] if record and record["used"] else ""
        return Reply(
            reply.answer,
            reply.status,
            reply.headers,
            changes=grants.withdraw(spoiled, state.get("tokens", spoiled)) if spoiled else [],
            refusal=reply.refusal,
        )
    assert record is not None
    answer, changes = grants.issue(record, message, state, now)
    used = Put("codes", code, {**record, "used": True, "access": answer["access_token"]})
    return Reply(answer, headers=_FRESH, changes=[used, *changes], keys=grants.named(grants.claims(state, record)))


def _renew(message: Message, state: State, now: datetime) -> Reply:
    token = message.body.get("refresh_token", "")
    record = state.get("refresh", token)
    if error := rules.refresh(record, message.body, now):
        return failed(error)
    assert record is not None
    answer, changes = grants.issue(record, message, state, now)
    old: list[Change] = [Drop("refresh", token), Drop("tokens", record["access"])]
    return Reply(answer, headers=_FRESH, changes=[*old, *changes], keys=grants.named(grants.claims(state, record)))


def bearer(message: Message) -> str:
    """The token of the Authorization header; blank when there is none."""
    scheme, _, token = message.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def userinfo(message: Message, state: State, now: datetime) -> Reply:
    """``/oauth2/userinfo``: the claims, by Bearer header or by form field ``access_token``."""
    token = bearer(message) or message.body.get("access_token", "")
    record = state.get("tokens", token) if token else None
    if error := rules.access(record, now, bool(token)):
        return failed(error)
    assert record is not None
    found = grants.claims(state, record)
    return Reply(found, headers=_FRESH, keys=grants.named(found))


def introspect(message: Message, state: State, now: datetime) -> Reply:
    """``/oauth2/introspect``: whether a token is good; the caller shows the same token as Bearer, or is a client."""
    token = message.body.get("token", "")
    if bearer(message) != token and (error := rules.client(message.body, state.settings["clients"])):
        return failed(error)
    record = state.get("tokens", token) if token else None
    if record is None or rules.expired(record, now):
        return Reply({"active": False}, headers=_FRESH)
    found = grants.claims(state, record)
    issued = _seconds(record["issued"])
    answer = {
        "active": True,
        "nbf": issued,
        "iat": issued,
        "exp": _seconds(record["expires"]),
        "scope": record["scope"],
        "token_type": "Bearer",
        "client_id": record["client_id"],
        "username": found["sub"],
    }
    return Reply(answer, headers=_FRESH, keys=grants.named(found))


def _seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def revoke(message: Message, state: State, now: datetime) -> Reply:  # noqa: ARG001 - a Handler
    """``/oauth2/revoke``: an access or refresh token ends, and its other half; an unknown one is no error."""
    if error := rules.client(message.body, state.settings["clients"]):
        return failed(error)
    token, client = message.body.get("token", ""), message.body["client_id"]
    record, renewing = state.get("tokens", token), state.get("refresh", token)
    if record and record["client_id"] == client:
        return Reply(headers=_FRESH, changes=grants.withdraw(token, record))
    if renewing and renewing["client_id"] == client:
        return Reply(headers=_FRESH, changes=[Drop("refresh", token), Drop("tokens", renewing["access"])])
    return Reply(headers=_FRESH)


def discover(message: Message, state: State, now: datetime) -> Reply:  # noqa: ARG001 - a Handler
    """``/.well-known/openid-configuration`` (our choice: no known client uses it)."""
    base = message.base
    return Reply(
        {
            "issuer": base,
            "authorization_endpoint": f"{base}/oauth2/authorize",
            "token_endpoint": f"{base}/oauth2/token",
            "userinfo_endpoint": f"{base}/oauth2/userinfo",
            "introspection_endpoint": f"{base}/oauth2/introspect",
            "revocation_endpoint": f"{base}/oauth2/revoke",
            "end_session_endpoint": f"{base}/oidc/logout",
            "jwks_uri": f"{base}/oauth2/jwks",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [keys.ALGORITHM],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "scopes_supported": ["openid"],
            "acr_values_supported": ["LoA1"],
        }
    )


def jwks(message: Message, state: State, now: datetime) -> Reply:  # noqa: ARG001 - a Handler
    """``/oauth2/jwks``: the run's public key."""
    return Reply({"keys": [keys.published(state.settings["signing"])]})
