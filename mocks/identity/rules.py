"""Pure rules of the sign-in: who may ask, where the browser may go back to, what a code or token is good for."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

from mocks.identity.messages import Asked
from mocks.kernel.operation import Record, Refusal

CLAUSE = "portal-payment-sso §13.1"
LOGIN_LIFE = timedelta(minutes=10)
"""How long the login page waits for a person (our choice)."""
CODE_LIFE = timedelta(minutes=5)
ACCESS_LIFE = timedelta(seconds=3600)
REFRESH_LIFE = timedelta(hours=24)


@dataclass(frozen=True)
class OAuthError:
    """An error of RFC 6749: its code, the HTTP status when answered as JSON, and the reason."""

    code: str
    refusal: Refusal
    status: int = 400


def _error(code: str, rule: str, expected: str, received: str, field: str, status: int = 400) -> OAuthError:
    return OAuthError(code, Refusal(f"identity.{rule}", CLAUSE, expected, received or "không có", field), status)


def examine(asked: Asked, clients: Mapping[str, Any], prefix: str) -> OAuthError | None:
    """What must hold before the browser may be sent anywhere: a known client and an allowed return address.

    ``prefix`` is the run's target ``identity.redirect``; blank when it isn't set.
    """
    if asked.client_id not in clients:
        return _error("invalid_client", "client", "client_id đã đăng ký", asked.client_id, "client_id")
    if not prefix:
        expected = "địa chỉ đã đăng ký; lượt chạy chưa đặt địa chỉ nhận identity.redirect"
        return _error("invalid_request", "redirect", expected, asked.redirect_uri, "redirect_uri")
    if not returns(asked.redirect_uri, prefix):
        return _error(
            "invalid_request", "redirect", f"địa chỉ bắt đầu bằng {prefix}", asked.redirect_uri, "redirect_uri"
        )
    return None


def returns(uri: str, prefix: str) -> bool:
    """Whether ``uri`` lies under ``prefix``: the same origin, and the path the same or below it."""
    if not same_origin(uri, prefix):
        return False
    path, base = unquote(urlsplit(uri).path), urlsplit(prefix).path.rstrip("/")
    return (path == base or path.startswith(base + "/")) and ".." not in path.split("/")


def same_origin(uri: str, other: str) -> bool:
    """Whether two addresses have the same scheme, host and port; nothing that a browser may read otherwise."""
    try:
        asked, allowed = urlsplit(uri), urlsplit(other)
        same = (asked.scheme, asked.hostname, asked.port) == (allowed.scheme, allowed.hostname, allowed.port)
    except ValueError:
        return False
    plain = asked.username is None and not asked.fragment and not set(uri) & {"\\", "\t", "\n", "\r"}
    return same and plain and asked.scheme in ("http", "https")


def request(query: Mapping[str, str]) -> OAuthError | None:
    """What the authorize request itself must hold; errors go back to the client with the browser."""
    kind, scope = query.get("response_type", ""), query.get("scope", "")
    if kind != "code":
        return _error("unsupported_response_type", "response_type", "code", kind, "response_type")
    if "openid" not in scope.split():
        return _error("invalid_scope", "scope", "openid", scope, "scope")
    return None


def client(form: Mapping[str, str], clients: Mapping[str, Any]) -> OAuthError | None:
    """A client proves itself with id and secret in the form body."""
    known = clients.get(form.get("client_id", ""))
    given = form.get("client_secret", "")
    if known is None:
        return _error("invalid_client", "client", "client_id đã đăng ký", form.get("client_id", ""), "client_id", 401)
    if not hmac.compare_digest(known["secret"].encode(), given.encode()):
        received = "mật khẩu khác" if given else ""
        return _error("invalid_client", "secret", "client_secret đã cấp, trong thân", received, "client_secret", 401)
    return None


def code(record: Record | None, form: Mapping[str, str], now: datetime) -> OAuthError | None:
    """A code is good once, for five minutes, for the client and return address that it was given for."""
    if record is None:
        return _error("invalid_grant", "code", "mã do hệ thống cấp", "mã lạ", "code")
    if record["used"]:
        return _error("invalid_grant", "code.reused", "mã chỉ dùng một lần", "mã đã dùng", "code")
    if expired(record, now):
        return _error("invalid_grant", "code.expired", "mã trong vòng 5 phút", f"hết hạn {record['expires']}", "code")
    for name in ("client_id", "redirect_uri"):
        if form.get(name, "") != record[name]:
            return _error("invalid_grant", f"code.{name}", record[name], form.get(name, ""), name)
    return None


def refresh(record: Record | None, form: Mapping[str, str], now: datetime) -> OAuthError | None:
    """A refresh token is good for its client until it expires."""
    if record is None or record["client_id"] != form.get("client_id"):
        return _error(
            "invalid_grant", "refresh", "refresh_token do hệ thống cấp cho client này", "mã lạ", "refresh_token"
        )
    if expired(record, now):
        return _error("invalid_grant", "refresh.expired", "trong vòng 24 giờ", record["expires"], "refresh_token")
    return None


def grant(kind: str) -> OAuthError:
    """A grant type that isn't served."""
    expected = "authorization_code hoặc refresh_token"
    return _error("unsupported_grant_type", "grant_type", expected, kind, "grant_type")


def access(record: Record | None, now: datetime, given: bool = True) -> OAuthError | None:
    """An access token is good until it expires or is revoked."""
    if record is None:
        received = "token lạ, bị sửa hoặc đã thu hồi" if given else ""
        return _error("invalid_token", "token", "access_token còn hiệu lực", received, "access_token", 401)
    if expired(record, now):
        received = f"hết hạn {record['expires']}"
        return _error("invalid_token", "token.expired", "access_token còn hiệu lực", received, "access_token", 401)
    return None


def expired(record: Record, now: datetime) -> bool:
    """Whether the record's time is over."""
    return datetime.fromisoformat(record["expires"]) <= now


_IN_ADDRESSES = "%/?:=&+!$,;'@()*[]~#"


def back(uri: str, **query: str) -> str:
    """``uri`` with ``query`` added; blank values are left out. Letters that no header can carry are escaped."""
    filled = {name: value for name, value in query.items() if value}
    plain = quote(uri, safe=_IN_ADDRESSES)
    return plain + (("&" if "?" in uri else "?") + urlencode(filled) if filled else "")
