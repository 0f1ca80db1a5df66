"""Worker threads with a connection each; every piece of work is one transaction, done again on conflict."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import psycopg

from mocks.kernel.shared.schema import NAME, prepare
from mocks.kernel.shared.unit import CURRENT, Broken, Conflict, Unit, Wait

TRIES = 200
"""How often a piece of work is done again before it is given up."""

SAME_CLOCK = 0.05
"""Seconds by which two machines' clocks may seem to differ and still count as equal."""


class Unreachable(Exception):
    """The database is gone, or never lets a transaction through; the text says which."""


@dataclass
class Done:
    """What came of a piece of work: its value, the callbacks to send now, and for what to wait before the next try."""

    value: Any
    parcels: list[Any]
    wait: Wait | None = None


class Database:
    """A PostgreSQL. ``skew``: seconds by which its machine's clock is ahead of this one's."""

    def __init__(self, url: str, threads: int = 4) -> None:
        self.url = plain(url)
        self.conflicts = 0
        """How often a transaction was done again."""
        self.skew = 0.0
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="store")
        self._own = threading.local()
        self._opened: list[psycopg.Connection] = []

    def open(self) -> None:
        """Make the tables. Raises :class:`Unreachable`, or TooNew for tables of a later version."""
        try:
            with psycopg.connect(self.url, autocommit=True, **_MANNERS) as connection:
                prepare(connection)
                self.skew = _skew(connection)
        except psycopg.Error as error:
            raise Unreachable(str(error).strip()) from None

    def close(self) -> None:
        """End the threads and their connections."""
        self._threads.shutdown()
        for connection in self._opened:
            connection.close()

    async def work(self, do: Callable[[Unit], Any], memo: dict[str, Any] | None = None) -> Done:
        """Do a piece of work in a worker thread. Raises :class:`Unreachable`, and what ``do`` raises."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self.attempt, do, {} if memo is None else memo)

    def attempt(self, do: Callable[[Unit], Any], memo: dict[str, Any]) -> Done:
        """Do a piece of work in this thread."""
        lost = 0
        for _ in range(TRIES):
            try:
                return self._once(do, memo)
            except Conflict:
                self.conflicts += 1
            except Broken as error:
                lost += 1
                if lost > 1 or error.final or not self._own.connection.closed:
                    raise Unreachable(str(error).strip()) from None
        raise Unreachable(f"{TRIES} lần đều gặp xung đột")

    def _once(self, do: Callable[[Unit], Any], memo: dict[str, Any]) -> Done:
        unit = Unit(self._connection(), memo, self.skew)
        token = CURRENT.set(unit)
        try:
            value = do(unit)
            unit.commit()
            return Done(value, unit.parcels)
        except Wait as wait:
            if wait.keep:
                unit.commit()
            return Done(None, unit.parcels if wait.keep else [], wait)
        finally:
            CURRENT.reset(token)
            self._rollback()

    def _rollback(self) -> None:
        connection = self._own.connection
        if not connection.closed:
            connection.rollback()

    def _connection(self) -> psycopg.Connection:
        connection = getattr(self._own, "connection", None)
        if connection is None or connection.closed:
            try:
                connection = psycopg.connect(self.url, **_MANNERS)
                connection.execute(f"SET search_path TO {NAME}".encode())
                connection.commit()
            except psycopg.Error as error:
                raise Unreachable(str(error).strip()) from None
            self._own.connection = connection
            self._opened.append(connection)
        return connection


_MANNERS: dict[str, Any] = {"connect_timeout": 10, "keepalives_idle": 10, "keepalives_interval": 5}


def plain(url: str) -> str:
    """``url`` as libpq reads it: without the driver that SQLAlchemy puts into the scheme.

    Raises:
        ValueError: it names no PostgreSQL.
    """
    scheme, colon, rest = url.partition("://")
    if not colon or scheme.partition("+")[0] not in ("postgresql", "postgres"):
        raise ValueError(f"kho trạng thái phải là postgresql://…, nhận được {url!r}")
    return f"postgresql://{rest}"


def _skew(connection: psycopg.Connection) -> float:
    before = time.time()
    found = connection.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
    assert found is not None
    skew = float(found[0]) - (before + time.time()) / 2
    return skew if abs(skew) > SAME_CLOCK else 0.0
