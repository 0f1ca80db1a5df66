"""The clock of one run: real time unless somebody freezes, sets, advances or scales it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""Wire messages carry local times of Việt Nam, so every time a handler sees is in this zone."""


class Clock:
    """Simulated time: ``origin`` plus the real seconds since it was set, times ``scale``; or ``origin``, frozen."""

    def __init__(self, now: datetime | None = None, real: Callable[[], float] = time.monotonic) -> None:
        self._real = real
        self._origin = local(now or datetime.now(UTC))
        self._mark = real()
        self._scale = 1.0
        self._frozen = False

    def kept(self) -> tuple[datetime, float, float, bool]:
        """What it is made of: origin, mark, scale, frozen; :meth:`again` makes the same clock of it."""
        return self._origin, self._mark, self._scale, self._frozen

    @classmethod
    def again(cls, origin: datetime, mark: float, scale: float, frozen: bool, real: Callable[[], float]) -> Clock:
        """The clock that :meth:`kept` told of, on the same ``real`` time."""
        clock = cls(origin, real)
        clock._mark, clock._scale, clock._frozen = mark, scale, frozen
        return clock

    @property
    def frozen(self) -> bool:
        return self._frozen

    @property
    def scale(self) -> float:
        """Simulated seconds that pass in one real second."""
        return self._scale

    def now(self) -> datetime:
        """The run's time, aware, in :data:`ZONE`."""
        if self._frozen:
            return self._origin
        return self._origin + timedelta(seconds=(self._real() - self._mark) * self._scale)

    def set(self, now: datetime) -> None:
        """Jump to ``now`` (a naive time is local time); goes on running or stays frozen as before."""
        self._origin = local(now)
        self._mark = self._real()

    def freeze(self, frozen: bool = True) -> None:
        self.set(self.now())
        self._frozen = frozen

    def pace(self, scale: float) -> None:
        """Let ``scale`` simulated seconds pass in each real one.

        Raises:
            ValueError: ``scale`` is not above 0.
        """
        if not scale > 0:
            raise ValueError(f"scale must be above 0, not {scale}")
        self.set(self.now())
        self._scale = scale

    def wait(self, due: datetime) -> float | None:
        """Real seconds until the clock reaches ``due``; 0 when reached; None when frozen before it."""
        left = (due - self.now()).total_seconds()
        if left <= 0:
            return 0.0
        return None if self._frozen else left / self._scale


def local(moment: datetime) -> datetime:
    """``moment`` in :data:`ZONE`; a naive one is taken as local time."""
    return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment.astimezone(ZONE)
