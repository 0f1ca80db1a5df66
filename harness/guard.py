"""While judging, nobody talks to anybody: opening a network socket raises."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class NetworkUsed(Exception):
    """A check tried to open a network connection: it may only read facts."""


class _Closed(socket.socket):
    """A socket class that makes no new network sockets; it still wraps the local pairs that event loops need."""

    def __init__(self, family: int = -1, type: int = -1, proto: int = -1, fileno: int | None = None) -> None:
        if fileno is None:
            raise NetworkUsed("a check may only read facts from the recording, no network")
        super().__init__(family, type, proto, fileno)

    def connect(self, address: Any) -> None:  # noqa: ARG002
        raise NetworkUsed("a check may only read facts from the recording, no network")


@contextmanager
def no_sockets() -> Iterator[None]:
    """Within the block ``socket.socket`` makes no network sockets (event loops keep their local pairs)."""
    real = socket.socket
    socket.socket = _Closed  # type: ignore[misc]
    try:
        yield
    finally:
        socket.socket = real  # type: ignore[misc]
