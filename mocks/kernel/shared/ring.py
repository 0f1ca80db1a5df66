"""A run's journal in PostgreSQL. Written under the run's lock, so numbers have no gap and come in order of commit."""

from __future__ import annotations

import hashlib
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import from_json, to_json

from mocks.kernel.clock import local
from mocks.kernel.journal import Entry, Filter, Journal, Page
from mocks.kernel.shared.unit import Unit, Wait

_ENTRY = TypeAdapter(Entry)
_BODIES = {"request_body", "response_body"}
_INSERT = "INSERT INTO journal VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
_COLUMNS = "SELECT seq, entry, request, response FROM journal WHERE uid = %s"
_SIZES = "SELECT seq, length(request) + length(response) FROM journal WHERE uid = %s ORDER BY seq LIMIT 100"
_TRIM = """
WITH gone AS (DELETE FROM journal WHERE uid = %s AND seq <= %s RETURNING length(request) + length(response) AS size)
SELECT count(*), coalesce(sum(size), 0)::bigint FROM gone
"""
_BODY = """
SELECT request FROM journal WHERE uid = %s AND request_sha = %s
UNION ALL SELECT response FROM journal WHERE uid = %s AND response_sha = %s LIMIT 1
"""
_LATEST = """ AND system = %s AND operation = %s AND direction = 'in' AND keys @> %s ORDER BY seq DESC"""


class SharedJournal(Journal):
    """The ring of the run ``uid``. ``counts``: last number, bytes held, entries dropped."""

    def __init__(self, unit: Unit, uid: int, run: str, bounds: tuple[int, int], counts: tuple[int, int, int]) -> None:
        super().__init__(run, *bounds)
        self._unit, self._uid = unit, uid
        self.last, self._held, self.dropped = counts

    @property
    def counts(self) -> tuple[int, int, int]:
        """What to keep of it with the run."""
        return self.last, self._held, self.dropped

    def append(self, entry: Entry) -> Entry:
        self.last += 1
        entry.seq = self.last
        self._held += entry.size
        keys = [value.encode() for value in entry.keys.values()]
        plain = to_json(_ENTRY.dump_python(entry, exclude=_BODIES))
        bodies = [entry.request_body, entry.response_body]
        digests = [hashlib.sha256(body).digest() for body in bodies]
        kind = (entry.system, entry.operation, entry.direction)
        self._unit.do(_INSERT, self._uid, entry.seq, *kind, keys, plain, *bodies, *digests)
        self._bound()
        self._unit.tell(self._uid)
        return entry

    def find(self, after: int = 0, limit: int = 500, wanted: Filter | None = None) -> Page:
        where, values = _where(wanted or Filter())
        found = self._read(f"AND seq > %s{where} ORDER BY seq LIMIT %s", after, *values, limit)
        last = found[-1].seq if len(found) == limit else max(after, self.last)
        return Page([self._shown(entry) for entry in found], last, self.dropped)

    async def poll(self, after: int, limit: int, wanted: Filter, seconds: float) -> Page:
        """As :meth:`find`. Without a match the transaction ends, and the whole call is made again after news."""
        page, memo = self.find(after, limit, wanted), self._unit.memo
        deadline = memo.get("deadline", self._unit.now() + seconds)
        left = 0 if memo.get("closing") else deadline - self._unit.now()
        if page.entries or left <= 0:
            return page
        raise Wait(self._uid, left, deadline=deadline, polled=page)

    def entry(self, seq: int) -> Entry | None:
        return next(iter(self._read("AND seq = %s", seq)), None)

    def latest(self, system: str, operation: str, keys: Any) -> Entry | None:
        values = [str(value).encode() for value in keys.values()]
        for entry in self._read(_LATEST, system, operation, values):
            if entry.accepted and keys.items() <= entry.keys.items():
                return entry
        return None

    def body(self, sha: str) -> bytes | None:
        try:
            digest = bytes.fromhex(sha)
        except ValueError:
            return None
        found = self._unit.row(_BODY, self._uid, digest, self._uid, digest)
        return None if found is None else bytes(found[0])

    def clear(self) -> None:
        self._unit.do("DELETE FROM journal WHERE uid = %s", self._uid)
        self._held = self.last = self.dropped = 0

    def close(self) -> None:
        self._unit.tell(self._uid)

    def _bound(self) -> None:
        """Let the oldest go when there are too many or they are too large."""
        first = self.dropped + 1
        if self.last - first >= self._entries:
            self._trim(self.last - self._entries)
        while self._held > self._bytes and self.last > self.dropped + 1:
            self._trim(self._surplus())

    def _surplus(self) -> int:
        """The number up to which entries must go for their size, among the oldest hundred."""
        over, gone = self._held - self._bytes, 0
        for seq, size in self._unit.rows(_SIZES, self._uid):
            if over <= 0 or seq == self.last:
                break
            over, gone = over - size, seq
        return gone

    def _trim(self, last: int) -> None:
        count, size = self._unit.row(_TRIM, self._uid, last) or (0, 0)
        self.dropped += count
        self._held -= size

    def _read(self, condition: str, *values: Any) -> list[Entry]:
        return [_entry(*row) for row in self._unit.rows(f"{_COLUMNS} {condition}", self._uid, *values)]


def _entry(seq: int, plain: bytes, request: bytes, response: bytes) -> Entry:
    entry = _ENTRY.validate_python(from_json(plain))
    entry.seq, entry.clock = seq, local(entry.clock)
    entry.request_body, entry.response_body = bytes(request), bytes(response)
    return entry


def _where(wanted: Filter) -> tuple[str, list[Any]]:
    columns = {"system": wanted.system, "operation": wanted.operation, "direction": wanted.direction}
    parts = {name: value for name, value in columns.items() if value and "\0" not in value}
    where = "".join(f" AND {name} = %s" for name in parts)
    if len(parts) < sum(map(bool, columns.values())):
        where += " AND false"
    if wanted.key:
        return where + " AND %s = ANY (keys)", [*parts.values(), wanted.key.encode()]
    return where, [*parts.values()]
