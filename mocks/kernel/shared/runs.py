"""All runs that the database holds, for whichever process is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

from pydantic_core import from_json, to_json

from mocks.kernel.clock import Clock, local
from mocks.kernel.headroom.meter import Room
from mocks.kernel.journal import Page
from mocks.kernel.limits import Limits
from mocks.kernel.operation import System
from mocks.kernel.run import Birth, Run, environment
from mocks.kernel.runs import KEY, Ground, RunExists, Runs, TooManyRuns
from mocks.kernel.shared import faults
from mocks.kernel.shared.run import COLUMNS, SharedRun, Still, sown
from mocks.kernel.shared.unit import CURRENT, Unit

_BY_KEY = f"SELECT {COLUMNS} FROM runs WHERE key = %s FOR UPDATE"
_BY_UID = f"SELECT {COLUMNS} FROM runs WHERE uid = %s FOR UPDATE"
_DUE = f"SELECT {COLUMNS} FROM runs WHERE wake <= %s ORDER BY wake LIMIT 1 FOR UPDATE SKIP LOCKED"
_INSERT = """
INSERT INTO runs (key, touched, origin, mark, scale, frozen, targets, faults)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (key) DO NOTHING RETURNING uid
"""
_HOSTED = "SELECT key, system FROM names JOIN runs USING (uid) WHERE host = %s"
_NAME = """
INSERT INTO names (host, uid, system) SELECT %s, uid, %s FROM runs WHERE key = %s
ON CONFLICT (host) DO UPDATE SET uid = EXCLUDED.uid, system = EXCLUDED.system
"""
_NAMES = "SELECT host, system FROM names JOIN runs USING (uid) WHERE key = %s ORDER BY host"
_NUMBER = "UPDATE counters SET value = value + 1 WHERE name = %s RETURNING value"


class SharedRuns(Runs):
    """The runs, as the running call's transaction sees them. ``process``: this process's number."""

    def __init__(self, systems: Mapping[str, System], ground: Ground, limits: Limits) -> None:
        super().__init__(systems, ground, limits)
        self.process = 0
        self.gone: Callable[[str], None] = _nobody
        """Told of the key of a run that this process has removed."""
        self._still: dict[int, Still] = {}

    def create(
        self,
        home: str,
        key: str | None = None,
        seed: int = 1,
        services: Sequence[Any] | None = None,
        now: datetime | None = None,
        secrets: Mapping[str, str] | None = None,
    ) -> Run:
        unit = CURRENT.get()
        self.sweep()
        self._room(unit)
        key = self._unused(unit) if key is None else key
        if not KEY.fullmatch(key):
            raise ValueError(f"khóa lượt chạy gồm 1–40 ký tự a-z, 0-9 và dấu gạch ngang, nhận được {key!r}")
        told = {
            "key": key,
            "seed": seed,
            "home": home,
            "services": services,
            "now": now,
            "secrets": {**(secrets or {})},
        }
        return self._made_of(unit, self._birth(told), told)

    def get(self, key: str) -> Run | None:
        unit = CURRENT.get()
        if key not in unit.kept:
            row = unit.row(_BY_KEY, key) if "\0" not in key else None
            if row is None:
                return _ended(unit.memo.get("polled"))
            self.take(unit, row)
        run: SharedRun = unit.kept[key]
        run.touched = unit.now()
        return run

    def numbered(self, unit: Unit, uid: int) -> SharedRun | None:
        """The run of this number; None when it is gone."""
        row = unit.row(_BY_UID, uid)
        return None if row is None else self.take(unit, row)

    def due(self, unit: Unit) -> SharedRun | None:
        """A run with due work that nobody else looks at just now."""
        row = unit.row(_DUE, unit.now())
        return None if row is None else self.take(unit, row)

    def remove(self, key: str) -> None:
        unit = CURRENT.get()
        run = unit.kept.pop(key, None)
        uid = run.uid if run is not None else (unit.row("SELECT uid FROM runs WHERE key = %s", key) or (0,))[0]
        unit.do("DELETE FROM runs WHERE uid = %s", uid)
        unit.tell(uid, "wake")
        self.gone(key)
        self._still.pop(uid, None)

    @property
    def named(self) -> bool:
        return True

    def hosted(self, host: str) -> tuple[str, str] | None:
        found = CURRENT.get().row(_HOSTED, host)
        return None if found is None else (found[0], found[1])

    def name(self, host: str, run: str, system: str) -> None:
        CURRENT.get().do(_NAME, host, system, run)

    def names(self, run: str) -> dict[str, str]:
        return dict(CURRENT.get().rows(_NAMES, run))

    def unname(self, run: str) -> None:
        CURRENT.get().do("DELETE FROM names USING runs WHERE names.uid = runs.uid AND runs.key = %s", run)

    def sweep(self) -> None:
        unit = CURRENT.get()
        oldest = unit.now() - self._limits.idle
        for (key,) in unit.rows("SELECT key FROM runs WHERE touched < %s", oldest):
            self.remove(key)

    def __iter__(self) -> Iterator[Run]:
        """To look at, not to change: they are not locked."""
        unit = CURRENT.get()
        for row in unit.rows(f"SELECT {COLUMNS} FROM runs ORDER BY uid"):
            yield unit.kept.get(row[1]) or self._run(unit, row)

    def take(self, unit: Unit, row: tuple[Any, ...]) -> SharedRun:
        """The run of a locked row, kept until the transaction ends."""
        run = unit.kept[row[1]] = self._run(unit, row)
        return run

    def _run(self, unit: Unit, row: tuple[Any, ...]) -> SharedRun:
        return SharedRun(unit, row, self._known(unit, row[0]), self._systems, self._limits, self.process)

    def _known(self, unit: Unit, uid: int) -> Still:
        still = self._still.get(uid)
        if still is None:
            birth, settings = unit.row("SELECT birth, settings FROM births WHERE uid = %s", uid) or (b"{}", b"{}")
            told = from_json(birth)
            born = None if told["now"] is None else local(datetime.fromisoformat(told["now"]))
            created = local(datetime.fromisoformat(told["created"]))
            birth, room = self._birth({**told, "now": born}), Room(self._systems)
            still = Still(birth, created, from_json(settings), told["environment"], room)
            self._still[uid] = still
        return still

    def _birth(self, told: Mapping[str, Any]) -> Birth:
        services = self._ground.services(told["services"])
        world = self._ground.world(told["seed"])
        return Birth(told["key"], told["seed"], told["home"], services, world, told["now"], told["secrets"])

    def _made_of(self, unit: Unit, birth: Birth, told: Mapping[str, Any]) -> SharedRun:
        clock = Clock(birth.now, unit.now)
        created = clock.now()
        row = unit.row(_INSERT, birth.key, unit.now(), *clock.kept(), to_json({}), faults.NONE)
        if row is None:
            raise RunExists(birth.key)
        seeds = sown(birth, created, self._systems)
        more = {"created": created, "environment": environment(seeds)}
        settings = to_json({name: dict(seed.settings) for name, seed in seeds.items()})
        unit.do("INSERT INTO births VALUES (%s, %s, %s)", row[0], to_json({**told, **more}), settings)
        made = self.numbered(unit, row[0])
        assert made is not None
        made.sow(seeds)
        return made

    def _room(self, unit: Unit) -> None:
        """Lock the counter of runs, so that the limit holds for all processes together."""
        unit.row("SELECT value FROM counters WHERE name = 'runs' FOR UPDATE")
        (held,) = unit.row("SELECT count(*) FROM runs") or (0,)
        if held >= self._limits.runs:
            raise TooManyRuns(str(self._limits.runs))

    def _unused(self, unit: Unit) -> str:
        while True:
            (number,) = unit.row(_NUMBER, "runs") or (0,)
            if unit.row("SELECT 1 FROM runs WHERE key = %s", f"r{number}") is None:
                return f"r{number}"


def _nobody(key: str) -> None:
    """Nobody cares."""


def _ended(polled: Page | None) -> Run | None:
    """What is left of a run that was removed while somebody waited for its journal."""

    async def poll(*_: Any) -> Page:
        assert polled is not None
        return polled

    return None if polled is None else cast(Run, SimpleNamespace(journal=SimpleNamespace(poll=poll)))
