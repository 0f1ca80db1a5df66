"""Where a run keeps its systems' records. Handlers read; only the kernel writes, all changes of a call at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from pydantic_core import from_json, to_json

from mocks.kernel.operation import Change, Put, Record, State


class Store(Protocol):
    """The records of one run, by system, table and key."""

    def state(self, system: str) -> State:
        """What the handlers of ``system`` may read."""
        ...

    def apply(self, system: str, changes: Sequence[Change]) -> None:
        """Make all ``changes``, or none when one can't be stored (ValueError)."""
        ...

    def tables(self, system: str) -> Mapping[str, int]:
        """Number of records by table."""
        ...

    def clear(self) -> None:
        """Forget every record of the run."""
        ...


class MemoryState:
    """One system's records, kept as JSON bytes: small, no work for the collector, and each reader gets a copy."""

    def __init__(self, settings: Mapping[str, Any], targets: Mapping[str, str]) -> None:
        self.settings = settings
        self.targets = targets
        self.data: dict[str, dict[str, bytes]] = {}

    def get(self, table: str, key: str) -> Record | None:
        raw = self.text(table, key)
        return None if raw is None else from_json(raw)

    def text(self, table: str, key: str) -> bytes | None:
        rows = self.data.get(table)
        return None if rows is None else rows.get(key)

    def rows(self, table: str) -> Iterable[tuple[str, Record]]:
        return self._rows(list(self.data.get(table, {}).items()))

    @staticmethod
    def _rows(items: list[tuple[str, bytes]]) -> Iterator[tuple[str, Record]]:
        for key, raw in items:
            yield key, from_json(raw)


class MemoryStore:
    """A :class:`Store` in this process's memory; gone with the process."""

    def __init__(self, settings: Mapping[str, Mapping[str, Any]], targets: Mapping[str, str]) -> None:
        self._states = {system: MemoryState(values, targets) for system, values in settings.items()}

    def state(self, system: str) -> MemoryState:
        return self._states[system]

    def apply(self, system: str, changes: Sequence[Change]) -> None:
        data = self._states[system].data
        packed = [(change, to_json(change.record) if isinstance(change, Put) else b"") for change in changes]
        for change, raw in packed:
            if isinstance(change, Put):
                data.setdefault(change.table, {})[change.key] = raw
            else:
                data.get(change.table, {}).pop(change.key, None)

    def tables(self, system: str) -> Mapping[str, int]:
        return {table: len(rows) for table, rows in self._states[system].data.items()}

    def clear(self) -> None:
        for state in self._states.values():
            state.data.clear()
