"""Measures the mocks beside WireMock, Mockoon, Prism and a bare ASGI application: ``python -m benchmarks.mocks.run``.

See benchmarks/README.md. Linux with two cores or more, Node and a Java runtime; wrk when there is one.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.mocks import extras, machine, measure, peers, report, tokens
from benchmarks.mocks.load import Generator
from benchmarks.mocks.measure import Meter
from benchmarks.mocks.report import WORKLOADS, Findings
from benchmarks.mocks.servers import SERVERS, Ours, Server, WireMock

RESULTS = Path(__file__).parents[1] / "results"
PARTS = ("peers", "cold", "growth", "token", "delay")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and write the results; 0 done, 2 the machine lacks something."""
    wanted = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _stopped)
    try:
        if not set(wanted.only) <= {"bare", "rules"} or "token" in wanted.parts:
            peers.install()
    except peers.NotReady as lack:
        print(lack, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        findings, about = _measured(wanted, Path(folder))
    place = report.written(wanted.out, f"{about['date']}-mocks", findings, about)
    print(place.read_text())
    return 0


def _stopped(number: int, frame: object) -> None:  # noqa: ARG001 - a signal handler
    """End like an error, so that the servers are stopped too."""
    raise SystemExit(128 + number)


def _measured(wanted: argparse.Namespace, folder: Path) -> tuple[Findings, dict[str, Any]]:
    meter = Meter(Generator(wanted.generator_core, wanted.own_generator), wanted.seconds, wanted.connections)
    findings, before = Findings(), machine.load()
    for part in wanted.parts:
        print(f"==> {part}", flush=True)
        _STEPS[part](wanted, meter, folder, findings)
    return findings, _about(wanted, meter, before)


def _about(wanted: argparse.Namespace, meter: Meter, before: float) -> dict[str, Any]:
    method = {
        name: getattr(wanted, name)
        for name in ("rounds", "seconds", "connections", "warm_up", "server_core", "generator_core")
    }
    chosen = [server for server in SERVERS if server.name in ("ours", *wanted.only)]
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine.facts(),
        "load_before": before,
        "load_after": machine.load(),
        "method": {**method, "generator": meter.generator.name},
        "versions": machine.versions(),
        "servers": {server.title: server.does for server in chosen},
    }


def _peers(wanted: argparse.Namespace, meter: Meter, folder: Path, findings: Findings) -> None:
    with ExitStack() as stack:
        ours = _started(stack, Ours, wanted, folder)
        others = [_started(stack, one, wanted, folder) for one in SERVERS if one.name in wanted.only]
        for name in WORKLOADS:
            for server in (ours, *others):
                print(f"    warming up {server.name} with {name}", flush=True)
                meter.warm(server, name, wanted.warm_up)
        findings.take(measure.compare(meter, ours, others, WORKLOADS, wanted.rounds))


def _started(stack: ExitStack, server: type[Server], wanted: argparse.Namespace, folder: Path) -> Server:
    started = server(wanted.server_core, folder)
    stack.callback(started.stop)
    print(f"    {started.title} answers after {started.start_seconds:.1f} s", flush=True)
    return started


def _cold(wanted: argparse.Namespace, meter: Meter, folder: Path, findings: Findings) -> None:  # noqa: ARG001 - a step
    kinds = [server for server in SERVERS if server.name in ("ours", "wiremock", "mockoon", "prism")]
    took = extras.cold_starts(kinds, wanted.server_core, folder, wanted.starts)
    findings.details["cold_start_seconds"] = took
    findings.figures["cold"] = [mine / its for mine, its in zip(took["ours"], took[WireMock.name], strict=True)]
    findings.notes["cold"] = f"{wanted.starts} starts each, in turn; ours includes making a run and signing in"


def _growth(wanted: argparse.Namespace, meter: Meter, folder: Path, findings: Findings) -> None:
    found = extras.growth(meter, wanted.server_core, folder, wanted.stored, wanted.rounds)
    findings.figures["growth"] = [pair.rate for pair in found.pairs]
    findings.figures["pause"] = [pair.ours.max_us / 1e3 for pair in found.pairs]
    findings.figures["memory"] = [found.each / 1024]
    findings.details["growth"] = {
        "pairs": [pair.shown() for pair in found.pairs],
        "filling_max_us": found.filling_max_us,
    }
    empty = max(pair.other.max_us for pair in found.pairs) / 1e3
    findings.notes["growth"] = f"{found.stored:,} stored"
    findings.notes["pause"] = (
        f"slowest answer of a run, {found.stored:,} stored; of the empty store at worst {empty:.0f} ms, "
        f"while filling {found.filling_max_us / 1e3:.0f} ms"
    )
    findings.notes["memory"] = f"resident memory over {found.stored:,} dossiers, journal full before"


def _token(wanted: argparse.Namespace, meter: Meter, folder: Path, findings: Findings) -> None:
    with ExitStack() as stack:
        ours = Ours(wanted.server_core, folder / "token")
        stack.callback(ours.stop)
        other = tokens.MockPass(wanted.server_core, folder)
        stack.callback(other.stop)
        meter.warm(other, "token", min(5, wanted.warm_up))
        pairs = tokens.compare(meter, ours, other, wanted.rounds)
    findings.figures["token"] = [pair.rate for pair in pairs]
    findings.details["token"] = [pair.shown() for pair in pairs]
    findings.notes["token"] = "MockPass signs RS256 and encrypts; ours signs ES256 and stores two tokens"


def _delay(wanted: argparse.Namespace, meter: Meter, folder: Path, findings: Findings) -> None:
    with ExitStack() as stack:
        ours = Ours(wanted.server_core, folder / "delay")
        stack.callback(ours.stop)
        found = extras.delay(meter, ours, wanted.rounds)
    findings.figures["delay"] = [one.share for one in found]
    findings.details["delay"] = [vars(one) for one in found]
    free = median(one.free for one in found)
    findings.notes["delay"] = f"the same without delay: {free:,.0f} per second"


_STEPS = {"peers": _peers, "cold": _cold, "growth": _growth, "token": _token, "delay": _delay}


def _parser() -> argparse.ArgumentParser:
    names = [server.name for server in SERVERS if server is not Ours]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mocks.run", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2, help="length of a run (wrk: whole seconds)")
    parser.add_argument("--warm-up", type=float, default=20, help="CPU seconds per workload and server before")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--stored", type=int, default=100_000, help="dossiers for the growth and memory figures")
    parser.add_argument("--starts", type=int, default=5, help="cold starts of each server")
    parser.add_argument("--only", nargs="*", choices=names, default=names, help="targets beside ours")
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=list(PARTS))
    parser.add_argument("--server-core", type=int, default=0)
    parser.add_argument("--generator-core", type=int, default=1)
    parser.add_argument("--own-generator", action="store_true", help="our generator although there is a wrk")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder of the result files")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
