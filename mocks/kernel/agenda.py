"""A run's due work: callbacks to the system under test and expiries, ordered by the run's clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Any

from mocks.kernel.operation import Callback, Later

KEPT = 1_000
"""How many finished callbacks a run remembers."""


class NotPossible(Exception):
    """A callback can't be treated this way in its present state; the text says why."""


@dataclass(eq=False)
class Delivery:
    """One callback on its way. ``state``: queued, held, delivered, failed or dropped."""

    id: str
    system: str
    callback: Callback
    due: datetime
    state: str = "queued"
    tries: int = 0
    sending: bool = False
    error: str = ""
    status: int | None = None
    faults: list[dict[str, Any]] = field(default_factory=list)
    """The faults set on purpose that it met."""

    def shown(self) -> dict[str, Any]:
        """As the control API lists it."""
        return {
            "id": self.id,
            "system": self.system,
            "target": self.callback.target,
            "operation": self.callback.operation,
            "state": self.state,
            "tries": self.tries,
            "due": self.due.isoformat() if self.open else None,
            "status": self.status,
            "error": self.error,
            "keys": dict(self.callback.keys),
            "fault": self.faults or None,
        }

    @property
    def open(self) -> bool:
        return self.state in ("queued", "held")


@dataclass(frozen=True, eq=False)
class Expiry:
    """An action that runs when the clock reaches ``due``."""

    system: str
    due: datetime
    action: str
    inputs: Mapping[str, Any]


Work = Delivery | Expiry


class Agenda:
    """What is still to come in one run. ``changed`` is told when something is due earlier than all before it."""

    def __init__(self) -> None:
        self.hold_new = False
        """Hold every new callback until somebody releases it."""
        self.changed: Callable[[], None] = _nobody
        self.clear()

    def clear(self) -> None:
        """Forget all work, past and coming."""
        self.hold_new = False
        self._made = self._planned = 0
        self._open: dict[str, Delivery] = {}
        self._finished: dict[str, Delivery] = {}
        self._expiries: list[tuple[datetime, int, Expiry]] = []

    def deliveries(self) -> list[Delivery]:
        """All callbacks remembered, in the order they were made."""
        return sorted([*self._finished.values(), *self._open.values()], key=lambda delivery: int(delivery.id[1:]))

    def call(self, system: str, callback: Callback, now: datetime) -> Delivery:
        """Queue ``callback``; its first try is due after its first delay."""
        self._made += 1
        delivery = Delivery(f"c{self._made}", system, callback, now + _delay(callback, 0))
        if self.hold_new:
            delivery.state = "held"
        self._open[delivery.id] = delivery
        self._tell(delivery.due)
        return delivery

    def expire(self, system: str, later: Later) -> None:
        """Remember to run an action at its time."""
        self._planned += 1
        self._plan(Expiry(system, later.at, later.action, later.inputs))
        self._tell(later.at)

    def next_due(self) -> datetime | None:
        """When the next piece of work is due; None when nothing is waiting for its time."""
        dues = [delivery.due for delivery in self._queued()]
        soonest = self._soonest()
        return min(dues if soonest is None else [*dues, soonest], default=None)

    def take(self, now: datetime) -> list[Work]:
        """The work due by ``now``, oldest first. Deliveries come marked as being sent, expiries leave the agenda."""
        sends = [delivery for delivery in self._queued() if delivery.due <= now]
        for delivery in sends:
            delivery.sending = True
        return sorted([*self._ripe(now), *sends], key=lambda work: work.due)

    def tried(self, delivery: Delivery, now: datetime, status: int | None, body: bytes, error: str) -> None:
        """Note the outcome of a try and set the next one, if the policy leaves one."""
        delivery.sending = False
        delivery.tries += 1
        delivery.status, delivery.error = status, error
        if delivery.id not in self._open or not delivery.open:
            return
        if status is not None and _acknowledged(delivery, status, body):
            self._finish(delivery, "delivered")
        elif (due := _next_try(delivery, now)) is not None:
            delivery.due = due
            self._tell(due)
        else:
            self._finish(delivery, "failed")

    def hold(self, id: str) -> Delivery:
        """Keep a queued callback back."""
        return self._move(id, ("queued",), "held")

    def release(self, id: str) -> Delivery:
        """Let a held callback go; it is due at its time, at once when that has passed."""
        delivery = self._move(id, ("held",), "queued")
        self._tell(delivery.due)
        return delivery

    def drop(self, id: str) -> Delivery:
        """Never send it (again)."""
        delivery = self._move(id, ("queued", "held"), "dropped")
        self._finish(delivery, "dropped")
        return delivery

    def duplicate(self, id: str, now: datetime) -> Delivery:
        """Queue the same message once more, due after its first delay; in whatever state the first one is."""
        original = self._find(id)
        return self.call(original.system, original.callback, now)

    def postpone(self, delivery: Delivery, seconds: float) -> None:
        """Let its next try be due ``seconds`` later than it was."""
        delivery.due += timedelta(seconds=seconds)

    def hasten(self, delivery: Delivery, now: datetime) -> None:
        """Let its next try be due now."""
        delivery.due = min(delivery.due, now)
        self._tell(delivery.due)

    def _plan(self, expiry: Expiry) -> None:
        heappush(self._expiries, (expiry.due, self._planned, expiry))

    def _soonest(self) -> datetime | None:
        return self._expiries[0][0] if self._expiries else None

    def _ripe(self, now: datetime) -> list[Expiry]:
        ripe: list[Expiry] = []
        while self._expiries and self._expiries[0][0] <= now:
            ripe.append(heappop(self._expiries)[2])
        return ripe

    def _queued(self) -> Iterator[Delivery]:
        return (delivery for delivery in self._open.values() if delivery.state == "queued" and not delivery.sending)

    def _tell(self, due: datetime) -> None:
        if self.next_due() == due:
            self.changed()

    def _find(self, id: str) -> Delivery:
        return self._open[id] if id in self._open else self._finished[id]

    def _move(self, id: str, allowed: tuple[str, ...], state: str) -> Delivery:
        delivery = self._find(id)
        if delivery.state not in allowed:
            raise NotPossible(f"{id} đang ở trạng thái {delivery.state}; chỉ làm được khi {' hoặc '.join(allowed)}")
        delivery.state = state
        return delivery

    def _finish(self, delivery: Delivery, state: str) -> None:
        delivery.state = state
        self._finished[delivery.id] = self._open.pop(delivery.id)
        if len(self._finished) > KEPT:
            del self._finished[next(iter(self._finished))]


def _nobody() -> None:
    """Nobody waits for the agenda."""


def _acknowledged(delivery: Delivery, status: int, body: bytes) -> bool:
    try:
        return delivery.callback.acknowledged(status, body)
    except Exception as error:
        delivery.error = f"không hiểu câu trả lời: {error!r}"
        return False


def _delay(callback: Callback, tried: int) -> timedelta:
    delays = callback.delays or (0.0,)
    return timedelta(seconds=delays[tried])


def _next_try(delivery: Delivery, now: datetime) -> datetime | None:
    callback = delivery.callback
    if delivery.tries >= len(callback.delays or (0.0,)):
        return None
    due = now + _delay(callback, delivery.tries)
    return None if callback.before is not None and due > callback.before else due
