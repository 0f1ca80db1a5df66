"""What the gateway of the enterprise database says when a fault is set for it (axis-population-enterprise §4.4)."""

from __future__ import annotations

from mocks.enterprise import messages, rules
from mocks.kernel.operation import Complaint, Drop, Message, Reply, State, Trouble

BLOCKED, ENDED, THROTTLED = 700700, 900901, 900800
"""Gateway codes: API blocked (HTTP 503), credentials no longer good (401), throttled out (429)."""


def business(message: Message, state: State, trouble: Trouble) -> Reply:
    """The gateway's fault, 700700 with HTTP 503 unless another number is wanted."""
    del message, state
    code = int(trouble.code) if trouble.code.isascii() and trouble.code.isdigit() else BLOCKED
    status = {9009: 401, 9008: 429}.get(code // 100, 503)
    return Reply(messages.fault(code, "Gateway fault", trouble.text or "Dịch vụ tạm ngừng"), status)


def session(message: Message, state: State, trouble: Trouble) -> Reply:
    """The access token has ended."""
    del state, trouble
    token = rules.bearer(message.headers.get("authorization", ""))
    answer = messages.fault(ENDED, "Invalid Credentials", "Access token đã hết hạn")
    headers = {"WWW-Authenticate": 'Bearer realm="mock"'}
    return Reply(answer, 401, headers, changes=[Drop("tokens", token)] if token else [])


def rate(message: Message, state: State, trouble: Trouble) -> Reply:
    """Throttled out."""
    del message, state
    headers = {"retry-after": str(max(1, round(trouble.wait)))}
    return Reply(messages.fault(THROTTLED, "Message throttled out", "Vượt hạn mức lượt gọi"), 429, headers)


TROUBLES: dict[str, Complaint] = {"business": business, "session": session, "rate": rate}
