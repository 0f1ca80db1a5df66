"""One run: a world of its own with its state, journal, clock, agenda, targets and secrets."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from mocks.kernel.agenda import Agenda
from mocks.kernel.clock import Clock
from mocks.kernel.faults import post
from mocks.kernel.faults.plan import Plan
from mocks.kernel.headroom.meter import Room
from mocks.kernel.journal import Journal
from mocks.kernel.limits import Limits
from mocks.kernel.operation import Callback, Effect, RunSpec, System, SystemSeed
from mocks.kernel.store import MemoryStore

AGENCY = "Y99"


@dataclass(frozen=True)
class Birth:
    """What a run is made from, kept so that it can be made again by a reset."""

    key: str
    seed: int
    home: str
    """Public URL of the server, no trailing slash."""
    services: Sequence[Any]
    world: Any
    now: datetime | None = None
    secrets: Mapping[str, str] = field(default_factory=dict)
    """Secrets that the caller wants, by label (``portal.password``); the others are made."""

    @property
    def base(self) -> str:
        """Public URL of the run."""
        return f"{self.home}/{self.key}"

    def spec(self, now: datetime) -> RunSpec:
        """What the systems' seeds are asked with, at the run's time ``now``."""
        return RunSpec(self.key, self.seed, self.base, now, self.services, self.world, self.secret)

    def secret(self, label: str) -> str:
        """The secret of this label: a given one, or 32 hex characters that are the run's own."""
        if label in self.secrets:
            return self.secrets[label]
        return hashlib.sha256(f"{self.key}|{self.seed}|secret|{label}".encode()).hexdigest()[:32]


def environment(seeds: Mapping[str, SystemSeed]) -> dict[str, str]:
    """The ``CITY_*`` variables that the systems give, together."""
    merged = {"CITY_AGENCY": AGENCY}
    for seed in seeds.values():
        merged.update(seed.environment)
    return merged


class Run:
    """A run and everything that belongs to it; two runs share nothing that can change."""

    def __init__(self, birth: Birth, systems: Mapping[str, System], limits: Limits) -> None:
        self.key, self.seed, self.home = birth.key, birth.seed, birth.home
        self.base = birth.base
        self.systems = systems
        self.targets: dict[str, str] = {}
        self.passes: dict[str, str] = {}
        """Systems that a real endpoint answers for, with its URL."""
        self.clock = Clock(birth.now)
        self.agenda = Agenda()
        self.faults = Plan(systems, birth.seed)
        self.journal = Journal(birth.key, limits.journal, limits.journal_bytes)
        self.room = Room(systems)
        self.created = self.clock.now()
        self.touched = time.monotonic()
        self._birth = birth
        self._serial = 0
        seeds = {name: system.seed(birth.spec(self.created)) for name, system in systems.items()}
        self._seeds = seeds
        self.store = MemoryStore(
            {name: _settings(seed) for name, seed in seeds.items()}, MappingProxyType(self.targets)
        )
        self._sow()

    @property
    def environment(self) -> dict[str, str]:
        """The ``CITY_*`` variables with which a city reaches this run."""
        return environment(self._seeds)

    @property
    def modes(self) -> dict[str, str]:
        """By system: ``sandbox`` when a real endpoint answers for it, else ``simulator``."""
        return {name: "sandbox" if name in self.passes else "simulator" for name in self.systems}

    def serial(self) -> int:
        """A number for the next message; never given twice, until a reset."""
        self._serial += 1
        return self._serial

    def touch(self) -> None:
        """Note that somebody uses the run."""
        self.touched = time.monotonic()

    def reset(self) -> None:
        """Back to the start: state, journal, callbacks, clock, no faults. Targets, secrets and accounts stay."""
        self.store.clear()
        self.journal.clear()
        self.agenda.clear()
        self.faults.reset()
        self.clock = self._started()
        self._serial = 0
        self.room.reset()
        self._sow()

    def deliver(self, system: str, effects: Sequence[Effect]) -> list[str]:
        """Put ``effects`` on the agenda; gives the ids of the callbacks among them."""
        now = self.clock.now()
        ids = []
        for effect in effects:
            if isinstance(effect, Callback):
                delivery = self.agenda.call(system, effect, now)
                ids.append(delivery.id)
                if self.faults.armed:
                    post.made(self, delivery)
            else:
                self.agenda.expire(system, effect)
        return ids

    def _started(self) -> Clock:
        """The clock as it is when the run starts."""
        return Clock(self._birth.now)

    def _sow(self) -> None:
        for name, seed in self._seeds.items():
            self.store.apply(name, seed.records)


def _settings(seed: SystemSeed) -> Mapping[str, Any]:
    return MappingProxyType(dict(seed.settings))
