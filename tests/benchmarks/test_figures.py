"""From runs to ratios, verdicts and the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.mocks.goals import GOALS, Goal
from benchmarks.mocks.measure import Pair, Run, Spread
from benchmarks.mocks.report import Findings, document, written

ABOUT: dict[str, Any] = {
    "date": "2026-11-22",
    "machine": {"cores": 2, "processor": "p", "memory_gib": 24, "system": "Linux"},
    "load_before": 0.1,
    "load_after": 1.0,
    "method": {
        "rounds": 1, "seconds": 2, "connections": 32, "warm_up": 20, "server_core": 0, "generator_core": 1,
        "generator": "wrk",
    },
    "versions": {"Python": "3.11"},
    "servers": {"toantrinh mocks": "all"},
}  # fmt: skip


def run(server: str, rate: float, p99: float = 1000, errors: int = 0) -> Run:
    return Run(server, "W1", 0, int(rate * 2) + errors, errors, 2.0, 2.0, 500, p99, 2 * p99)


def test_ratios_count_good_answers_per_second_of_cpu() -> None:
    pair = Pair(run("ours", 3000, p99=2000), run("wiremock", 1500, p99=8000, errors=600))
    assert pair.rate == 2.0
    assert pair.tail == 0.25


@pytest.mark.parametrize(
    ("value", "least", "verdict"),
    [
        (1.99, True, "missed"),
        (2.0, True, "met"),
        (2.99, True, "met"),
        (3.0, True, "met, stretch too"),
        (2.01, False, "missed"),
        (2.0, False, "met"),
        (0.99, False, "met, stretch too"),
    ],
)
def test_verdicts_at_the_limits(value: float, least: bool, verdict: str) -> None:
    assert Goal("k", "what", 2.0, 3.0 if least else 1.0, least).verdict(value) == verdict


def test_a_figure_is_the_median_with_lowest_and_highest() -> None:
    assert Spread.of([3.0, 1.0, 2.0]) == Spread(2.0, 1.0, 3.0)


def test_the_page_shows_misses_and_what_was_not_measured(tmp_path: Path) -> None:
    findings = Findings(notes={"delay": "no faults yet"})
    findings.take([Pair(run("ours", 1500, p99=9000), run("wiremock", 1000)), Pair(run("ours", 900), run("bare", 1000))])
    place = written(tmp_path, "r", findings, ABOUT)
    page = place.read_text()
    assert "| W1 per core against functional WireMock, journal on | ≥ 2× | ≥ 3× | 1.50× | missed |" in page
    assert "ASGI on uvicorn, the same work by hand | ≥ 0.5× | ≥ 0.7× | 0.90× | met, stretch too |" in page
    assert "(no faults yet) | ≥ 80 % | ≥ 90 % | – | not measured |" in page
    assert "| ours | 1,500 | – | – |" in page or "| ours | 900 | – | – |" in page
    assert json.loads((tmp_path / "r.json").read_text())["targets"][0]["verdict"] == "missed"


def test_every_target_is_in_the_document() -> None:
    shown = document(Findings(), ABOUT)["targets"]
    assert [row["key"] for row in shown] == [goal.key for goal in GOALS]
    assert {row["verdict"] for row in shown} == {"not measured"}
