"""The ASGI application: a dispatcher for the mocked operations in front of FastAPI, which does all the rest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from mocks.kernel import control, desk, document, guard, routes
from mocks.kernel.courier import Courier, Post
from mocks.kernel.detour import Detour
from mocks.kernel.doors import Doors
from mocks.kernel.headroom.sampler import Sampler
from mocks.kernel.kernel import Kernel
from mocks.kernel.problem import Problem
from mocks.kernel.pump import Pump
from mocks.kernel.run import Run
from mocks.kernel.sandbox.forward import Forwarder, Gateway
from mocks.kernel.wire import incoming, read, send_outgoing, send_problem


class MockApp(FastAPI):
    """FastAPI, but a request for a declared operation of an existing run never reaches its middleware and router.

    ``fast=False`` sends everything through FastAPI's routes, made from the same declarations: the oracle.
    ``home``: public URL of the server; empty: taken from the request that creates a run.
    """

    def __init__(
        self,
        kernel: Kernel,
        token: str = "",
        home: str = "",
        fast: bool = True,
        courier: Courier | None = None,
        forwarder: Forwarder | None = None,
    ) -> None:
        super().__init__(
            title="toantrinh mocks", version="1", openapi_url="/_/openapi.json", docs_url=None, redoc_url=None,
            lifespan=_lifespan, redirect_slashes=False,
        )  # fmt: skip
        self.kernel, self.token, self.home, self.fast = kernel, token, home, fast
        self.pumps: dict[str, Pump] = {}
        self.doors = Doors(kernel.runs, urlsplit(home).hostname or "127.0.0.1")
        self.detained: set[asyncio.Task[None]] = set()
        """Calls that a fault makes wait."""
        self.sampler = Sampler()
        self.courier = courier or Post(kernel.limits.try_timeout)
        self.forwarder = forwarder or Gateway(kernel.limits.forward_timeout)
        kernel.runs.opened, kernel.runs.closed = self._opened, self._closed
        control.add(self)
        desk.add(self)
        routes.add(self)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await super().__call__(scope, receive, send)
        try:
            body = await read(receive, self.kernel.limits.body)
            scope = self.doors.lead(scope)
        except Problem as problem:
            return await send_problem(send, problem, {"connection": "close"})
        if body is None:
            return None
        place = self.kernel.find(scope["method"], scope["path"]) if self.fast else None
        if place is not None and (place.run.faults.armed or place.run.passes):
            return await Detour(self, place, incoming(scope, body))(scope, receive, send)
        if place is not None:
            return await send_outgoing(send, self.kernel.serve(place, incoming(scope, body)))
        if self.token and not guard.admits(scope, self.token):
            return await guard.turn_away(send)
        return await super().__call__(scope, _replay(body, receive), send)

    def openapi(self) -> dict[str, Any]:
        """The document at ``/_/openapi.json``: the control API and every operation of every system."""
        if self.openapi_schema is None:
            self.openapi_schema = document.complete(super().openapi(), self.kernel.members)
        return self.openapi_schema

    def _opened(self, run: Run) -> None:
        self.pumps[run.key] = Pump(run, self.courier)

    def _closed(self, run: Run) -> None:
        self.pumps.pop(run.key).stop()
        self.doors.close(run.key)

    async def start(self) -> None:
        """What has to be done before the first call."""

    async def stop(self) -> None:
        """End what runs by itself, after the last call."""
        for pump in self.pumps.values():
            pump.stop()
        if isinstance(self.courier, Post):
            await self.courier.close()
        if isinstance(self.forwarder, Gateway):
            await self.forwarder.close()

    async def within(self, key: str, work: Callable[[Run], object]) -> None:
        """Do ``work`` in the run of this key, between calls; nothing when it is gone."""
        run = self.kernel.runs.get(key)
        if run is not None:
            work(run)

    def release(self) -> None:
        """Answer everybody who waits for a journal, hang up on who waits for a fault: the server is about to stop."""
        for task in self.detained:
            task.cancel()
        for run in self.kernel.runs:
            run.journal.close()


@asynccontextmanager
async def _lifespan(app: MockApp) -> AsyncIterator[None]:
    await app.start()
    app.sampler.start()
    yield
    await app.sampler.stop()
    await app.stop()


def _replay(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that gives the body already read, then whatever comes after it."""
    told = False

    async def again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
