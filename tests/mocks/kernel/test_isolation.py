"""Runs on one server never see each other, however their calls mix."""

from __future__ import annotations

import asyncio
from typing import Any

RUNS = 100


def test_a_hundred_runs_at_once_share_nothing(play: Any) -> None:
    async def life(server: Any, number: int) -> None:
        key, client = f"run-{number}", server.client
        await server.run(key, seed=number)
        await client.put(f"/_/runs/{key}/targets", json={"toy.back": f"http://127.0.0.1:{9000 + number}"})
        for step in range(number % 3 + 1):
            await server.keep(f"H{step}", key, amount=number)
        await client.post(f"/{key}/toy/g", json={"service": "RING"})
        await client.post(f"/_/runs/{key}/clock/advance", json={"seconds": number})
        if number % 10 == 0:
            await client.post(f"/_/runs/{key}/reset")

    async def check(server: Any, number: int) -> None:
        key, client, reset = f"run-{number}", server.client, number % 10 == 0
        items = (await client.get(f"/_/runs/{key}/state/toy/items")).json()
        assert [item["amount"] for item in items.values()] == ([] if reset else [number] * (number % 3 + 1))
        entries = (await server.journal(key))["entries"]
        calls = [entry for entry in entries if entry["direction"] == "in"]
        assert len(calls) == (0 if reset else number % 3 + 2)
        assert {entry["run"] for entry in entries} <= {key}
        clock = (await client.get(f"/_/runs/{key}/clock")).json()["now"]
        assert reset or clock.endswith(f":{number // 60:02}:{number % 60:02}+07:00")

    async def scenario(server: Any) -> None:
        await asyncio.gather(*(life(server, number) for number in range(RUNS)))
        await asyncio.gather(*(check(server, number) for number in range(RUNS)))
        sent = {url for _, url, _ in server.city.got}
        assert sent == {f"http://127.0.0.1:{9000 + number}/in?x=1" for number in range(RUNS)}

    play(scenario)


def test_secrets_and_identifiers_of_two_runs_differ(play: Any) -> None:
    async def scenario(server: Any) -> None:
        tokens, secrets = [], []
        for key in ("a", "b"):
            secrets.append((await server.run(key))["environment"]["CITY_TOY_SECRET"])
            tokens.append((await server.keep("H1", key)).json()["token"])
        assert tokens[0] != tokens[1]
        assert secrets[0] != secrets[1]

    play(scenario)


def test_a_run_removed_in_the_middle_takes_its_waiting_work_along(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run("a")
        await server.run("b")
        for key in ("a", "b"):
            await server.client.put(f"/_/runs/{key}/targets", json={"toy.back": "http://127.0.0.1:9000"})
            await server.client.put(f"/_/runs/{key}/callbacks", json={"hold": True})
            await server.client.post(f"/{key}/toy/g", json={"service": "RING"})
        await server.client.delete("/_/runs/a")
        await server.client.post("/_/runs/b/callbacks/c1/release")
        page = await server.journal("b", wait=5, direction="out")
        assert len(page["entries"]) == len(server.city.got) == 1

    play(scenario)
