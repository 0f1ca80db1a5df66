"""The application over PostgreSQL: the same one, but each call is answered in a transaction, in a worker thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mocks.kernel.app import MockApp
from mocks.kernel.kernel import Kernel
from mocks.kernel.limits import Limits
from mocks.kernel.problem import Problem
from mocks.kernel.run import Run
from mocks.kernel.runs import Ground
from mocks.kernel.shared.database import Database, Done, Unreachable
from mocks.kernel.shared.news import News
from mocks.kernel.shared.pump import Hands, SharedPump
from mocks.kernel.shared.runs import SharedRuns
from mocks.kernel.shared.unit import Unit
from mocks.kernel.systems import Member
from mocks.kernel.wire import AFTER, read, send_problem


@dataclass
class Answered:
    """What the application wanted to send, and what it left to be done after the commit."""

    messages: list[Message] = field(default_factory=list)
    after: list[ASGIApp] = field(default_factory=list)
    error: Exception | None = None


class Failed(BaseException):
    """The application failed; nothing of what it did is kept."""

    def __init__(self, answered: Answered) -> None:
        super().__init__()
        self.answered = answered


class SharedApp(MockApp):
    """A :class:`MockApp` whose runs live in ``database``. :meth:`start` it before the first call."""

    def __init__(
        self,
        members: Mapping[str, Member],
        ground: Ground,
        database: Database,
        limits: Limits | None = None,
        **more: Any,
    ) -> None:
        kernel = Kernel(members, ground, limits, SharedRuns)
        super().__init__(kernel, **more)
        assert isinstance(kernel.runs, SharedRuns)
        self.database, self.runs = database, kernel.runs
        self.runs.gone = self.doors.close
        self.pumps = Hands(self.runs)  # type: ignore[assignment]
        self.news = News(database.url)
        self.pump = SharedPump(database, self.runs, self.news, self.courier)

    async def start(self) -> None:
        await self.news.open()
        self.runs.process = self.news.process
        self.pump.start()

    async def stop(self) -> None:
        await self.pump.stop()
        await self.news.close()
        await super().stop()

    async def within(self, key: str, work: Callable[[Run], object]) -> None:
        def do(unit: Unit) -> None:
            del unit
            run = self.runs.get(key)
            if run is not None:
                work(run)

        done = await self.database.work(do)
        self.pump.send(done.parcels)

    def release(self) -> None:
        for task in self.detained:
            task.cancel()
        self.news.end()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await super().__call__(scope, receive, send)
        try:
            body = await read(receive, self.kernel.limits.body)
            answered = None if body is None else await self._answered(scope, body)
        except Problem as problem:
            return await send_problem(send, problem, {"connection": "close"})
        except Unreachable as error:
            return await send_problem(send, Problem(503, "Không dùng được kho trạng thái", str(error)))
        if answered is None:
            return None
        for message in answered.messages:
            await send(message)
        for work in answered.after:
            await work(scope, receive, send)
        if answered.error is not None:
            raise answered.error
        return None

    async def _answered(self, scope: Scope, body: bytes) -> Answered:
        """Answer in a transaction; where there is nothing to answer yet, wait for news and try again."""
        memo: dict[str, Any] = {}
        while True:
            heard = self.news.heard
            try:
                done: Done = await self.database.work(lambda unit: self._try(unit, scope, body), memo)
            except Failed as failed:
                return failed.answered
            self.pump.send(done.parcels)
            if done.wait is None:
                answered: Answered = done.value
                return answered
            memo.update(done.wait.memo)
            await self.news.wait(done.wait.uid, heard, done.wait.seconds)
            memo["closing"] = self.news.closed

    def _try(self, unit: Unit, scope: Scope, body: bytes) -> Answered:
        del unit
        answered = Answered()

        async def put(message: Message) -> None:
            answered.messages.append(message)

        try:
            _finish(MockApp.__call__(self, {**scope, AFTER: answered.after}, _given(body), put))
        except Exception as error:
            answered.error = error
            raise Failed(answered) from None
        return answered


_OWN = threading.local()


def _finish(work: Any) -> None:
    """Run a coroutine to its end in this thread."""
    loop = getattr(_OWN, "loop", None)
    if loop is None:
        loop = _OWN.loop = asyncio.new_event_loop()
    loop.run_until_complete(loop.create_task(work, context=copy_context()))


def _given(body: bytes) -> Receive:
    """A ``receive`` that gives the body, and then nothing any more."""
    told = False

    async def receive() -> Message:
        nonlocal told
        if told:
            await asyncio.get_running_loop().create_future()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
