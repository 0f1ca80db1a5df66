"""One run out of PostgreSQL, for the length of one transaction, and back into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from pydantic_core import from_json, to_json

from mocks.kernel.clock import Clock, local
from mocks.kernel.faults.plan import Plan
from mocks.kernel.headroom.meter import Room
from mocks.kernel.limits import Limits
from mocks.kernel.operation import System, SystemSeed
from mocks.kernel.run import Birth, Run
from mocks.kernel.shared import faults
from mocks.kernel.shared.agenda import SharedAgenda
from mocks.kernel.shared.records import SharedStore
from mocks.kernel.shared.ring import SharedJournal
from mocks.kernel.shared.unit import Unit

COLUMNS = """
runs.uid, key, touched, wake, serial, origin, mark, scale, frozen, targets, faults, passes, hold, made,
planned, last, held, dropped
"""
_SAVE = """
UPDATE runs SET touched = %s, wake = %s, serial = %s, origin = %s, mark = %s, scale = %s, frozen = %s, targets = %s,
faults = %s, passes = %s, hold = %s, made = %s, planned = %s, last = %s, held = %s, dropped = %s WHERE uid = %s
"""


@dataclass
class Still:
    """What of a run never changes; a process keeps it between calls."""

    birth: Birth
    created: datetime
    settings: Mapping[str, Mapping[str, Any]]
    environment: Mapping[str, str]
    room: Room


class SharedRun(Run):
    """A run as its row tells, which is locked. :meth:`save` writes it back.

    ``process``: this process's number.
    """

    def __init__(
        self,
        unit: Unit,
        row: tuple[Any, ...],
        still: Still,
        systems: Mapping[str, System],
        limits: Limits,
        process: int,
    ) -> None:
        self.uid, self.key, self.touched, self._wake, self._serial, *rest = row
        origin, mark, scale, frozen, targets, armed, passes, hold, made, planned, *counts = rest
        self._unit, self._birth, self._still = unit, still.birth, still
        self.seed, self.home, self.systems, self.created = still.birth.seed, still.birth.home, systems, still.created
        self.base = still.birth.base
        self.targets, self.passes = from_json(targets), from_json(passes)
        self.clock = Clock.again(local(origin), mark, scale, frozen, unit.now)
        self._kept_clock = self.clock.kept()
        self.room = still.room
        self.agenda: SharedAgenda = SharedAgenda(unit, self.uid, process, hold, made, planned)
        bounds = (limits.journal, limits.journal_bytes)
        self.journal: SharedJournal = SharedJournal(unit, self.uid, self.key, bounds, (counts[0], counts[1], counts[2]))
        self.store = SharedStore(unit, self.uid, still.settings, MappingProxyType(self.targets))  # type: ignore[assignment]
        self.faults = Plan(systems, self.seed)
        faults.restore(self.faults, bytes(armed), self.agenda)

    @property
    def environment(self) -> dict[str, str]:
        return dict(self._still.environment)

    def save(self) -> None:
        """Write back what changed; tell the others when due work is to be looked at."""
        self.agenda.save()
        self._retime()
        kept = (to_json(self.targets), faults.kept(self.faults), to_json(self.passes))
        self._unit.do(
            _SAVE, self.touched, self._wake, self._serial, *self.clock.kept(), *kept, *self.agenda.counts,
            *self.journal.counts, self.uid,
        )  # fmt: skip

    def sow(self, seeds: Mapping[str, SystemSeed]) -> None:
        """Put the first records there."""
        for name, seed in seeds.items():
            self.store.apply(name, seed.records)

    def _retime(self) -> None:
        """When, in real time, somebody has to look after due work."""
        if not self.agenda.dirty and self.clock.kept() == self._kept_clock:
            return
        due = self.agenda.next_due()
        wait = None if due is None else self.clock.wait(due)
        self._wake = None if wait is None else self._unit.now() + wait
        self._unit.tell(self.uid, "wake")

    def _started(self) -> Clock:
        return Clock(self._birth.now, self._unit.now)

    def _sow(self) -> None:
        self.sow(sown(self._birth, self.created, self.systems))


def sown(birth: Birth, created: datetime, systems: Mapping[str, System]) -> dict[str, SystemSeed]:
    """What the systems start a run with that was created at ``created`` on its clock."""
    spec = birth.spec(created)
    return {name: system.seed(spec) for name, system in systems.items()}
