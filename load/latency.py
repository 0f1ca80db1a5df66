"""Percentiles by operation, from the generator's histograms of response times."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PARTS = (50, 95, 99)


class FiguresError(Exception):
    """The generator's figures are unreadable; ``str()`` says where."""


@dataclass
class Figures:
    """The answers to one operation, all its HTTP requests together. Times in milliseconds.

    ``histogram``: requests by response time, which Locust rounds to two digits from 100 ms on.
    """

    operation: str
    requests: int = 0
    failures: int = 0
    total: float = 0.0
    slowest: float = 0.0
    histogram: Counter[int] = field(default_factory=Counter)

    @property
    def average(self) -> float:
        """The mean response time."""
        return self.total / self.requests if self.requests else 0.0

    def percentile(self, part: float) -> float:
        """The response time that ``part`` per cent of the answers kept (nearest rank)."""
        return of_histogram(self.histogram, part)

    def measure(self, name: str) -> float:
        """``average``, ``slowest``, or ``p50`` and the like."""
        if name.startswith("p"):
            return self.percentile(float(name[1:]))
        return self.slowest if name == "slowest" else self.average


def of_histogram(histogram: Mapping[int, int], part: float) -> float:
    """The smallest value that at least ``part`` per cent of the counted ones don't exceed; 0 for none."""
    rank, seen = math.ceil(sum(histogram.values()) * part / 100), 0
    for value in sorted(histogram):
        seen += histogram[value]
        if seen >= rank:
            return float(value)
    return 0.0


def of_values(values: Sequence[float], part: float) -> float:
    """The same of plain values, rounded to a tenth."""
    ranked = sorted(values)
    position = max(0, math.ceil(len(ranked) * part / 100) - 1)
    return round(ranked[position], 1) if ranked else 0.0


def read_figures(path: Path) -> list[Figures]:
    """The figures in Locust's JSON file, in the order in which operations first came. Raises FiguresError."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return merge(entries)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FiguresError(f"{path}: {type(error).__name__}: {error}") from error


def merge(entries: Sequence[Mapping[str, Any]]) -> list[Figures]:
    """One :class:`Figures` an operation: its GETs, POSTs … together."""
    found: dict[str, Figures] = {}
    for entry in sorted(entries, key=lambda entry: float(entry["start_time"])):
        figures = found.setdefault(entry["name"], Figures(entry["name"]))
        figures.requests += int(entry["num_requests"])
        figures.failures += int(entry["num_failures"])
        figures.total += float(entry["total_response_time"])
        figures.slowest = max(figures.slowest, float(entry["max_response_time"]))
        figures.histogram.update({int(value): int(count) for value, count in entry["response_times"].items()})
    return list(found.values())
