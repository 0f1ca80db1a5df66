"""When and where a fault strikes."""

from __future__ import annotations

from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from random import Random
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from mocks.kernel.clock import local
from mocks.kernel.faults.fault import Fault
from mocks.kernel.faults.kinds import AnyFault


class Rule(BaseModel):
    """A fault with its aim: an empty field of ``system`` … ``path`` takes everything.

    ``path`` is below the system and may hold ``*``. Of the calls it takes, the first ``skip`` are spared, each further
    one is struck with ``probability`` (drawn from the run's seed), ``count`` at most. Only between ``since`` and
    ``until``, and from ``after`` seconds for ``lasting`` seconds since it was set; all on the run's clock.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field("", pattern=r"^[a-z0-9-]{0,40}$")
    system: str = ""
    operation: str = ""
    method: str = ""
    path: str = ""
    skip: int = Field(0, ge=0)
    count: int | None = Field(None, ge=1)
    probability: float = Field(1.0, gt=0, le=1)
    since: datetime | None = None
    until: datetime | None = None
    after: float = Field(0.0, ge=0, le=10 * 366 * 86_400)
    lasting: float | None = Field(None, gt=0, le=10 * 366 * 86_400)
    fault: AnyFault

    @field_validator("method")
    @classmethod
    def _upper(cls, value: str) -> str:
        return value.upper()

    @field_validator("since", "until")
    @classmethod
    def _local(cls, value: datetime | None) -> datetime | None:
        return None if value is None else local(value)

    def aims(self, system: str, operation: str, method: str = "", path: str = "") -> bool:
        """Whether a call is among those it takes."""
        return (
            self.system in ("", system)
            and self.operation in ("", operation)
            and self.method in ("", method)
            and (not self.path or fnmatchcase(path, self.path))
        )


class Armed:
    """A rule set in a run, with what it did so far. ``profile``: the named profile it came with."""

    def __init__(self, id: str, rule: Rule, now: datetime, seed: int, profile: str = "") -> None:
        self.id, self.rule, self.profile = id, rule, profile
        self.fault: Fault = rule.fault
        starts = now + timedelta(seconds=rule.after)
        self.since = max(starts, rule.since or starts)
        self.until = _earliest(rule.until, rule.lasting and starts + timedelta(seconds=rule.lasting))
        self.seen = self.fired = 0
        self.chance = Random(f"{seed}|fault|{id}")
        self._times: list[datetime] = []

    def strikes(self, now: datetime) -> bool:
        """Count a call that it takes, at the run's time ``now``; whether this one is struck."""
        if now < self.since or (self.until is not None and now >= self.until):
            return False
        self.seen += 1
        if self.seen <= self.rule.skip or self.fired == self.rule.count:
            return False
        if self.rule.probability < 1 and self.chance.random() >= self.rule.probability:
            return False
        if not self.fault.ripe(self._times, now):
            return False
        self.fired += 1
        return True

    def noted(self) -> dict[str, Any]:
        """As it stands in the journal."""
        return {"id": self.id, "kind": self.kind, "profile": self.profile, "says": self.fault.says}

    def shown(self) -> dict[str, Any]:
        """As the control API shows it."""
        rule = self.rule.model_dump(mode="json", exclude={"id", "fault", "after", "lasting"})
        fault = self.rule.fault.model_dump(mode="json")
        until = None if self.until is None else self.until.isoformat()
        window = {"since": self.since.isoformat(), "until": until}
        return {**self.noted(), **rule, **window, "fault": fault, "seen": self.seen, "fired": self.fired}

    @property
    def kind(self) -> str:
        return self.rule.fault.kind


def _earliest(*moments: datetime | float | None) -> datetime | None:
    return min((moment for moment in moments if isinstance(moment, datetime)), default=None)
