"""What the sign-in says when a fault is set for it: errors of RFC 6749 §5.2 and RFC 6750 §3.1."""

from __future__ import annotations

from mocks.identity.tokens import bearer
from mocks.kernel.operation import Complaint, Drop, Message, Reply, State, Trouble

_FRESH = {"cache-control": "no-store", "pragma": "no-cache"}


def business(message: Message, state: State, trouble: Trouble) -> Reply:
    """An OAuth2 error, ``temporarily_unavailable`` with HTTP 503 unless another is wanted (400 then)."""
    del message, state
    code = trouble.code or "temporarily_unavailable"
    answer = {"error": code, "error_description": trouble.text or "Hệ thống xác thực tạm thời không phục vụ được"}
    return Reply(answer, 400 if trouble.code else 503, _FRESH)


def session(message: Message, state: State, trouble: Trouble) -> Reply:
    """The access token has ended; a token call is told that its grant is no longer good."""
    del state, trouble
    form = message.body if isinstance(message.body, dict) else {}
    token = bearer(message) or form.get("access_token", "")
    if not token:
        return Reply({"error": "invalid_grant", "error_description": "Mã hoặc phiên đã hết hạn"}, 400, _FRESH)
    headers = {**_FRESH, "www-authenticate": 'Bearer error="invalid_token"'}
    answer = {"error": "invalid_token", "error_description": "Token đã hết hạn"}
    return Reply(answer, 401, headers, changes=[Drop("tokens", token)])


TROUBLES: dict[str, Complaint] = {"business": business, "session": session}
