"""One call's transaction, from its first statement to what is told the others when it is committed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextvars import ContextVar
from typing import Any, Protocol

import psycopg
from psycopg import errors

from mocks.kernel.shared.schema import NAME

CURRENT: ContextVar[Unit] = ContextVar("unit")
"""The transaction in which the running call is answered."""


class Conflict(BaseException):
    """Another transaction was in the way: roll back and do it all again.

    No :class:`Exception`, so that nothing on the way takes it for a fault of a mock.
    """


class Broken(BaseException):
    """The database could not be asked: it is gone, or has refused. ``final``: whether it was done isn't known."""

    final = False


class Wait(BaseException):
    """Nothing to answer yet: call again after news of run ``uid``, at the latest in ``seconds`` of real time.

    ``keep``: commit what has been done; otherwise it is rolled back. ``memo`` is added to the unit's of the next try.
    """

    def __init__(self, uid: int, seconds: float, keep: bool = False, **memo: Any) -> None:
        super().__init__(uid)
        self.uid, self.seconds, self.keep, self.memo = uid, seconds, keep, memo


class Kept(Protocol):
    """What has to be written back before a commit."""

    def save(self) -> None: ...


class Unit:
    """A transaction. ``memo``: what an earlier try of the same request left; ``skew``: see :class:`Database`."""

    def __init__(self, connection: psycopg.Connection, memo: dict[str, Any], skew: float = 0.0) -> None:
        self._connection, self.memo, self._skew = connection, memo, skew
        self.kept: dict[str, Any] = {}
        """The runs in use, locked, by key."""
        self.parcels: list[Any] = []
        """Callbacks to send once this is committed."""
        self.news: dict[int, str] = {}
        """The runs of which others are told, and what."""

    def now(self) -> float:
        """Real time, epoch seconds, as the database's machine has it."""
        return time.time() + self._skew

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows that ``statement`` gives."""
        return self._execute(statement, values).fetchall()

    def row(self, statement: str, *values: Any) -> tuple[Any, ...] | None:
        """Its first row."""
        return self._execute(statement, values).fetchone()

    def do(self, statement: str, *values: Any) -> int:
        """The number of rows that it changed."""
        return self._execute(statement, values).rowcount

    def commit(self) -> None:
        """Write back what is kept, tell the others, and commit. Raises Conflict, Broken."""
        for kept in self.kept.values():
            kept.save()
        for uid, what in self.news.items():
            self.do("SELECT pg_notify(%s, %s)", NAME, f"{uid} {what}")
        try:
            with translated():
                self._connection.commit()
        except Broken as error:
            error.final = True
            raise

    def tell(self, uid: int, what: str = "") -> None:
        """Tell the other processes, once this is committed, that run ``uid`` has news; ``wake``: of due work."""
        self.news[uid] = what or self.news.get(uid, "")

    def _execute(self, statement: str, values: Sequence[Any]) -> psycopg.Cursor:
        with translated():
            return self._connection.execute(statement.encode(), values)


class translated:  # noqa: N801
    """A context in which psycopg's errors become :class:`Conflict` and :class:`Broken`."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, errors.SerializationFailure | errors.DeadlockDetected):
            raise Conflict(str(error)) from error
        if isinstance(error, psycopg.Error):
            raise Broken(str(error)) from error
