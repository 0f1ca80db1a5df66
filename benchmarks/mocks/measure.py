"""Short runs in pairs: a target and our mocks right beside it, in turned order, several rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from benchmarks.mocks.load import Generator
from benchmarks.mocks.servers import Ours, Server


@dataclass(frozen=True)
class Run:
    """One run of a workload on a server. ``cpu``: seconds its process tree used; latencies in µs."""

    server: str
    workload: str
    turn: int
    requests: int
    errors: int
    seconds: float
    cpu: float
    p50_us: float
    p99_us: float
    max_us: float

    @property
    def per_core(self) -> float:
        """Good answers per second of CPU."""
        return (self.requests - self.errors) / self.cpu if self.cpu else 0.0


@dataclass(frozen=True)
class Pair:
    """Two runs beside each other."""

    ours: Run
    other: Run

    @property
    def rate(self) -> float:
        """How many times the other's requests per core."""
        return self.ours.per_core / self.other.per_core

    @property
    def tail(self) -> float:
        """Our p99 as a share of the other's."""
        return self.ours.p99_us / self.other.p99_us

    def shown(self) -> dict[str, Any]:
        return {"ours": asdict(self.ours), "other": asdict(self.other), "rate": self.rate, "tail": self.tail}


@dataclass(frozen=True)
class Spread:
    """A figure over several rounds."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        return cls(median(values), min(values), max(values))


class Meter:
    """Runs workloads for ``seconds`` over ``connections``."""

    def __init__(self, generator: Generator, seconds: float, connections: int) -> None:
        self.generator, self.seconds, self.connections = generator, seconds, connections

    def run(self, server: Server, name: str, turn: int = 0, seconds: float | None = None) -> Run:
        """One run; the server has proven beforehand that it does the workload.

        Raises:
            RuntimeError: it answers wrongly, or our mocks stored fewer records than they answered.
        """
        server.rest()
        server.probe(name, self.generator.number())
        before, stored = server.child.cpu(), _stored(server, name)
        fired = self.generator.fire(server.url, server.workload(name), seconds or self.seconds, self.connections)
        cpu = server.child.cpu() - before
        if stored is not None and (_stored(server, name) or 0) - stored < fired.requests:
            raise RuntimeError(f"{server.title} refused messages of {name}")
        return Run(server.name, name, turn, cpu=cpu, **asdict(fired))

    def warm(self, server: Server, name: str, seconds: float) -> None:
        """Let the server work until it has used ``seconds`` of CPU (a JIT compiler counts no other time).

        One that doesn't compile while it runs needs two at most.
        """
        until = server.child.cpu() + (seconds if server.compiles else min(2.0, seconds))
        for _ in range(10):
            if (left := until - server.child.cpu()) <= 0:
                return
            self.run(server, name, seconds=min(10.0, max(1.0, left)))

    def pair(self, ours: Server, other: Server, name: str, turn: int) -> Pair:
        """Both runs, ours first in even turns."""
        if turn % 2:
            second, first = self.run(other, name, turn), self.run(ours, name, turn)
            return Pair(first, second)
        return Pair(self.run(ours, name, turn), self.run(other, name, turn))


def compare(meter: Meter, ours: Server, others: Sequence[Server], names: Sequence[str], rounds: int) -> list[Pair]:
    """All pairs of all rounds; the order of targets turns every round."""
    pairs = []
    for turn in range(rounds):
        for name in names:
            for other in turned(others, turn):
                pairs.append(meter.pair(ours, other, name, turn))
                _say(pairs[-1])
    return pairs


def turned(items: Sequence[Server], turn: int) -> list[Server]:
    """The items, beginning ``turn`` places further on."""
    start = turn % len(items) if items else 0
    return [*items[start:], *items[:start]]


def _stored(server: Server, name: str) -> int | None:
    return server.stored(name) if isinstance(server, Ours) else None


def _say(pair: Pair) -> None:
    ours, other = pair.ours, pair.other
    print(
        f"    {ours.turn + 1} {ours.workload} {other.server:15} {ours.per_core:8.0f} / {other.per_core:8.0f} per core"
        f" = {pair.rate:5.2f}   p99 {ours.p99_us / 1e3:6.1f} / {other.p99_us / 1e3:6.1f} ms",
        flush=True,
    )
