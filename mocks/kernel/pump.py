"""Makes due work happen: as real time passes, or at once when somebody moves a run's clock."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime

from mocks.kernel.actions import expire
from mocks.kernel.agenda import Delivery
from mocks.kernel.courier import Courier, deliver
from mocks.kernel.run import Run


class Pump:
    """One run's due work. Idle until its agenda holds something; then one task waits for the next due time."""

    def __init__(self, run: Run, courier: Courier) -> None:
        self._run, self._courier = run, courier
        self._news = asyncio.Event()
        self._turning = asyncio.Lock()
        self._sending: set[asyncio.Task[None]] = set()
        self._task: asyncio.Task[None] | None = None
        run.agenda.changed = self.wake

    def wake(self) -> None:
        """Look at the agenda again: something may be due earlier, or the clock was changed."""
        self._news.set()
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._tick())

    async def move(self, until: datetime) -> int:
        """Set the clock to ``until``, backward at once, forward as :meth:`advance`; gives the pieces of work done."""
        if until >= self._run.clock.now():
            return await self.advance(until)
        self._run.clock.set(until)
        return 0

    async def advance(self, until: datetime) -> int:
        """Move the clock to ``until`` through every due time on the way; gives the pieces of work done.

        Returns when all that was due has been done and answered; work that comes due meanwhile is included.
        """
        done = 0
        async with self._turning:
            await self._settled()
            while (due := self._run.agenda.next_due()) is not None and due <= until:
                if due > self._run.clock.now():
                    self._run.clock.set(due)
                done += self._start()
                await self._settled()
            if until > self._run.clock.now():
                self._run.clock.set(until)
        self.wake()
        return done

    def stop(self) -> None:
        """Stop waiting and sending."""
        for task in (self._task, *self._sending):
            if task is not None:
                task.cancel()

    def _start(self) -> int:
        work = self._run.agenda.take(self._run.clock.now())
        for item in work:
            if isinstance(item, Delivery):
                task = asyncio.get_running_loop().create_task(deliver(self._run, item, self._courier))
                self._sending.add(task)
                task.add_done_callback(self._sending.discard)
            else:
                expire(self._run, item)
        return len(work)

    async def _settled(self) -> None:
        while self._sending:
            await asyncio.wait(set(self._sending))

    async def _tick(self) -> None:
        while True:
            self._news.clear()
            due = self._run.agenda.next_due()
            wait = None if due is None else self._run.clock.wait(due)
            if wait == 0:
                self._start()
                await asyncio.sleep(0)
                continue
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), None if wait is None else min(wait, 3600.0))
