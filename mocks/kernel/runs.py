"""All runs of one server: made on demand, limited in number, removed when idle."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from mocks.kernel.limits import Limits
from mocks.kernel.operation import System
from mocks.kernel.run import Birth, Run

KEY = re.compile(r"[a-z0-9-]{1,40}")


class RunExists(Exception):
    """A run of this key exists already."""


class TooManyRuns(Exception):
    """The server holds as many runs as it may."""


class Ground(Protocol):
    """What runs stand on: the synthetic world of a seed, and the services loaded into a run."""

    def world(self, seed: int) -> Any: ...

    def services(self, descriptors: Sequence[Any] | None) -> Sequence[Any]:
        """The services of ``descriptors``; the bundled ones for None. ValueError: a descriptor is wrong."""
        ...


class Runs:
    """The runs by key. ``opened`` and ``closed`` are told of each run that comes and goes."""

    def __init__(self, systems: Mapping[str, System], ground: Ground, limits: Limits) -> None:
        self._systems, self._ground, self._limits = systems, ground, limits
        self._runs: dict[str, Run] = {}
        self._made = 0
        self._names: dict[str, tuple[str, str]] = {}
        self.opened: Callable[[Run], None] = _nobody
        self.closed: Callable[[Run], None] = _nobody

    def create(
        self,
        home: str,
        key: str | None = None,
        seed: int = 1,
        services: Sequence[Any] | None = None,
        now: datetime | None = None,
        secrets: Mapping[str, str] | None = None,
    ) -> Run:
        """A new run under ``home`` (the server's public URL); ``secrets`` by label take the place of made ones.

        Raises:
            RunExists, TooManyRuns
            ValueError: the key has another form, or a descriptor is wrong.
        """
        self.sweep()
        key = self._free() if key is None else key
        if not KEY.fullmatch(key):
            raise ValueError(f"khóa lượt chạy gồm 1–40 ký tự a-z, 0-9 và dấu gạch ngang, nhận được {key!r}")
        if key in self._runs:
            raise RunExists(key)
        if len(self._runs) >= self._limits.runs:
            raise TooManyRuns(str(self._limits.runs))
        birth = Birth(key, seed, home, self._ground.services(services), self._ground.world(seed), now, secrets or {})
        run = self._runs[key] = Run(birth, self._systems, self._limits)
        self.opened(run)
        return run

    def get(self, key: str) -> Run | None:
        """The run, marked as used; None when there is none."""
        run = self._runs.get(key)
        if run is not None:
            run.touched = time.monotonic()
        return run

    def remove(self, key: str) -> None:
        """End a run; those who wait for its journal get their answer."""
        run = self._runs.pop(key)
        self.unname(key)
        run.journal.close()
        self.closed(run)

    @property
    def named(self) -> bool:
        """Whether some host name may lead to a run."""
        return bool(self._names)

    def hosted(self, host: str) -> tuple[str, str] | None:
        """The run and system that ``host`` leads to."""
        return self._names.get(host)

    def name(self, host: str, run: str, system: str) -> None:
        """Let ``host`` lead to ``system`` of ``run``."""
        self._names[host] = run, system

    def names(self, run: str) -> dict[str, str]:
        """The host names that lead to ``run``, with the system behind each."""
        return {host: system for host, (key, system) in self._names.items() if key == run}

    def unname(self, run: str) -> None:
        """Let no host name lead to ``run`` any more."""
        self._names = {host: bound for host, bound in self._names.items() if bound[0] != run}

    def sweep(self) -> None:
        """Remove the runs nobody touched for the idle time."""
        oldest = time.monotonic() - self._limits.idle
        for key in [run.key for run in self if run.touched < oldest]:
            self.remove(key)

    def __iter__(self) -> Iterator[Run]:
        return iter(list(self._runs.values()))

    def _free(self) -> str:
        while True:
            self._made += 1
            if f"r{self._made}" not in self._runs:
                return f"r{self._made}"


def _nobody(run: Run) -> None:
    """Nobody cares."""
