"""What the other processes have committed: PostgreSQL's notifications, heard on one connection."""

from __future__ import annotations

import asyncio
import contextlib
import logging

import psycopg

from mocks.kernel.shared.schema import NAME

log = logging.getLogger(__name__)

_NUMBER = f"UPDATE {NAME}.counters SET value = value % 2147483647 + 1 WHERE name = 'processes' RETURNING value"
CLASS = 0x70A7
"""The class of the advisory locks by which living processes are known."""

PATIENCE = 2.0
"""Seconds after which everybody looks again, though no news came."""


class News:
    """Hears who has news. ``process``: the number under which this process is known to live as long as it listens."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.process = 0
        self.work = asyncio.Event()
        """Due work is to be looked at."""
        self.closed = False
        self.heard = 0
        self._last: dict[int, int] = {}
        self._waiting: dict[int, set[asyncio.Event]] = {}
        self._task: asyncio.Task[None] | None = None
        self._connection: psycopg.AsyncConnection | None = None

    async def open(self) -> None:
        """Begin to listen."""
        await self._connect()
        self._task = asyncio.get_running_loop().create_task(self._listen())

    async def close(self) -> None:
        """Stop; whoever waits goes on at once."""
        self.end()
        await ended(self._task)
        if self._connection is not None:
            await self._connection.close()

    @property
    def waiting(self) -> bool:
        """Whether anybody waits."""
        return bool(self._waiting)

    def end(self) -> None:
        """Let nobody wait any more."""
        self.closed = True
        self.work.set()
        for events in self._waiting.values():
            for event in events:
                event.set()

    async def wait(self, uid: int, since: int, seconds: float) -> None:
        """Until run ``uid`` has had news after :attr:`heard` was ``since``, for ``seconds`` at most."""
        if self.closed or self._last.get(uid, 0) > since:
            return
        event = asyncio.Event()
        self._waiting.setdefault(uid, set()).add(event)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(event.wait(), min(seconds, PATIENCE))
        self._waiting[uid].discard(event)
        if not self._waiting[uid]:
            del self._waiting[uid]

    async def _connect(self) -> None:
        connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
        if not self.process:
            found = await (await connection.execute(_NUMBER.encode())).fetchone()
            self.process = found[0] if found else 0
        await connection.execute("SELECT pg_advisory_lock(%s, %s)", [CLASS, self.process])
        await connection.execute(f"LISTEN {NAME}".encode())
        self._connection = connection

    async def _listen(self) -> None:
        while True:
            try:
                if self._connection is None:
                    await self._connect()
                assert self._connection is not None
                async for told in self._connection.notifies():
                    self._hear(told.payload)
            except psycopg.Error as error:
                log.warning("%s", error)
                self._connection = None
                await asyncio.sleep(PATIENCE / 2)

    def _hear(self, payload: str) -> None:
        uid, _, what = payload.partition(" ")
        self.heard += 1
        self._last[int(uid)] = self.heard
        if what == "wake":
            self.work.set()
        for event in self._waiting.get(int(uid), ()):
            event.set()


async def ended(*tasks: asyncio.Task[None] | None) -> None:
    """Cancel tasks until they have ended: one cancellation can get lost where something arrives at that moment."""
    running = {task for task in tasks if task is not None and not task.done()}
    while running:
        for task in running:
            task.cancel()
        _, running = await asyncio.wait(running, timeout=0.1)
