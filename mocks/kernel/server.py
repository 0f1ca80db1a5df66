"""Serves the mocks on one address until it is told to stop."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import signal
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any
from urllib.parse import urlsplit

import uvicorn

from mocks.kernel.app import MockApp
from mocks.kernel.protocol import Protocol


class Server(uvicorn.Server):
    """uvicorn that says when it is ready, ends cleanly on SIGTERM and SIGINT, and lets nobody wait on its way out."""

    def __init__(self, app: MockApp) -> None:
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, proxy_headers=False, server_header=False, lifespan="on",
            timeout_graceful_shutdown=5, http=Protocol,
        )  # fmt: skip
        super().__init__(config)
        self.app = app

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        self.app.doors.opener = self.open
        if self.started:
            print(f"READY {self.app.home}", flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.app.doors.end()
        self.app.release()
        await super().shutdown(sockets)

    async def open(self, port: int, context: ssl.SSLContext | None) -> tuple[int, Callable[[], None]]:
        """Listen on one more port of the same address, for the same application; gives the port, and how to close it.

        May be asked in another thread's loop. Raises OSError: the port is taken.
        """
        try:
            listener = bind(urlsplit(self.app.home).hostname or "127.0.0.1", port)
        except OverflowError as error:
            raise OSError(str(error)) from None
        started = asyncio.run_coroutine_threadsafe(self._listen(listener, context), self._loop)
        server = await asyncio.wrap_future(started)

        def close() -> None:
            self._loop.call_soon_threadsafe(server.close)

        return listener.getsockname()[1], close

    async def _listen(self, listener: socket.socket, context: ssl.SSLContext | None) -> asyncio.Server:
        def protocol() -> asyncio.Protocol:
            return Protocol(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)

        return await self._loop.create_server(protocol, sock=listener, ssl=context)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def follow(self, stream: IO[Any]) -> None:
        """Stop when ``stream`` (the parent's end of a pipe) comes to its end.

        The descriptor is read, not the stream: a thread inside a buffered read can't be left at the end.
        """
        threading.Thread(target=self._follow, args=[stream.fileno()], daemon=True).start()

    def _follow(self, descriptor: int) -> None:
        while os.read(descriptor, 4096):
            pass
        self.should_exit = True


def bind(host: str, port: int) -> socket.socket:
    """A listening address; port 0: any free one.

    Raises:
        OSError: the port is taken, or the host is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    return listener


def url(listener: socket.socket) -> str:
    """The URL of a bound socket, without trailing slash."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def loopback(host: str) -> bool:
    """Whether listening on ``host`` stays on this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
