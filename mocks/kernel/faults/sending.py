"""How an answer leaves: at once and whole, or late, in drops, cut off, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.types import Receive, Scope, Send

from mocks.kernel.exchange import Outgoing

SOCKET = "toantrinh.cut"
"""The ASGI extension by which the server's protocol lets a connection be ended; see :mod:`mocks.kernel.protocol`."""

COMPLETE, CLOSE, RESET = "complete", "close", "reset"


@dataclass(slots=True)
class Sending:
    """An answer and the manner of its going. Times in seconds of real time.

    ``parts`` pieces leave over ``spread``. ``mute``: not even the headers are sent; the caller is left waiting for
    up to ``hold``. ``end`` says what becomes of the connection: ``complete`` (stays as it is), ``close``, ``reset``.
    """

    outgoing: Outgoing
    delay: float = 0.0
    parts: int = 1
    spread: float = 0.0
    length: int | None = None
    """Length that the headers announce; None: that of the body."""
    mute: bool = False
    hold: float = 0.0
    end: str = COMPLETE


async def deliver(sending: Sending, scope: Scope, receive: Receive, send: Send) -> None:
    """Send the answer in its manner.

    Raises:
        ConnectionAbortedError: the connection should be ended and the server offers no way (see ``SOCKET``).
    """
    if sending.delay:
        await asyncio.sleep(sending.delay)
    if sending.mute:
        await _left_waiting(receive, sending.hold)
        return await hang_up(scope, receive, sending.end == RESET)
    await send(_start(sending))
    pieces = _pieces(sending.outgoing.body, sending.parts)
    for piece in pieces[:-1]:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
        await asyncio.sleep(sending.spread / len(pieces))
    whole = sending.end == COMPLETE
    await send({"type": "http.response.body", "body": pieces[-1], "more_body": not whole})
    return None if whole else await hang_up(scope, receive, sending.end == RESET)


def _start(sending: Sending) -> dict[str, Any]:
    outgoing = sending.outgoing
    length = len(outgoing.body) if sending.length is None else sending.length
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in outgoing.headers.items()]
    headers.append((b"content-length", str(length).encode()))
    return {"type": "http.response.start", "status": outgoing.status, "headers": headers}


def _pieces(body: bytes, parts: int) -> list[bytes]:
    size = max(1, -(-len(body) // parts))
    return [body[at : at + size] for at in range(0, len(body), size)] or [b""]


async def _left_waiting(receive: Receive, seconds: float) -> None:
    """Until the caller gives up, or ``seconds`` are over."""
    if seconds:
        try:
            await asyncio.wait_for(_gone(receive), seconds)
        except TimeoutError:
            return


async def hang_up(scope: Scope, receive: Receive, reset: bool = False) -> None:
    """End the connection, and wait until it is. Raises ConnectionAbortedError as :func:`deliver`."""
    cut: Callable[[bool], None] | None = (scope.get("extensions") or {}).get(SOCKET)
    if cut is None:
        raise ConnectionAbortedError("máy chủ này không cho ngắt kết nối theo ý muốn")
    cut(reset)
    await _gone(receive)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
