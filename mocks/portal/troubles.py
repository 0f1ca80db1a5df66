"""What the portal says when a fault is set for it (portal-payment-sso §2)."""

from __future__ import annotations

from mocks.kernel.operation import Complaint, Drop, Message, Reply, State, Trouble
from mocks.portal.fields import plain


def business(message: Message, state: State, trouble: Trouble) -> Reply:
    """The gateway's error: HTTP 200 with ``error_code``, "-1" unless another is wanted."""
    del message, state
    return Reply({"error_code": trouble.code or "-1", "message": trouble.text or "Hệ thống đang gặp lỗi"})


def session(message: Message, state: State, trouble: Trouble) -> Reply:
    """The session of the body has ended; a login is refused instead, as it has none."""
    token = plain(getattr(message.body, "session", None))
    if not token:
        return business(message, state, trouble)
    return Reply({"error_code": "-2", "message": "Phiên làm việc đã hết hạn"}, changes=[Drop("sessions", token)])


def rate(message: Message, state: State, trouble: Trouble) -> Reply:
    """The adapter's error with HTTP 429 (our choice: the real limits aren't known)."""
    del message, state
    headers = {"retry-after": str(max(1, round(trouble.wait)))}
    return Reply({"type": "Server.ServerProxy.ServiceFailed", "message": "Quá nhiều yêu cầu"}, 429, headers)


TROUBLES: dict[str, Complaint] = {"business": business, "session": session, "rate": rate}
