"""A run's clock, on a real time that the test moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mocks.kernel.clock import ZONE, Clock, local

START = datetime(2026, 11, 22, 8, tzinfo=ZONE)


class Real:
    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def real() -> Real:
    return Real()


def test_it_runs_on_from_where_it_was_set(real: Real) -> None:
    clock = Clock(START, real)
    real.time += 5
    assert clock.now() == START + timedelta(seconds=5)


def test_it_stands_still_when_frozen_and_goes_on_from_there(real: Real) -> None:
    clock = Clock(START, real)
    real.time += 5
    clock.freeze()
    real.time += 100
    assert clock.now() == START + timedelta(seconds=5)
    clock.freeze(False)
    real.time += 1
    assert clock.now() == START + timedelta(seconds=6)


def test_it_runs_faster_when_scaled_without_a_jump(real: Real) -> None:
    clock = Clock(START, real)
    real.time += 10
    clock.pace(60)
    assert clock.now() == START + timedelta(seconds=10)
    real.time += 2
    assert clock.now() == START + timedelta(seconds=130)


@pytest.mark.parametrize("scale", [0, -1, float("nan")])
def test_a_scale_that_is_no_pace_is_refused(real: Real, scale: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        Clock(START, real).pace(scale)


def test_waiting_counts_real_seconds(real: Real) -> None:
    clock = Clock(START, real)
    clock.pace(60)
    assert clock.wait(START + timedelta(minutes=2)) == pytest.approx(2)
    assert clock.wait(START) == 0
    clock.freeze()
    assert clock.wait(START + timedelta(minutes=2)) is None
    assert clock.wait(START) == 0


def test_times_are_local_times_of_vietnam() -> None:
    assert local(datetime(2026, 11, 22, 1, tzinfo=UTC)) == START
    assert local(datetime(2026, 11, 22, 8)) == START  # noqa: DTZ001
    assert Clock(datetime(2026, 11, 22, 1, tzinfo=UTC)).now().hour == 8


def test_a_statutory_deadline_from_the_runs_time_or_another(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        url = "/_/runs/r1/clock/deadline"

        async def due(**query: Any) -> Any:
            return (await server.client.get(url, params=query)).json()

        assert await due(value=10) == {"start": "2026-11-22T08:00:00+07:00", "due": "2026-12-07T17:00:00+07:00"}
        assert (await due(value=4, unit="working_hours"))["due"] == "2026-11-23T12:00:00+07:00"
        assert (await due(value=1, start="2025-12-31T10:00:00"))["due"] == "2026-01-05T17:00:00+07:00"
        for wrong in ({}, {"value": -1}, {"value": 1, "unit": "weeks"}, {"value": 1, "start": "x"}):
            assert (await server.client.get(url, params=wrong)).status_code == 422

    play(scenario)
