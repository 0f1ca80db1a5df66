"""Whose turn it is: the visits in order, the people who aren't out on one, and the time since the start."""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from harness.journeys.cast import Player
from harness.performance import clock_from
from harness.testbed import Control, host_for
from load.books import Writer
from load.latency import of_values
from load.plan import Visit
from load.scene import Ground
from load.work import GRACE, Ring, Work

SECONDS = 30.0
"""How long an answer may take before it counts as none."""


class Roster:
    """What the users of one generator share. ``pause`` waits so many seconds without holding anybody else up."""

    def __init__(self, work: Work, pause: Callable[[float], object]) -> None:
        players, dice = work.players(), random.Random(work.seed)
        self.work, self.books = work, Writer(work.books)
        self.lags: list[float] = []
        """How late the process was each time it looked, in milliseconds."""
        self._schedule, self._free = deque(work.schedule()), deque(players)
        self._left = len(self._schedule)
        self._begun = self._used = 0.0
        self.platform = host_for(work.platform).platform_class()
        self.ground = Ground(
            service=work.described(),
            base_url=work.base_url,
            control=Control(work.control, work.run, seconds=SECONDS),
            keyring=Ring(work, players),
            books=self.books,
            clock=clock_from(None),
            think=lambda: dice.uniform(work.think.min, work.think.max),
            pause=pause,
        )

    def start(self) -> None:
        """The clock starts."""
        self._begun, self._used = time.monotonic(), time.process_time()

    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._begun

    def next(self) -> Visit | None:
        """The next visit of the schedule; ``None`` when all are given out."""
        return self._schedule.popleft() if self._schedule else None

    @property
    def open(self) -> bool:
        """Whether a visit may still begin: the time is not over."""
        return self.seconds() <= self.work.duration + GRACE

    def done(self, visit: Visit) -> bool:  # noqa: ARG002 reads as a sentence
        """One visit more is over; whether it was the last."""
        self._left -= 1
        return self._left == 0

    @contextmanager
    def player(self, visit: Visit) -> Iterator[Player]:
        """The person whose turn it is longest, away for ``visit``: nobody is out twice at the same time."""
        player, late = self._free.popleft(), (self.seconds() - visit.at) * 1000
        who = player.organisation.code if player.organisation else player.person.number
        self.books.write("started", visit=visit.number, visitor=visit.kind, person=who, late_ms=round(late, 1))
        try:
            yield player
        finally:
            self._free.append(player)

    def sum_up(self) -> None:
        """Note what the generator itself took: processor seconds, and lateness of its loop in milliseconds."""
        used, wall = time.process_time() - self._used, self.seconds()
        lags = {str(part): of_values(self.lags, part) for part in (50, 95, 99)}
        lag_ms = {**lags, "max": round(max(self.lags, default=0.0), 1)}
        self.books.write("generator", cpu_seconds=round(used, 3), wall_seconds=round(wall, 3), lag_ms=lag_ms)
