"""What the gateway and the enterprise database demand of a call: pure functions, None or the refusal."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mocks.kernel.operation import Refusal

TOKEN = "axis-population-enterprise §4.1"
GATEWAY = "axis-population-enterprise §4.4"
QUERY = "axis-population-enterprise §3.4"

LIFE = 3600
"""Seconds an access token lives on the run's clock (§4.1: the product's usual default)."""

FAULTS = {
    "enterprise.token_missing": (900902, "Missing Credentials"),
    "enterprise.token_unknown": (900901, "Invalid Credentials"),
    "enterprise.token_expired": (900901, "Invalid Credentials"),
}
"""Gateway fault code and message by rule, all HTTP 401 (§4.4)."""

ERRORS = {
    "enterprise.client": (401, "invalid_client"),
    "enterprise.grant_missing": (400, "invalid_request"),
    "enterprise.grant_type": (400, "unsupported_grant_type"),
}
"""HTTP status and OAuth2 error by rule of the token call (§4.4); what can't be read is INVALID_REQUEST."""

INVALID_REQUEST = (400, "invalid_request")

CODE = re.compile(r"\d{10}(-?\d{3})?|\d{12}", re.ASCII)
"""An enterprise's 10 digits, a dependent unit's three more, or a household business owner's 12 (§3.4)."""


def grant(authorization: str, form: Mapping[str, str], client: Mapping[str, Any]) -> Refusal | None:
    """The client-credentials call: Basic consumer key and secret, then the grant type."""
    return _client(authorization, client) or _granted(form.get("grant_type", ""))


def _client(authorization: str, client: Mapping[str, Any]) -> Refusal | None:
    key, _, secret = basic(authorization).partition(":")
    if hmac.compare_digest(key.encode(), client["key"].encode()) and hmac.compare_digest(
        secret.encode(), client["secret"].encode()
    ):
        return None
    received = f"khóa {key!r} với bí mật không khớp" if key else "không đọc được tài khoản Basic"
    return Refusal(
        "enterprise.client", TOKEN, "Basic base64(consumerKey:consumerSecret) đã đăng ký", received, "Authorization"
    )


def _granted(value: str) -> Refusal | None:
    if value == "client_credentials":
        return None
    rule = "enterprise.grant_type" if value else "enterprise.grant_missing"
    return Refusal(rule, TOKEN, "client_credentials", value, "grant_type")


def basic(value: str) -> str:
    """``user:secret`` of a Basic Authorization header; empty when it is none."""
    scheme, _, encoded = value.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def bearer(value: str) -> str:
    """The token of a Bearer Authorization header; empty when it is none."""
    scheme, _, token = value.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def authorize(token: str, known: Mapping[str, Any] | None, now: datetime) -> Refusal | None:
    """A token must be there, issued by us and alive. ``known``: its record, None when there is none."""
    if not token:
        return Refusal("enterprise.token_missing", GATEWAY, "Authorization: Bearer <token>", "", "Authorization")
    if known is None:
        return Refusal("enterprise.token_unknown", GATEWAY, "token do /token cấp", _masked(token), "Authorization")
    if now >= datetime.fromisoformat(known["expires"]):
        received = f"token hết hạn lúc {known['expires']}"
        return Refusal("enterprise.token_expired", GATEWAY, f"token còn hạn ({LIFE} giây)", received, "Authorization")
    return None


def _masked(token: str) -> str:
    return f"***{token[-4:]}"


def code(value: str) -> Refusal | None:
    """An enterprise code of one of the known shapes."""
    if CODE.fullmatch(value):
        return None
    expected = "mã số doanh nghiệp 10 chữ số, hoặc 10 chữ số-NNN, hoặc 12 chữ số"
    return Refusal("enterprise.code", QUERY, expected, value, "msdn")


def key(value: str) -> str:
    """The code as the register keeps it: a dependent unit's with the dash."""
    return f"{value[:10]}-{value[10:]}" if re.fullmatch(r"\d{13}", value, re.ASCII) else value
