"""A server of the toy system behind a real socket, in a thread of its own."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest

from mocks.kernel.app import MockApp
from mocks.kernel.kernel import Kernel
from mocks.kernel.server import Server, bind, url
from mocks.kernel.systems import member


class Served:
    """``client`` calls it; :meth:`raw` gives a bare connection on which a request has been sent."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.client = httpx.Client(base_url=home, timeout=30)

    def fault(self, **rule: Any) -> None:
        assert self.client.post("/_/runs/r1/faults", json={"fault": rule}).status_code == 201

    def raw(self, request: bytes = b"GET /r1/toy/head HTTP/1.1\r\nhost: x\r\n\r\n") -> socket.socket:
        host, port = self.home.removeprefix("http://").split(":")
        connection = socket.create_connection((host, int(port)), timeout=30)
        connection.sendall(request)
        return connection

    def journal(self) -> list[dict[str, Any]]:
        return list(self.client.get("/_/runs/r1/journal").json()["entries"])


class Starter:
    """Starts a server with a run ``r1``, ``starter(fast=False)``, and stops it."""

    def __init__(self, toy: Any, ground: Any) -> None:
        self._toy, self._ground = toy, ground
        self._running: list[tuple[Server, threading.Thread, Served]] = []

    def __call__(self, **more: Any) -> Served:
        listener = bind("127.0.0.1", 0)
        server = Server(MockApp(Kernel({"toy": member(self._toy)}, self._ground), home=url(listener), **more))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        served = Served(url(listener))
        self._running.append((server, thread, served))
        assert served.client.post("/_/runs", json={"key": "r1"}).status_code == 201
        return served

    def stop(self) -> None:
        """Stop all, as SIGTERM would."""
        while self._running:
            server, thread, served = self._running.pop()
            with closing(served.client):
                server.should_exit = True
                thread.join(20)
                assert not thread.is_alive()


@pytest.fixture
def serve(toy: Any, ground: Any) -> Iterator[Starter]:
    starter = Starter(toy, ground)
    yield starter
    starter.stop()
