"""Counts, percentiles, lateness, and the flag that says the mocks were the bottleneck."""

from __future__ import annotations

import asyncio
import random
import time
from typing import Any

import pytest

from mocks.kernel.headroom import sampler, verdict
from mocks.kernel.headroom.meter import Meter
from mocks.kernel.headroom.sampler import Sampler, Second


def test_percentiles_are_right_to_an_eighth() -> None:
    chance = random.Random(7)
    values = sorted(int(chance.lognormvariate(6, 2)) for _ in range(5000))
    meter = Meter()
    for value in values:
        meter.note(value, accepted=value % 2 == 0)
    for share in (0.01, 0.5, 0.95, 1.0):
        exact = values[max(0, int(share * len(values)) - 1)]
        assert exact <= meter.percentile(share) <= exact * 1.125 + 1
    assert meter.percentile(1) == meter.slowest == values[-1]
    assert meter.refused == sum(value % 2 for value in values)
    assert (meter.calls, meter.busy) == (5000, sum(values))


@pytest.mark.parametrize("value", [0, 1, 15, 16, 17, 2**40, 2**60])
def test_any_duration_has_a_place(value: int) -> None:
    meter = Meter()
    meter.note(value, accepted=True)
    assert meter.percentile(0.5) == value


def test_nothing_measured_is_nothing_claimed() -> None:
    assert Meter().percentile(0.95) == 0
    whole = verdict.process([])
    assert (whole["saturated"], whole["seconds"], whole["lag_ms"]["worst"]) == (False, 0, 0.0)


def seconds(lag: float, share: float, count: int = 20) -> list[Second]:
    return [Second(float(number), lag, lag, share) for number in range(count)]


@pytest.mark.parametrize(
    ("lag", "share", "why"),
    [(0.01, 0.3, []), (0.06, 0.3, ["vòng lặp trễ 60 ms (p95)"]), (0.01, 0.9, ["chiếm 90% một lõi"]),
     (0.06, 0.9, ["vòng lặp trễ 60 ms (p95)", "chiếm 90% một lõi"])],
)  # fmt: skip
def test_the_process_is_saturated_by_lateness_or_by_the_processor(lag: float, share: float, why: list[str]) -> None:
    whole = verdict.process(seconds(lag, share))
    assert (whole["saturated"], whole["why"]) == (bool(why), why)


@pytest.mark.parametrize("others", [0, 3, 99])
def test_one_late_second_alone_says_nothing(others: int) -> None:
    whole = verdict.process([*seconds(0.0, 0.1, others), Second(100.0, 8.0, 9.0, 0.1)])
    assert not whole["saturated"]
    assert whole["lag_ms"]["worst"] == 9000.0


def test_a_system_is_flagged_when_it_was_used_or_is_slow_itself() -> None:
    used, idle, slow = Meter(), Meter(), Meter()
    used.note(500, accepted=True)
    slow.note(150_000, accepted=True)
    meters = {"used": used, "idle": idle, "slow": slow}
    shown = verdict.systems(meters, verdict.process(seconds(0.06, 0.1)))
    assert {name: one["saturated"] for name, one in shown.items()} == {"used": True, "idle": False, "slow": True}
    shown = verdict.systems(meters, verdict.process(seconds(0.0, 0.1)))
    assert {name: one["saturated"] for name, one in shown.items()} == {"used": False, "idle": False, "slow": True}
    assert shown["slow"]["why"] == ["tự mất 150 ms (p95)"]


class Time:
    """A clock that goes on by ``step`` seconds at each look, while the processor works for half of it."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 100.0, step

    def monotonic(self) -> float:
        self.now += self.step
        return self.now

    def process_time(self) -> float:
        return self.now / 2


@pytest.mark.parametrize(("step", "lag"), [(0.1, 0.0), (0.3, 0.2)])
def test_a_loop_that_runs_late_is_seen(monkeypatch: pytest.MonkeyPatch, step: float, lag: float) -> None:
    async def scenario() -> Second:
        seen = Sampler()
        seen.start()
        while not seen.seconds:
            await asyncio.sleep(0)
        await seen.stop()
        assert seen.since(0.0) == list(seen.seconds)
        assert seen.since(seen.seconds[-1].at) == []
        return seen.seconds[0]

    monkeypatch.setattr(sampler, "time", Time(step))
    monkeypatch.setattr(sampler, "BEAT", 0.1)
    monkeypatch.setattr(sampler, "sleep", lambda seconds: asyncio.sleep(0))
    second = asyncio.run(asyncio.wait_for(scenario(), 20))
    assert (second.lag, second.worst) == (pytest.approx(lag), pytest.approx(lag))
    assert second.share == pytest.approx(0.5, rel=0.3)


def test_a_run_and_the_server_say_how_much_room_is_left(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        await server.keep("H1")
        await server.keep("H1")
        server.app.sampler.seconds.extend([Second(time.monotonic() + 1, 0.2, 0.3, 0.5)] * 3)
        room = (await server.client.get("/_/runs/r1/headroom")).json()
        toy = room["systems"]["toy"]
        assert (toy["calls"], toy["refused"], toy["saturated"]) == (2, 1, True)
        assert 0 < toy["p50_ms"] <= toy["slowest_ms"]
        assert room["process"]["lag_ms"] == {"p50": 200.0, "p95": 200.0, "worst": 300.0}
        assert room["journal"] == {"last": 2, "dropped": 0}
        health = (await server.client.get("/_/health")).json()
        assert (health["status"], health["saturated"], health["headroom"]["seconds"]) == ("ok", True, 3)
        await server.client.post("/_/runs/r1/reset")
        assert (await server.client.get("/_/runs/r1/headroom")).json()["systems"]["toy"]["calls"] == 0
        assert (await server.client.get("/_/runs/r1/headroom?seconds=0")).status_code == 422

    play(scenario)


def test_every_answer_tells_its_own_time(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        answers = [await server.keep("H1"), await server.client.get("/r1/toy/nope"),
                   await server.client.post("/r1/toy/fail")]  # fmt: skip
        for answer in answers:
            assert answer.headers["server-timing"].startswith("mock;dur=")

    play(scenario)
