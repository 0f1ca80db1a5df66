"""Between ASGI messages and the kernel's own requests and responses."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.types import Receive, Scope, Send

from mocks.kernel.calls import Incoming, Outgoing
from mocks.kernel.problem import MEDIA, Problem

AFTER = "toantrinh.after"
"""In a scope: a list for what must not be done before the call is settled (ASGI applications, called in turn)."""

BASE = "toantrinh.base"
"""In a scope: the public base URL of the system, for a request that came to a port or host of its own."""


async def read(receive: Receive, limit: int) -> bytes | None:
    """The whole body; None when the caller has gone.

    Raises:
        Problem: 413, more than ``limit`` bytes.
    """
    parts: list[bytes] = []
    size = 0
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            return None
        part = event.get("body", b"")
        size += len(part)
        if size > limit:
            raise Problem(413, f"Nội dung quá lớn: máy chủ giả lập nhận nhiều nhất {limit} byte")
        if not event.get("more_body"):
            return b"".join(parts) + part if parts else part
        parts.append(part)


def incoming(scope: Scope, body: bytes) -> Incoming:
    """The request of an ASGI scope; of a repeated header the last value counts."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    query = scope["query_string"].decode("latin-1")
    return Incoming(scope["method"], scope["path"], query, headers, body, scope.get(BASE, ""))


async def send_outgoing(send: Send, outgoing: Outgoing) -> None:
    """Send a response of known length."""
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in outgoing.headers.items()]
    headers.append((b"content-length", str(len(outgoing.body)).encode()))
    await send({"type": "http.response.start", "status": outgoing.status, "headers": headers})
    await send({"type": "http.response.body", "body": outgoing.body})


async def send_problem(send: Send, problem: Problem, headers: Mapping[str, str] | None = None) -> None:
    """Send an error document."""
    await send_outgoing(send, Outgoing(problem.status, {"content-type": MEDIA, **(headers or {})}, problem.body))
