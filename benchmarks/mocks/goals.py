"""The targets, and whether a measured figure meets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.mocks.measure import Spread


@dataclass(frozen=True)
class Goal:
    """``least``: the figure must be at least ``target``, else at most. ``unit``: × for ratios."""

    key: str
    what: str
    target: float
    stretch: float | None = None
    least: bool = True
    unit: str = "×"

    def wanted(self) -> str:
        return self._limit(self.target)

    def further(self) -> str:
        return "" if self.stretch is None else self._limit(self.stretch)

    def verdict(self, value: float) -> str:
        """``missed``, ``met``, or ``met, stretch too``."""
        if not self._holds(value, self.target):
            return "missed"
        return "met, stretch too" if self.stretch is not None and self._holds(value, self.stretch) else "met"

    def _holds(self, value: float, limit: float) -> bool:
        return value >= limit if self.least else value <= limit

    def _limit(self, value: float) -> str:
        return f"{'≥' if self.least else '≤'} {value:g}{'' if self.unit == '×' else ' '}{self.unit}"


@dataclass(frozen=True)
class Row:
    """A goal with what was measured; ``spread`` None: not measured, and ``note`` says why."""

    goal: Goal
    spread: Spread | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        return "not measured" if self.spread is None else self.goal.verdict(self.spread.median)

    def measured(self) -> str:
        """``2.31× [2.10..2.55]``"""
        if self.spread is None:
            return "–"
        unit = self.goal.unit if self.goal.unit == "×" else f" {self.goal.unit}"
        one = f"{self.spread.median:.2f}{unit}"
        return one if self.spread.low == self.spread.high else f"{one} [{self.spread.low:.2f}..{self.spread.high:.2f}]"


def _each(key: str, what: str, target: float, stretch: float, least: bool = True) -> list[Goal]:
    return [Goal(f"{key}.{name}", f"{name} {what}", target, stretch, least) for name in ("W1", "W2", "W3")]


GOALS: Sequence[Goal] = (
    *_each("wiremock", "per core against functional WireMock, journal on", 2.0, 3.0),
    *_each("wiremock-quiet", "per core against functional WireMock, journal off", 1.2, 2.0),
    *_each("bare", "per core against bare ASGI on uvicorn, the same work by hand", 0.5, 0.7),
    *_each("rules", "per core against bare ASGI on uvicorn, the same rules without the kernel", 0.5, 0.7),
    *_each("p99", "p99 at saturation against functional WireMock, journal on", 0.25, 0.1, False),
    Goal("cold", "cold start to the first answer against WireMock", 0.4, 0.2, False),
    Goal("delay", "50 ms injected delay, 200 connections: share of what is possible", 80, 90, True, "%"),
    Goal("growth", "W1 with many stored dossiers against empty, per core", 0.9),
    Goal("pause", "worst pause with many stored dossiers", 100, None, False, "ms"),
    Goal("memory", "memory per stored 2 KB dossier", 3, 2.3, False, "KiB"),
    Goal("token", "OIDC token (ES256) against MockPass, per core", 5),
)
"""Targets and stretch targets by key (performance reference §9)."""

PEERS: Sequence[Goal] = tuple(
    Goal(f"{server}.{name}", f"{name} per core against {title}", 1)
    for server, title in (("mockoon", "Mockoon"), ("prism", "Prism"))
    for name in ("W1", "W2", "W3")
)
"""Peers without a target of their own: we want to be the faster one."""
