"""The other figures: cold start, many stored dossiers, memory, an injected delay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mocks.measure import Meter, Pair
from benchmarks.mocks.servers import Ours, Server

RING = 12_000
"""More calls than the journal's ring holds."""


def cold_starts(servers: Sequence[type[Server]], core: int, folder: Path, times: int) -> dict[str, list[float]]:
    """Seconds from start to first right answer, by server, one start of each in turn."""
    took: dict[str, list[float]] = {server.name: [] for server in servers}
    for turn in range(times):
        for server in servers:
            started = server(core, folder / f"start-{turn}")
            took[server.name].append(started.start_seconds)
            started.stop()
            print(f"    {turn + 1} {server.name:15} {started.start_seconds:6.2f} s", flush=True)
    return took


@dataclass(frozen=True)
class Growth:
    """``full`` and ``empty``: runs of W1 in pairs; ``stored`` dossiers at the end, ``each`` bytes apiece."""

    pairs: list[Pair]
    stored: int
    each: float
    filling_max_us: float


def growth(meter: Meter, core: int, folder: Path, wanted: int, rounds: int) -> Growth:
    """W1 on a server with ``wanted`` dossiers beside one that has next to none."""
    full, empty = Ours(core, folder / "full"), Ours(core, folder / "empty")
    try:
        _calls(meter, full, RING)
        before, had = full.child.memory(), full.stored("W1") or 0
        worst = _fill(meter, full, wanted)
        each = (full.child.memory() - before) / ((full.stored("W1") or 0) - had)
        pairs = [_beside(meter, full, empty, turn) for turn in range(rounds)]
        return Growth(pairs, full.stored("W1") or 0, each, worst)
    finally:
        full.stop()
        empty.stop()


def _beside(meter: Meter, full: Ours, empty: Ours, turn: int) -> Pair:
    empty.reset()
    _calls(meter, empty, RING)
    pair = meter.pair(full, empty, "W1", turn)
    print(f"    {turn + 1} full / empty = {pair.rate:.2f}, slowest {pair.ours.max_us / 1e3:.0f} ms", flush=True)
    return pair


def _fill(meter: Meter, server: Ours, wanted: int) -> float:
    """Store until there are ``wanted`` dossiers; gives the slowest answer in µs."""
    worst = 0.0
    while (server.stored("W1") or 0) < wanted:
        worst = max(worst, meter.run(server, "W1", seconds=10).max_us)
        print(f"    {server.stored('W1')} dossiers, {server.child.memory() >> 20} MiB", flush=True)
    return worst


def _calls(meter: Meter, server: Server, wanted: int) -> None:
    """Make ``wanted`` calls that store nothing, so that the journal is full."""
    made = 0
    while made < wanted:
        made += meter.run(server, "W2").requests


@dataclass(frozen=True)
class Delay:
    """Requests per second of W2 over 200 connections, with each answer 50 ms late and without."""

    late: float
    free: float

    @property
    def share(self) -> float:
        """Percent of what is possible: 4,000 per second, or what server and generator do without the delay."""
        return 100 * self.late / min(LATE / LATENESS, self.free)


LATE, LATENESS = 200, 0.05
"""Connections, and seconds that each answer is late."""


def delay(meter: Meter, ours: Ours, rounds: int) -> list[Delay]:
    """Runs in pairs. Raises httpx.HTTPStatusError when the mocks have no faults."""
    found = []
    many = Meter(meter.generator, meter.seconds, LATE)
    rule = {"system": "portal", "operation": "LayThuTuc", "fault": {"kind": "latency", "seconds": LATENESS}}
    for turn in range(rounds):
        free = many.run(ours, "W2", turn)
        ours.client.post(f"{ours.url}/_/runs/bench/faults", json=rule).raise_for_status()
        late = many.run(ours, "W2", turn)
        ours.client.delete(f"{ours.url}/_/runs/bench/faults").raise_for_status()
        found.append(Delay(late.requests / late.seconds, free.requests / free.seconds))
        print(
            f"    {turn + 1} late {found[-1].late:.0f}/s, free {found[-1].free:.0f}/s = {found[-1].share:.0f} %",
            flush=True,
        )
    return found
