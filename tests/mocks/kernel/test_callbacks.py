"""Callbacks and expiries on the run's clock: retries, hold, release, duplicate, drop, and what the journal says."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import pytest

from mocks.kernel.courier import Post
from mocks.kernel.operation import Callback

TARGET = {"toy.back": "http://127.0.0.1:9000/back"}


async def ready(server: Any, target: bool = True) -> None:
    await server.run()
    if target:
        await server.client.put("/_/runs/r1/targets", json=TARGET)


async def ring(server: Any) -> None:
    await server.client.post("/r1/toy/g", json={"service": "RING"})


async def advance(server: Any, seconds: float) -> dict[str, Any]:
    answer = await server.client.post("/_/runs/r1/clock/advance", json={"seconds": seconds})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def callbacks(server: Any) -> list[dict[str, Any]]:
    return list((await server.client.get("/_/runs/r1/callbacks")).json())


async def sent(server: Any, count: int) -> list[dict[str, Any]]:
    """The first ``count`` out entries, waiting for them."""
    entries: list[dict[str, Any]] = []
    after = 0
    while len(entries) < count:
        page = await server.journal(after=after, wait=5, direction="out")
        entries, after = entries + page["entries"], page["next"]
    return entries


def test_a_callback_is_sent_at_once_and_journalled(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await ready(server)
        await ring(server)
        (entry,) = await sent(server, 1)
        assert server.city.got == [("POST", "http://127.0.0.1:9000/back/in?x=1", b'{"a":1}')]
        assert (entry["operation"], entry["callback"], entry["try"], entry["target"]) == ("RING", "c1", 1, "toy.back")
        assert (entry["path"], entry["query"], entry["keys"]) == ("/back/in", "x=1", {"MaHoSo": "H1"})
        assert (entry["response"]["status"], entry["response"]["headers"], entry["accepted"]) == (
            200,
            {"x-city": "1"},
            True,
        )
        assert (await callbacks(server))[0]["state"] == "delivered"

    play(scenario)


def test_a_refused_callback_is_tried_again_when_the_clock_gets_there(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await ready(server)
        server.city.answers = [500, 200]
        await ring(server)
        await sent(server, 1)
        (callback,) = await callbacks(server)
        assert (callback["state"], callback["tries"], callback["due"]) == ("queued", 1, "2026-11-22T08:00:30+07:00")
        assert (await advance(server, 29))["done"] == 0
        done = await advance(server, 1)
        assert (done["done"], done["now"]) == (1, "2026-11-22T08:00:30+07:00")
        assert [entry["try"] for entry in await sent(server, 2)] == [1, 2]
        assert (await callbacks(server))[0]["state"] == "delivered"

    play(scenario)


def test_a_long_jump_makes_every_try_at_its_own_time(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await ready(server)
        server.city.answers = [500, 500]
        await ring(server)
        assert (await advance(server, 7200))["now"] == "2026-11-22T10:00:00+07:00"
        entries = await sent(server, 2)
        assert [entry["clock"][:19] for entry in entries] == ["2026-11-22T08:00:00", "2026-11-22T08:00:30"]
        assert (await callbacks(server))[0]["state"] == "failed"
        expired = (await server.client.get("/_/runs/r1/state/toy/expired/k")).json()
        assert expired == {"at": "2026-11-22T09:00:00+07:00"}

    play(scenario)


@pytest.mark.parametrize("error", [ConnectionRefusedError("refused"), TimeoutError("late")])
def test_no_answer_is_journalled_with_its_reason(play: Any, error: Exception) -> None:
    async def scenario(server: Any) -> None:
        await ready(server)
        server.city.answers = [error]
        await ring(server)
        (entry,) = await sent(server, 1)
        assert (entry["response"], entry["error"], entry["accepted"]) == (None, str(error), False)
        assert (await callbacks(server))[0]["error"] == str(error)

    play(scenario)


def test_without_target_nothing_is_sent_and_the_journal_says_why(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await ready(server, target=False)
        await ring(server)
        (entry,) = await sent(server, 1)
        assert server.city.got == []
        assert "toy.back" in entry["error"]

    play(scenario)


def test_new_callbacks_can_be_held_and_released(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await ready(server)
        post = server.client.post
        assert (await server.client.put("/_/runs/r1/callbacks", json={"hold": True})).json() == {"hold": True}
        await ring(server)
        await advance(server, 1000)
        assert server.city.got == []
        assert (await callbacks(server))[0]["state"] == "held"
        assert (await post("/_/runs/r1/callbacks/c1/release")).json()["state"] == "queued"
        await sent(server, 1)
        assert (await callbacks(server))[0]["state"] == "delivered"

    play(scenario)


def test_a_waiting_callback_can_be_held_dropped_and_duplicated(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await ready(server)
        server.city.answers = [500]
        await ring(server)
        await sent(server, 1)
        post = server.client.post
        assert (await post("/_/runs/r1/callbacks/c1/hold")).json()["state"] == "held"
        assert (await post("/_/runs/r1/callbacks/c1/hold")).status_code == 409
        await advance(server, 100)
        assert len(server.city.got) == 1
        assert (await post("/_/runs/r1/callbacks/c1/duplicate")).json()["id"] == "c2"
        await sent(server, 2)
        assert (await post("/_/runs/r1/callbacks/c1/drop")).json()["state"] == "dropped"
        for verb in ("drop", "hold", "release"):
            answer = await post(f"/_/runs/r1/callbacks/c1/{verb}")
            assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
        assert [callback["state"] for callback in await callbacks(server)] == ["dropped", "delivered"]
        assert server.city.got[0] == server.city.got[1]
        assert (await post("/_/runs/r1/callbacks/c9/drop")).status_code == 404

    play(scenario)


def test_a_callback_dropped_on_its_way_stays_dropped(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await ready(server)
        server.city.gate = asyncio.Event()
        server.city.answers = [500]
        await ring(server)
        await server.city.arrived.wait()
        await server.client.post("/_/runs/r1/callbacks/c1/drop")
        server.city.gate.set()
        await advance(server, 1000)
        assert len(server.city.got) == 1
        assert (await callbacks(server))[0]["state"] == "dropped"

    play(scenario)


def test_a_reset_while_a_callback_is_on_its_way_forgets_it(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await ready(server)
        server.city.gate = asyncio.Event()
        await ring(server)
        await server.city.arrived.wait()
        await server.client.post("/_/runs/r1/reset")
        server.city.gate.set()
        await advance(server, 0)
        assert await callbacks(server) == []

    play(scenario)


def test_a_slow_receiver_does_not_hold_up_the_mock(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await ready(server)
        server.city.gate = asyncio.Event()
        await ring(server)
        await server.city.arrived.wait()
        assert (await server.keep("H1")).status_code == 200
        server.city.gate.set()
        await sent(server, 1)

    play(scenario)


def test_time_that_runs_by_itself_makes_due_work_happen(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await ready(server)
        server.city.answers = [500, 200]
        await ring(server)
        await server.client.put("/_/runs/r1/clock", json={"frozen": False, "scale": 10_000})
        assert [entry["try"] for entry in await sent(server, 2)] == [1, 2]

    play(scenario)


def test_a_clock_can_be_set_frozen_and_scaled(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await ready(server)
        put, path = server.client.put, "/_/runs/r1/clock"
        assert (await server.client.get(path)).json() == {
            "now": "2026-11-22T08:00:00+07:00",
            "frozen": True,
            "scale": 1.0,
        }
        await ring(server)
        answer = await put(path, json={"now": "2026-11-22T11:00:00"})
        assert answer.json()["now"] == "2026-11-22T11:00:00+07:00"
        assert (await server.client.get("/_/runs/r1/state/toy/expired/k")).status_code == 200
        answer = await put(path, json={"now": "2026-11-01T00:00:00Z", "scale": 2})
        assert (answer.json()["now"], answer.json()["scale"]) == ("2026-11-01T07:00:00+07:00", 2)

    play(scenario)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("PUT", "", {"scale": 0}), ("PUT", "", {"scale": -1}), ("PUT", "", {"now": "x"}), ("PUT", "", {"nope": 1}),
     ("POST", "/advance", {"seconds": -1}), ("POST", "/advance", {}), ("POST", "/advance", {"seconds": 1e12}),
     ("PUT", "", {"frozen": "maybe"})],
)  # fmt: skip
def test_a_wrong_clock_request_is_422(play: Any, method: str, path: str, body: dict[str, Any]) -> None:
    async def scenario(server: Any) -> None:
        await ready(server)
        answer = await server.client.request(method, f"/_/runs/r1/clock{path}", json=body)
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
        assert (await server.client.get("/_/runs/r1/clock")).json()["now"] == "2026-11-22T08:00:00+07:00"

    play(scenario)


def test_no_try_is_made_after_the_last_moment(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await ready(server)
        before = datetime.fromisoformat("2026-11-22T08:00:20+07:00")
        server.city.answers = [500]
        callback = Callback("toy.back", "X", b"", delays=(0, 30), before=before)
        await server.within("r1", lambda run: run.deliver("toy", [callback]))
        await advance(server, 100)
        assert (await callbacks(server))[0]["state"] == "failed"
        assert len(server.city.got) == 1

    play(scenario)


def broken(status: int, body: bytes) -> bool:
    """An acknowledgement that can't be read."""
    return status == 200 and bool(body[99])


def test_an_acknowledgement_that_breaks_counts_as_none(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await ready(server)
        callback = Callback("toy.back", "X", b"", acknowledged=broken)
        await server.within("r1", lambda run: run.deliver("toy", [callback]))
        await advance(server, 1)
        (shown,) = await callbacks(server)
        assert shown["state"] == "failed"
        assert "IndexError" in shown["error"]

    play(scenario)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://[::1/"])
def test_what_http_can_not_reach_is_an_os_error(url: str) -> None:
    async def carry() -> None:
        post = Post(5)
        try:
            await post.carry("POST", url, {}, b"")
        finally:
            await post.close()

    with pytest.raises(OSError):
        asyncio.run(carry())
