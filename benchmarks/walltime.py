"""Where the wall time of one check goes: service, mocks, harness, start-up. Shares of one run, never absolute claims.

    python benchmarks/walltime.py [--rounds 5]

*service* is the time the harness waited for the service's answers, less what the mocks spent on calls they got
meanwhile (their own service time, from the journal); *harness* is the rest of the journeys and the judging;
*start-up* is everything until the first journey starts and the interpreters' own start. Goal: harness at most 30 % of
the time without start-up.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fixtures import services
from harness.drive import drive
from harness.judge import judge
from harness.recording import open_recording
from toantrinh import __version__

SERVICE = "cap-lai-chung-chi-moi-gioi"
RESULTS = Path(__file__).parent / "results"
GOAL = 0.30


def measure(service: str) -> dict[str, float]:
    """One check, split; seconds."""
    with tempfile.TemporaryDirectory(prefix="toantrinh-bench-") as folder:
        began = time.perf_counter()
        recording = drive(services.load(service), out=Path(folder) / "recording")
        driven = time.perf_counter()
        judge(recording)
        judged = time.perf_counter()
        opened = open_recording(recording)
    timing: dict[str, float] = opened.run["timing"]
    mocks = sum(_own_seconds(event) for event in opened.events if event["kind"] == "journal")
    harness = timing["journeys"] - timing["answers"] + judged - driven - judge_start()
    whole = judged - began
    return {
        "service": timing["answers"] - mocks,
        "mocks": mocks,
        "harness": harness,
        "start-up": whole - timing["answers"] - harness,
        "whole": whole,
    }


def judge_start() -> float:
    """Seconds the judging process needs before it judges anything: an interpreter, pytest, our plugin."""
    began = time.perf_counter()
    command = [sys.executable, "-P", "-m", "pytest", "--version", "-p", "harness.plugin"]
    env = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    with tempfile.TemporaryDirectory() as elsewhere:
        subprocess.run(command, cwd=elsewhere, env=env, capture_output=True, check=True)
    return time.perf_counter() - began


def _own_seconds(event: dict[str, Any]) -> float:
    entry = event["entry"]
    return float(entry["elapsed_us"]) / 1e6 if entry["direction"] == "in" else 0.0


def summary(rounds: list[dict[str, float]]) -> dict[str, Any]:
    """Median share of each part over the rounds, and the harness's share without start-up."""
    parts = ("service", "mocks", "harness", "start-up")
    shares = {part: statistics.median(one[part] / one["whole"] for one in rounds) for part in parts}
    harness = statistics.median(one["harness"] / (one["whole"] - one["start-up"]) for one in rounds)
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "version": __version__,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "service": SERVICE,
        "rounds": len(rounds),
        "shares": {part: round(share, 3) for part, share in shares.items()},
        "harness_without_start_up": round(harness, 3),
        "goal": GOAL,
        "kept": harness <= GOAL,
    }


def table(found: dict[str, Any]) -> str:
    """The summary as Markdown."""
    rows = [f"| {part} | {share:.0%} |" for part, share in found["shares"].items()]
    verdict = "kept" if found["kept"] else "missed"
    return "\n".join(
        [
            f"# Wall time of one check, {found['date']}",
            "",
            f"toantrinh {found['version']}, {found['machine']}; `{found['service']}`, {found['rounds']} rounds.",
            "",
            "| part | share of the whole |",
            "|---|---|",
            *rows,
            "",
            f"Harness without start-up: {found['harness_without_start_up']:.0%} (goal ≤ {GOAL:.0%}: {verdict}).",
            "",
        ]
    )


def main() -> None:
    """Measure, print, write ``benchmarks/results/walltime.{json,md}``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = []
    for number in range(1, (count := parser.parse_args().rounds) + 1):
        print(f"round {number}/{count}", flush=True)
        rounds.append(measure(SERVICE))
    found = summary(rounds)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "walltime.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (RESULTS / "walltime.md").write_text(table(found), encoding="utf-8")
    print(table(found))


if __name__ == "__main__":
    main()
