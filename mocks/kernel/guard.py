"""The bearer token that guards the control API and the pages for people; wire calls carry their system's own keys."""

from __future__ import annotations

import hmac
from http.cookies import CookieError, SimpleCookie

from starlette.types import Scope, Send

from mocks.kernel.problem import Problem
from mocks.kernel.wire import send_problem

COOKIE = "toantrinh_token"
_OPEN = ("/_/health", "/_/sign-in")


def admits(scope: Scope, token: str) -> bool:
    """Whether the request may pass: no control path, an open one, or with the token as bearer or cookie."""
    path = scope["path"]
    if not (path == "/" or path.startswith("/_/")) or path in _OPEN:
        return True
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    return matches(_presented(headers), token)


def matches(presented: str, token: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(presented.encode(), token.encode())


async def turn_away(send: Send) -> None:
    """401 with the remedy."""
    detail = "Gửi Authorization: Bearer <mã đã đặt bằng --token>; trên trình duyệt mở /_/sign-in"
    problem = Problem(401, "Cần mã truy cập giao diện điều khiển", detail)
    await send_problem(send, problem, {"www-authenticate": "Bearer"})


def _presented(headers: dict[bytes, str]) -> str:
    scheme, _, value = headers.get(b"authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    try:
        morsel = SimpleCookie(headers.get(b"cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel is not None else ""
