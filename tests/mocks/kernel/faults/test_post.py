"""Faults on the way of callbacks: lost, repeated, late, in another order."""

from __future__ import annotations

import asyncio
from typing import Any


async def start(server: Any) -> None:
    await server.run()
    await server.client.put("/_/runs/r1/targets", json={"toy.back": "http://127.0.0.1:9000"})


async def push(server: Any, number: int = 1) -> list[str]:
    answer = await server.client.post("/_/runs/r1/act", json={"system": "toy", "action": "push", "n": number})
    return list(answer.json()["callbacks"])


async def advance(server: Any, seconds: float) -> None:
    await server.client.post("/_/runs/r1/clock/advance", json={"seconds": seconds})


def bodies(server: Any) -> list[bytes]:
    return [body for _, _, body in server.city.got]


async def out(server: Any) -> list[dict[str, Any]]:
    return list((await server.journal(direction="out"))["entries"])


def test_a_lost_try_is_journalled_and_tried_again(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await start(server)
        await server.fault(kind="lost", operation="RING", count=1)
        await server.client.post("/r1/toy/g", json={"service": "RING"})
        await advance(server, 0)
        assert server.city.got == []
        await advance(server, 30)
        assert len(server.city.got) == 1
        lost, sent = await out(server)
        assert (lost["response"], lost["accepted"], lost["fault"][0]["kind"]) == (None, False, "lost")
        assert (sent["accepted"], sent["try"]) == (True, 2)

    play(scenario)


def test_a_callback_always_lost_fails(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await start(server)
        await server.fault(kind="lost")
        await push(server)
        await advance(server, 0)
        shown = (await server.client.get("/_/runs/r1/callbacks")).json()
        assert [(one["state"], one["fault"][0]["kind"]) for one in shown] == [("failed", "lost")]

    play(scenario)


def test_a_callback_comes_again(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await start(server)
        await server.fault(kind="duplicate", times=2, seconds=10, system="toy", count=1)
        await push(server)
        await advance(server, 9)
        assert bodies(server) == [b"0"]
        await advance(server, 11)
        assert bodies(server) == [b"0"] * 3
        assert [entry["fault"] and entry["fault"][0]["id"] for entry in await out(server)] == [None, "f1", "f1"]
        await push(server)
        await advance(server, 60)
        assert len(server.city.got) == 4

    play(scenario)


def test_a_callback_comes_late(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await start(server)
        await server.fault(kind="delay", seconds=900)
        await push(server)
        await advance(server, 899)
        assert server.city.got == []
        await advance(server, 1)
        assert bodies(server) == [b"0"]
        assert (await out(server))[0]["fault"][0]["kind"] == "delay"

    play(scenario)


def test_a_callback_lets_the_next_one_pass(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await start(server)
        await server.fault(kind="reorder", count=1, seconds=600)
        await push(server, 3)
        await advance(server, 0)
        assert bodies(server) == [b"1", b"2", b"0"]

    play(scenario)


def test_a_callback_that_nothing_overtakes_goes_after_its_time(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await start(server)
        await server.fault(kind="reorder", seconds=600)
        await push(server)
        await advance(server, 599)
        assert server.city.got == []
        await server.client.delete("/_/runs/r1/faults")
        await advance(server, 1)
        assert bodies(server) == [b"0"]

    play(scenario)


def test_a_callback_of_another_operation_is_left_alone(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await start(server)
        await server.fault(kind="lost", operation="RING")
        await push(server)
        await asyncio.wait_for(server.city.arrived.wait(), 20)
        assert bodies(server) == [b"0"]

    play(scenario)
