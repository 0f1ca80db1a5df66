"""When a rule strikes: aim, spared calls, number, probability, window, rate."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from mocks.kernel.faults.rule import Armed, Rule

NOW = datetime.fromisoformat("2026-11-22T08:00:00+07:00")


def rule(**more: Any) -> Rule:
    return Rule.model_validate({"fault": {"kind": "empty"}, **more})


def strikes(armed: Armed, calls: int, step: float = 1.0) -> list[bool]:
    return [armed.strikes(NOW + timedelta(seconds=step * number)) for number in range(calls)]


@pytest.mark.parametrize(
    ("aim", "wanted"),
    [({}, True), ({"system": "toy"}, True), ({"system": "axis"}, False), ({"operation": "KEEP"}, True),
     ({"operation": "keep"}, False), ({"method": "post"}, True), ({"method": "GET"}, False), ({"path": "/g"}, True),
     ({"path": "/*"}, True), ({"path": "/g*x"}, False), ({"system": "toy", "operation": "RING"}, False)],
)  # fmt: skip
def test_the_aim_takes_only_its_calls(aim: dict[str, str], wanted: bool) -> None:
    assert rule(**aim).aims("toy", "KEEP", "POST", "/g") is wanted


def test_the_first_calls_are_spared_and_the_number_is_kept() -> None:
    armed = Armed("f1", rule(skip=2, count=3), NOW, 1)
    assert strikes(armed, 8) == [False] * 2 + [True] * 3 + [False] * 3
    assert (armed.seen, armed.fired) == (8, 3)


def test_probability_comes_from_the_seed_and_nothing_else() -> None:
    first, same, other = (strikes(Armed("f1", rule(probability=0.3), NOW, seed), 200) for seed in (7, 7, 8))
    assert first == same
    assert first != other
    assert 30 < sum(first) < 90
    assert strikes(Armed("f2", rule(probability=0.3), NOW, 7), 200) != first


def test_the_window_is_on_the_runs_clock_and_its_end_is_outside() -> None:
    armed = Armed("f1", rule(after=2, lasting=3), NOW, 1)
    assert strikes(armed, 7) == [False, False, True, True, True, False, False]
    assert armed.seen == 3


def test_a_dated_window_narrows_a_relative_one() -> None:
    bounds = {"since": "2026-11-22T08:00:01+07:00", "until": "2026-11-22T08:00:03"}
    assert strikes(Armed("f1", rule(**bounds, lasting=100), NOW, 1), 5) == [False, True, True, False, False]


def test_a_rate_lets_so_many_through_in_any_stretch() -> None:
    armed = Armed("f1", Rule.model_validate({"fault": {"kind": "rate", "calls": 2, "seconds": 10}}), NOW, 1)
    assert strikes(armed, 5, step=4) == [False, False, True, False, False]
    assert armed.fired == 1


@pytest.mark.parametrize(
    "wrong",
    [{"fault": {}}, {"fault": {"kind": "nope"}}, {"fault": {"kind": "empty", "seconds": 1}}, {"probability": 0},
     {"probability": 1.5}, {"count": 0}, {"skip": -1}, {"lasting": 0}, {"id": "Không"}, {"wheree": "x"},
     {"fault": {"kind": "latency"}}, {"fault": {"kind": "latency", "seconds": 1, "median": 1}},
     {"fault": {"kind": "latency", "seconds": 301}}, {"fault": {"kind": "latency", "seconds": float("inf")}},
     {"fault": {"kind": "status", "status": 199}}, {"fault": {"kind": "status", "status": 600}},
     {"fault": {"kind": "truncated", "share": 1}}, {"fault": {"kind": "reset", "midway": True}},
     {"fault": {"kind": "dribble", "seconds": 1, "parts": 1}}, {"fault": {"kind": "duplicate", "times": 21}}],
)  # fmt: skip
def test_what_is_no_rule_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        rule(**wrong)
