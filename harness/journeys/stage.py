"""The stage a journey is played on: acting, waiting, noting what was seen. Everything done here is recorded."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from fixtures.services.model import Service
from harness.journeys.cast import Pair
from harness.port.plain import plain
from harness.port.platform import Actor
from harness.port.runner import Outcome, Port
from harness.port.table import Role
from harness.recording import Recorder
from harness.signing import Keyring
from harness.testbed import ActionRefused, Bed
from harness.testbed.child import Child
from harness.testbed.errors import TestBedError
from harness.wait import Deadline, until

T = TypeVar("T")
SECONDS, AFTER_A_MISS = 10.0, 2.0
"""How long a journey waits for something that a conforming service does at once; shorter when it has failed before."""
DYING = 0.5
"""Seconds in which a process that hung up is seen to have ended."""


class JourneyFailed(Exception):
    """The journey can't go on; ``str()`` is the reason, in Vietnamese."""


class BedDied(Exception):
    """A process of the bed ended in the middle of the drive."""

    def __init__(self, child: Child) -> None:
        super().__init__(child.obituary())
        self.child = child


@dataclass
class Stage:
    """One journey of a drive. ``clock`` tells the run's time, aware."""

    journey: str
    service: Service
    pair: Pair
    port: Port
    bed: Bed
    recorder: Recorder
    keyring: Keyring
    clock: Callable[[], datetime]
    patience: dict[str, float] = field(default_factory=dict)
    """Seconds to wait by kind of condition; shared by the journeys of a drive."""
    keys: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.applicant = self.pair.applicant.actor()
        self.other = self.pair.other.actor("other_applicant")
        self.public = Actor(role="public")
        self.case(**self.pair.applicant.keys)

    def officer(self, role: Role) -> Actor:
        """The officer who has ``role`` in the host's fixed accounts."""
        account = self.bed.host.accounts[role]
        return Actor(role=role, name=account, account=account, password=self.bed.staff_password)

    def attempt(self, operation: str, actor: Actor, /, label: str = "", **inputs: Any) -> Outcome:
        """Perform a step whatever comes of it. Raises :class:`BedDied` when a process of the bed has ended."""
        outcome = self.port.perform(self.journey, operation, actor, label=label, **inputs)
        if outcome.kind == "broken":
            self.check_bed(DYING if self.port.wire.unanswered else 0.0)
        return outcome

    def do(self, operation: str, actor: Actor, /, label: str = "", **inputs: Any) -> Any:
        """Perform a step that must be done; answers its result. Raises :class:`JourneyFailed` when it isn't."""
        outcome = self.attempt(operation, actor, label=label, **inputs)
        if not outcome.done:
            raise JourneyFailed(f"Bước {outcome.step} không thực hiện được: {outcome.why}")
        return outcome.result

    def check_bed(self, seconds: float = 0.0) -> None:
        """Raises :class:`BedDied` when a process of the bed has ended, or does within ``seconds``."""
        child = self.bed.dead(seconds)
        if child:
            raise BedDied(child)

    def national(self, system: str, action: str, /, **inputs: Any) -> Any:
        """Let a national system act. Raises :class:`JourneyFailed` when it refuses."""
        try:
            answer = self.bed.control.act(system, action, **inputs)
        except ActionRefused as refused:
            self._note_national(system, action, inputs, {"refused": refused.detail, "status": refused.status})
            raise JourneyFailed(f"{system}.{action}: {refused.detail}") from refused
        except TestBedError:
            self.check_bed(DYING)
            raise
        self._note_national(system, action, inputs, answer)
        return answer

    def wait(self, kind: str, condition: str, look: Callable[[], T | None]) -> T | None:
        """Wait until ``look`` finds something, looking again whenever the journal grows; ``None`` at the deadline.

        Once a ``kind`` of condition has missed its deadline, the next one of the kind is given less time.
        """
        started, found = time.monotonic(), None
        try:
            found = until(
                look, seconds=self.patience.get(kind, SECONDS), condition=condition, pause=self.bed.journal.pause
            )
        except Deadline:
            self.check_bed()
            self.patience[kind] = AFTER_A_MISS
        elapsed = round((time.monotonic() - started) * 1000, 1)
        self._event("wait", condition=condition, met=found is not None, elapsed_ms=elapsed)
        return found

    def observe(self, about: str, what: str, value: Any, label: str = "") -> None:
        """Note something seen in ``about`` (a system, or "city")."""
        ident = ".".join(part for part in (self.journey, what, label) if part)
        self._event("observation", id=ident, about=about, what=what, value=plain(value, self.recorder.blob))

    def case(self, **keys: str) -> None:
        """Note keys by which the journal's entries belong to this journey; each event carries all of them so far."""
        fresh = {name: key for name, key in keys.items() if key and key not in self.keys.get(name, [])}
        for name, key in fresh.items():
            self.keys.setdefault(name, []).append(key)
        if fresh:
            self._event("case", keys=self.keys)

    def note(self, text: str, level: str = "info") -> None:
        """A remark of the harness."""
        self._event("note", level=level, text=text)

    def signed(self, **fields: Any) -> None:
        """Note a signature made."""
        self._event("signing", **fields)

    def _note_national(self, system: str, action: str, inputs: Any, answer: Any) -> None:
        self._event("national", system=system, action=action, inputs=inputs, answer=answer)

    def _event(self, kind: str, /, **fields: Any) -> None:
        self.recorder.event(kind, journey=self.journey, **fields)
