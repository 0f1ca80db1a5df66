"""Counts of one system in one run: calls and own service times, cheap enough to take at every call."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

_FINE = 3
"""Bits kept below the leading one: the buckets are at most an eighth wide."""


class Meter:
    """A histogram of service times in microseconds, since the run began or was reset."""

    def __init__(self) -> None:
        self.calls = self.refused = self.busy = self.slowest = 0
        self._buckets = [0] * (64 << _FINE)

    def note(self, microseconds: int, accepted: bool) -> None:
        """Count a call."""
        self.calls += 1
        self.busy += microseconds
        if not accepted:
            self.refused += 1
        if microseconds > self.slowest:
            self.slowest = microseconds
        self._buckets[_bucket(microseconds)] += 1

    def percentile(self, share: float) -> int:
        """Microseconds that ``share`` (0–1) of the calls took at most, up to an eighth too high; 0 without calls."""
        wanted, seen = share * self.calls, 0
        for bucket, count in enumerate(self._buckets):
            seen += count
            if count and seen >= wanted:
                return min(_top(bucket), self.slowest)
        return 0

    def shown(self) -> dict[str, Any]:
        """As the control API shows it."""
        return {
            "calls": self.calls,
            "refused": self.refused,
            "busy_seconds": round(self.busy / 1e6, 6),
            "p50_ms": self.percentile(0.5) / 1000,
            "p95_ms": self.percentile(0.95) / 1000,
            "slowest_ms": self.slowest / 1000,
        }


class Room:
    """What one process counts of a run. ``begun``: since when, monotonic seconds."""

    def __init__(self, systems: Iterable[str]) -> None:
        self._systems = tuple(systems)
        self.reset()

    def reset(self) -> None:
        """Begin to count."""
        self.begun = time.monotonic()
        self.meters = {name: Meter() for name in self._systems}


def _bucket(value: int) -> int:
    """Small values have buckets of their own; above, one for each eighth of a power of two."""
    shift = value.bit_length() - 1 - _FINE
    return value if shift <= 0 else (shift << _FINE) + (value >> shift)


def _top(bucket: int) -> int:
    """The greatest value of a bucket."""
    if bucket < 2 << _FINE:
        return bucket
    shift = (bucket >> _FINE) - 1
    return ((bucket - (shift << _FINE) + 1) << shift) - 1
