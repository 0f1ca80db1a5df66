"""Makes due work happen, whichever process looks first; what a dead process was sending is sent by another."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import datetime
from typing import Any, NamedTuple

from mocks.kernel.actions import expire
from mocks.kernel.agenda import Delivery, Expiry
from mocks.kernel.courier import Courier, begin, carry, finish
from mocks.kernel.journal import Entry
from mocks.kernel.shared.database import Database, Unreachable
from mocks.kernel.shared.news import CLASS, PATIENCE, News, ended
from mocks.kernel.shared.run import SharedRun
from mocks.kernel.shared.runs import SharedRuns
from mocks.kernel.shared.unit import CURRENT, Unit, Wait

log = logging.getLogger(__name__)

_ALIVE = """
SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid::bigint = %s AND objsubid = 2
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_ORPHANS = f"SELECT DISTINCT uid FROM callbacks WHERE sender IS NOT NULL AND sender NOT IN ({_ALIVE})"
_FREE = f"UPDATE callbacks SET sender = NULL WHERE uid = %s AND sender IS NOT NULL AND sender NOT IN ({_ALIVE})"
_NEXT = "SELECT min(wake) FROM runs"
BUSY = 0.05
"""Seconds until a run with due work that another transaction holds is looked at again."""


class Parcel(NamedTuple):
    """A callback that was taken, committed as being sent by this process."""

    uid: int
    row: int
    entry: Entry
    url: str


class SharedPump:
    """One process's share of the due work of all runs."""

    def __init__(self, database: Database, runs: SharedRuns, news: News, courier: Courier) -> None:
        self._database, self._runs, self._news, self._courier = database, runs, news, courier
        self._sending: set[asyncio.Task[None]] = set()
        self._task: asyncio.Task[None] | None = None
        self._checked = 0.0

    def start(self) -> None:
        """Begin to look after due work."""
        self._task = asyncio.get_running_loop().create_task(self._turn())

    async def stop(self) -> None:
        """Stop; what is being sent is left to another process, which sends it again."""
        await ended(self._task, *self._sending)

    def send(self, parcels: list[Parcel]) -> None:
        """Send what a transaction has taken."""
        for parcel in parcels:
            task = asyncio.get_running_loop().create_task(self._send(parcel))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _turn(self) -> None:
        while True:
            self._news.work.clear()
            try:
                wait = await self._round()
            except Unreachable as error:
                log.warning("%s", error)
                wait = PATIENCE
            if wait > 0:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._news.work.wait(), wait)

    async def _round(self) -> float:
        """Do one run's due work; gives the seconds until there may be more."""
        if asyncio.get_running_loop().time() >= self._checked + PATIENCE:
            self._checked = asyncio.get_running_loop().time()
            await self._database.work(self._free)
        done = await self._database.work(self._look)
        self.send(done.parcels)
        return float(done.value)

    def _look(self, unit: Unit) -> float:
        run = self._runs.due(unit)
        if run is not None:
            start(run, unit)
            return 0.0
        (soonest,) = unit.row(_NEXT) or (None,)
        return PATIENCE if soonest is None else min(PATIENCE, max(BUSY, soonest - unit.now()))

    def _free(self, unit: Unit) -> None:
        """Take back what processes that have died were sending."""
        for (uid,) in unit.rows(_ORPHANS, CLASS):
            run = self._runs.numbered(unit, uid)
            if run is not None and unit.do(_FREE, uid, CLASS):
                run.agenda.dirty = True
                unit.tell(uid)

    async def _send(self, parcel: Parcel) -> None:
        if parcel.url:
            await carry(parcel.entry, parcel.url, self._courier)
        done = await self._database.work(lambda unit: self._finish(unit, parcel))
        self.send(done.parcels)

    def _finish(self, unit: Unit, parcel: Parcel) -> None:
        run = self._runs.numbered(unit, parcel.uid)
        delivery = None if run is None else run.agenda.again(parcel.row)
        if run is not None and delivery is not None:
            finish(run, delivery, parcel.entry)


class Hand:
    """Moves the clock of a run that the current transaction holds."""

    def __init__(self, run: SharedRun, unit: Unit) -> None:
        self._run, self._unit = run, unit

    def wake(self) -> None:
        """Nothing to do: the commit tells everybody."""

    async def move(self, until: datetime) -> int:
        """Set the clock to ``until``; forward through every due time on the way. Gives the pieces of work done.

        Callbacks are sent between two transactions: this one is committed, and the call made again when they
        have been answered.
        """
        run, unit = self._run, self._unit
        if "until" not in unit.memo and until < run.clock.now():
            run.clock.set(until)
            return 0
        until, done = unit.memo.get("until", until), unit.memo.get("done", 0)
        if run.agenda.in_flight:
            raise Wait(run.uid, PATIENCE, until=until, done=done)
        while (due := run.agenda.next_due()) is not None and due <= until:
            run.clock.set(max(due, run.clock.now()))
            done += start(run, unit)
            if unit.parcels:
                raise Wait(run.uid, PATIENCE, keep=True, until=until, done=done)
        run.clock.set(max(until, run.clock.now()))
        return int(done)


class Hands:
    """The hand for each run, by key: what the control API finds in the place of pumps."""

    def __init__(self, runs: SharedRuns) -> None:
        self._runs = runs

    def __getitem__(self, key: str) -> Hand:
        run = self._runs.get(key)
        assert isinstance(run, SharedRun)
        return Hand(run, CURRENT.get())

    def values(self) -> list[Any]:
        """None that would have to be stopped."""
        return []


def start(run: SharedRun, unit: Unit) -> int:
    """Do what is due by now: expiries at once, callbacks when ``unit`` is committed. Gives the pieces of work."""
    work = run.agenda.take(run.clock.now())
    for item in work:
        if isinstance(item, Expiry):
            expire(run, item)
    deliveries = [item for item in work if isinstance(item, Delivery)]
    run.agenda.save()
    rows = run.agenda.rows(deliveries)
    unit.parcels += [Parcel(run.uid, rows[delivery.id], *begin(run, delivery)) for delivery in deliveries]
    return len(work)
