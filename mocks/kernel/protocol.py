"""uvicorn's HTTP protocol, made to let the application end a connection: what socket faults need, and no more."""

from __future__ import annotations

import socket
import struct
from asyncio import Transport
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mocks.kernel.faults.sending import SOCKET

_AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER on, zero seconds: closing throws away what is unsent and tells the peer with RST."""


class Protocol(HttpToolsProtocol):
    """Puts :meth:`cut` among the extensions of every request's scope."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._extensions: dict[str, Any] = {SOCKET: self.cut}

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = self._extensions

    def cut(self, reset: bool) -> None:
        """End the connection: with RST, or after what was written has gone out."""
        if not reset:
            return self.transport.close()
        peer = self.transport.get_extra_info("socket")
        if peer is not None:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        return self.transport.abort()
