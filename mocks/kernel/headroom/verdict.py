"""Says whether the mocks were a bottleneck. The thresholds are engineering choices of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mocks.kernel.headroom.meter import Meter
from mocks.kernel.headroom.sampler import Second

LAG = 0.05
"""Seconds by which the loop may be late, on average over a second, in 95 of 100 seconds watched."""
FEW = 2
"""So many late seconds at least: one alone says nothing."""
SHARE = 0.85
"""Share of a core that the process may take on average: the loop has one core and no more."""
SLOW = 100.0
"""Milliseconds that a system may itself take to answer, in 95 of 100 calls."""


def process(seconds: Sequence[Second]) -> dict[str, Any]:
    """Of the process: queue delay of the loop, share of a core, and whether either is too much and why."""
    lags = sorted(second.lag for second in seconds)
    late, share = _at(lags, 0.95), sum(second.share for second in seconds) / max(1, len(seconds))
    queued = late > LAG and sum(lag > LAG for lag in lags) >= FEW
    why = [f"vòng lặp trễ {late * 1000:.0f} ms (p95)"][:queued] + [f"chiếm {share:.0%} một lõi"][: share > SHARE]
    return {
        "seconds": len(seconds),
        "lag_ms": {
            "p50": _ms(_at(lags, 0.5)),
            "p95": _ms(late),
            "worst": _ms(max((one.worst for one in seconds), default=0.0)),
        },
        "cpu_share": {"mean": round(share, 3), "worst": round(max((one.share for one in seconds), default=0.0), 3)},
        "saturated": bool(why),
        "why": why,
    }


def systems(meters: Mapping[str, Meter], whole: Mapping[str, Any]) -> dict[str, Any]:
    """Of each system: its counts; saturated when it was used and the process was, or when it is slow by itself."""
    return {name: {**meter.shown(), **_flag(meter, whole["why"])} for name, meter in meters.items()}


def _flag(meter: Meter, why: Sequence[str]) -> dict[str, Any]:
    slow = meter.percentile(0.95) / 1000
    found = [*(why if meter.calls else ()), *[f"tự mất {slow:.0f} ms (p95)"][: slow > SLOW]]
    return {"saturated": bool(found), "why": found}


def _at(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0.0


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
