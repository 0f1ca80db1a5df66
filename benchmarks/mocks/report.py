"""From measured pairs to the table of targets, as JSON and as a page to read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.mocks.goals import GOALS, PEERS, Goal, Row
from benchmarks.mocks.measure import Pair, Spread

WORKLOADS = ("W1", "W2", "W3")
_TITLES = {"W1": "write a ~2 KB dossier", "W2": "read a procedure", "W3": "payment INIT with checksum"}


@dataclass
class Findings:
    """All that was measured. ``figures``: goal key → its values; ``notes``: goal key → what to know about it."""

    pairs: list[Pair] = field(default_factory=list)
    figures: dict[str, list[float]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)

    def take(self, pairs: Sequence[Pair]) -> None:
        """Runs of workloads beside the targets."""
        self.pairs += pairs
        for pair in pairs:
            self.figures.setdefault(f"{pair.other.server}.{pair.other.workload}", []).append(pair.rate)
            if pair.other.server == "wiremock":
                self.figures.setdefault(f"p99.{pair.other.workload}", []).append(pair.tail)

    def rows(self, goals: Sequence[Goal]) -> list[Row]:
        return [Row(goal, self._spread(goal.key), self.notes.get(goal.key, "")) for goal in goals]

    def _spread(self, key: str) -> Spread | None:
        return Spread.of(self.figures[key]) if self.figures.get(key) else None


def written(folder: Path, name: str, findings: Findings, about: Mapping[str, Any]) -> Path:
    """Write ``name.json`` and ``name.md`` into ``folder``; gives the place of the page."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(document(findings, about), indent=1, ensure_ascii=False) + "\n")
    place = folder / f"{name}.md"
    place.write_text(page(findings, about))
    return place


def document(findings: Findings, about: Mapping[str, Any]) -> dict[str, Any]:
    """Everything, for programs."""
    return {
        **about,
        "targets": [_plain(row) for row in findings.rows(GOALS)],
        "peers": [_plain(row) for row in findings.rows(PEERS)],
        "details": findings.details,
        "pairs": [pair.shown() for pair in findings.pairs],
    }


def _plain(row: Row) -> dict[str, Any]:
    spread = None if row.spread is None else vars(row.spread)
    goal = {"key": row.goal.key, "what": row.goal.what, "target": row.goal.wanted(), "stretch": row.goal.further()}
    return {**goal, "measured": spread, "verdict": row.verdict, "note": row.note}


def page(findings: Findings, about: Mapping[str, Any]) -> str:
    """The page in Markdown."""
    parts = [
        f"# Mocks beside other mock servers, {about['date']}",
        _intro(about),
        "## Targets",
        _targets(findings.rows(GOALS)),
        "## Other peers",
        _targets(findings.rows(PEERS)),
        "## Medians of the same run",
        "Read the ratios, not these: they move with the machine and its neighbours.",
        _medians(findings.pairs, lambda run: f"{run.per_core:,.0f}", "good answers per second of CPU"),
        _medians(findings.pairs, lambda run: f"{run.p50_us / 1e3:.1f} / {run.p99_us / 1e3:.1f}", "p50 / p99 ms"),
        "## What each target does",
        "\n".join(f"- **{title}**: {does}." for title, does in about["servers"].items()),
        "## Versions",
        ", ".join(f"{name} {text}" for name, text in about["versions"].items()) + ".",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _intro(about: Mapping[str, Any]) -> str:
    machine, method = about["machine"], about["method"]
    return (
        f"{machine['cores']} cores ({machine['processor']}), {machine['memory_gib']} GiB, {machine['system']}; load "
        f"average {about['load_before']} before and {about['load_after']} after. Server pinned to core "
        f"{method['server_core']}, {method['generator']} to core {method['generator_core']}, loopback; "
        f"{method['rounds']} rounds of {method['seconds']:g} s over {method['connections']} connections, our mocks run "
        "beside every target in every round, order turned; every server warmed up for "
        f"{method['warm_up']:g} s of its own CPU time per workload. A figure is the median of the rounds with lowest "
        "and highest; «per core» divides good answers by the CPU seconds of the whole process tree."
    )


def _targets(rows: Sequence[Row]) -> str:
    lines = ["| what | target | stretch | measured | verdict |", "|---|---|---|---|---|"]
    for row in rows:
        what = f"{row.goal.what} ({row.note})" if row.note else row.goal.what
        lines.append(f"| {what} | {row.goal.wanted()} | {row.goal.further()} | {row.measured()} | {row.verdict} |")
    return "\n".join(lines)


def _medians(pairs: Sequence[Pair], shown: Callable[[Any], str], unit: str) -> str:
    if not pairs:
        return ""
    lines = [f"| {unit} | {' | '.join(f'{name} {_TITLES[name]}' for name in WORKLOADS)} |", "|---|---|---|---|"]
    runs = [run for pair in pairs for run in (pair.ours, pair.other)]
    for server in dict.fromkeys(run.server for run in runs):
        cells = [
            _middle([run for run in runs if run.server == server and run.workload == name], shown) for name in WORKLOADS
        ]
        lines.append(f"| {server} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _middle(runs: Sequence[Any], shown: Callable[[Any], str]) -> str:
    """The run whose rate is the median."""
    if not runs:
        return "–"
    middle = median(run.per_core for run in runs)
    return shown(min(runs, key=lambda run: abs(run.per_core - middle)))
