"""A request and a response, as the kernel holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic_core import to_json

from mocks.kernel.operation import Reply


@dataclass(slots=True)
class Incoming:
    """A request. ``path`` is the whole one, percent-decoded; header names are lower-case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    base: str = ""
    """Public base URL of the system as the caller reached it; "": by the path of its run."""


@dataclass(slots=True)
class Outgoing:
    """A response; header names are lower-case."""

    status: int
    headers: dict[str, str]
    body: bytes


def encoded(reply: Reply) -> Outgoing:
    """``reply`` as it goes out."""
    answer, media = reply.answer, reply.media_type
    if isinstance(answer, str):
        answer = answer.encode()
        if media.startswith("text/") and "charset" not in media:
            media += "; charset=utf-8"
    elif not isinstance(answer, bytes):
        answer = to_json(answer, by_alias=True)
    headers = {"content-type": media}
    if reply.headers:
        headers.update((name.lower(), value) for name, value in reply.headers.items())
    return Outgoing(reply.status, headers, answer)
