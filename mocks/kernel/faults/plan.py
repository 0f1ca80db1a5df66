"""The faults set in one run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Protocol

from mocks.kernel.agenda import Delivery
from mocks.kernel.faults.fault import Situation
from mocks.kernel.faults.profile import Profile
from mocks.kernel.faults.rule import Armed, Rule
from mocks.kernel.operation import System


class RuleRefused(ValueError):
    """A rule that can't strike in this run; the text names the field and what there is."""


class Aim(Situation, Protocol):
    """A call, as far as a rule may look."""

    @property
    def system(self) -> str: ...
    @property
    def operation(self) -> str: ...
    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def clock(self) -> datetime: ...


class Plan:
    """The rules in the order in which they were set; none at first."""

    def __init__(self, systems: Mapping[str, System], seed: int) -> None:
        self._systems, self._seed = systems, seed
        self.armed: dict[str, Armed] = {}
        """The rules by id; empty: nothing can strike."""
        self._made = 0
        self.delayed: list[Delivery] = []
        """Callbacks that wait for another to overtake them."""

    def __iter__(self) -> Iterator[Armed]:
        return iter(list(self.armed.values()))

    def arm(self, rule: Rule, now: datetime, profile: str = "") -> Armed:
        """Arm ``rule``; one with the same id takes its place. Raises :class:`RuleRefused`."""
        self._check(rule)
        armed = Armed(rule.id or self._free(), rule, now, self._seed, profile)
        self.armed[armed.id] = armed
        return armed

    def use(self, profile: Profile, now: datetime) -> list[Armed]:
        """Arm the rules of ``profile`` afresh. Raises :class:`RuleRefused`."""
        for rule in profile.faults:
            self._check(rule)
        self.leave(profile.name)
        return [self.arm(rule, now, profile.name) for rule in profile.named()]

    def leave(self, profile: str) -> bool:
        """Drop the rules of a profile; whether there were any."""
        gone = [armed.id for armed in self if armed.profile == profile]
        for id in gone:
            del self.armed[id]
        return bool(gone)

    def drop(self, id: str) -> bool:
        """Drop one rule; whether it was there."""
        return self.armed.pop(id, None) is not None

    def clear(self) -> None:
        """Drop all rules; what they have put off stays put off."""
        self.armed.clear()

    def reset(self) -> None:
        """As if none had ever been set."""
        self.armed.clear()
        self.delayed.clear()
        self._made = 0

    @property
    def profiles(self) -> set[str]:
        """The names of the profiles in use."""
        return {armed.profile for armed in self if armed.profile}

    def strike(self, call: Aim) -> list[Armed]:
        """What strikes a call: all faults of pace, and the first that disturbs the answer."""
        struck: list[Armed] = []
        stages = {"callback"}
        for armed in self.armed.values():
            fault = armed.fault
            if fault.stage in stages or not armed.rule.aims(call.system, call.operation, call.method, call.path):
                continue
            if fault.possible(call) and armed.strikes(call.clock):
                struck.append(armed)
                stages |= {fault.stage} - {"pace"}
        return struck

    def befall(self, delivery: Delivery, kinds: tuple[str, ...], now: datetime) -> list[Armed]:
        """What befalls a callback, of ``kinds``."""
        system, operation = delivery.system, delivery.callback.operation
        aimed = [armed for armed in self if armed.kind in kinds and armed.rule.aims(system, operation)]
        return [armed for armed in aimed if armed.strikes(now)]

    def _free(self) -> str:
        while True:
            self._made += 1
            if f"f{self._made}" not in self.armed:
                return f"f{self._made}"

    def _check(self, rule: Rule) -> None:
        if rule.system and rule.system not in self._systems:
            raise RuleRefused(f"system: không có hệ thống {rule.system!r}; có: {', '.join(self._systems)}")
        systems = [self._systems[rule.system]] if rule.system else list(self._systems.values())
        names = {operation.name: None for system in systems for operation in system.operations}
        if rule.operation and rule.fault.stage != "callback" and rule.operation not in names:
            raise RuleRefused(f"operation: không có thao tác {rule.operation!r}; có: {', '.join(names)}")
        trouble = rule.fault.trouble
        if trouble and not any(trouble in system.troubles for system in systems):
            raise RuleRefused(f"fault.kind: {rule.system or 'các hệ thống'} không có lỗi loại {rule.fault.kind!r}")
