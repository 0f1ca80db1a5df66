"""A run's records in PostgreSQL (a :class:`mocks.kernel.store.Store`), read and written in the call's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic_core import from_json, to_json

from mocks.kernel.operation import Change, Put, Record
from mocks.kernel.shared.unit import Unit

_GET = "SELECT record FROM records WHERE uid = %s AND system = %s AND part = %s AND key = %s"
_ALL = "SELECT key, record FROM records WHERE uid = %s AND system = %s AND part = %s ORDER BY place"
_COUNT = "SELECT part, count(*), min(place) FROM records WHERE uid = %s AND system = %s GROUP BY part ORDER BY 3"
_PUT = """
INSERT INTO records (uid, system, part, key, record) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (uid, system, part, key) DO UPDATE SET record = EXCLUDED.record
"""
_SOW = """
INSERT INTO records (uid, system, part, key, record)
SELECT %s, %s, part, key, record FROM unnest(%s::bytea[], %s::bytea[], %s::bytea[])
WITH ORDINALITY AS given (part, key, record, position) ORDER BY position
ON CONFLICT (uid, system, part, key) DO UPDATE SET record = EXCLUDED.record
"""
_DROP = "DELETE FROM records WHERE uid = %s AND system = %s AND part = %s AND key = %s"


class SharedState:
    """What the handlers of one system may read. Names are kept as UTF-8 bytes: a key may be any text of a message."""

    def __init__(
        self, unit: Unit, uid: int, system: str, settings: Mapping[str, Any], targets: Mapping[str, str]
    ) -> None:
        self.settings, self.targets = settings, targets
        self._unit, self._place = unit, (uid, system)

    def get(self, table: str, key: str) -> Record | None:
        raw = self.text(table, key)
        return None if raw is None else from_json(raw)

    def text(self, table: str, key: str) -> bytes | None:
        found = self._unit.row(_GET, *self._place, table.encode(), key.encode())
        return None if found is None else bytes(found[0])

    def rows(self, table: str) -> Iterable[tuple[str, Record]]:
        return self._rows(self._unit.rows(_ALL, *self._place, table.encode()))

    @staticmethod
    def _rows(found: list[tuple[bytes, bytes]]) -> Iterator[tuple[str, Record]]:
        for key, raw in found:
            yield key.decode(), from_json(raw)


class SharedStore:
    """The records of the run ``uid``."""

    def __init__(
        self, unit: Unit, uid: int, settings: Mapping[str, Mapping[str, Any]], targets: Mapping[str, str]
    ) -> None:
        self._unit, self._uid = unit, uid
        self._states = {name: SharedState(unit, uid, name, values, targets) for name, values in settings.items()}

    def state(self, system: str) -> SharedState:
        return self._states[system]

    def apply(self, system: str, changes: Sequence[Change]) -> None:
        packed = [(change, to_json(change.record) if isinstance(change, Put) else b"") for change in changes]
        if len({(change.table, change.key) for change in changes}) == len(changes) > 1:
            self._sow(system, [(change, raw) for change, raw in packed if isinstance(change, Put)])
            packed = [(change, raw) for change, raw in packed if not isinstance(change, Put)]
        for change, raw in packed:
            place = (self._uid, system, change.table.encode(), change.key.encode())
            if isinstance(change, Put):
                self._unit.do(_PUT, *place, raw)
            else:
                self._unit.do(_DROP, *place)

    def tables(self, system: str) -> Mapping[str, int]:
        return {part.decode(): count for part, count, _ in self._unit.rows(_COUNT, self._uid, system)}

    def clear(self) -> None:
        self._unit.do("DELETE FROM records WHERE uid = %s", self._uid)

    def _sow(self, system: str, puts: list[tuple[Put, bytes]]) -> None:
        """Several records at once, none of them twice."""
        parts, keys = [put.table.encode() for put, _ in puts], [put.key.encode() for put, _ in puts]
        self._unit.do(_SOW, self._uid, system, parts, keys, [raw for _, raw in puts])
