"""Reaching a system by a host name or a port of its own."""

from __future__ import annotations

from typing import Any

import pytest

from mocks.kernel import doors

PROBLEM = "application/problem+json"


async def bind(server: Any, run: str = "r1", **what: Any) -> Any:
    return await server.client.put(f"/_/runs/{run}/bindings", json={"system": "toy", **what})


async def by_name(server: Any, path: str, host: str = "cong.test", method: str = "GET", **more: Any) -> Any:
    return await server.client.request(method, path, headers={"host": host}, **more)


def test_a_host_name_leads_to_one_system(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        answer = await bind(server, host="Cong.Test.")
        assert answer.json() == [{"system": "toy", "host": "cong.test"}]
        body = {"service": "KEEP", "data": [{"code": "H1", "amount": 1}]}
        for host in ("cong.test", "CONG.test:8443"):
            answer = await by_name(server, "/alias/g", host, "POST", json=body)
            assert answer.status_code == 200
        assert [entry["accepted"] for entry in (await server.journal())["entries"]] == [True, False]
        assert (await by_name(server, "/nope")).status_code == 404
        entry = (await server.journal())["entries"][-1]
        assert (entry["system"], entry["refusal"]["rule"]) == ("toy", "operation.path")
        assert (await by_name(server, "/_/runs")).status_code == 404
        assert (await server.client.get("/r1/toy/p/exact")).text == "exact"

    play(scenario)


def test_runs_have_names_of_their_own(play: Any) -> None:
    async def scenario(server: Any) -> None:
        for key in ("a", "b"):
            await server.run(key)
            await bind(server, key, host=f"{key}.test")
            await by_name(server, "/head", f"{key}.test")
        for key in ("a", "b"):
            assert [entry["run"] for entry in (await server.journal(key))["entries"]] == [key]

    play(scenario)


def test_a_name_that_leads_nowhere_says_how_to_bind_it(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        answer = await by_name(server, "/head", "other.test")
        assert (answer.status_code, answer.headers["content-type"]) == (404, PROBLEM)
        assert "other.test" in answer.json()["title"]
        assert "--bind-host other.test=SYSTEM" in answer.json()["detail"]

    play(scenario)


def test_a_binding_ends_with_its_run_or_when_it_is_taken_back(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        await bind(server, host="cong.test")
        await server.client.post("/_/runs/r1/reset")
        assert (await by_name(server, "/p/exact")).text == "exact"
        assert (await server.client.delete("/_/runs/r1/bindings")).status_code == 204
        assert (await server.client.get("/_/runs/r1/bindings")).json() == []
        assert (await by_name(server, "/p/exact")).status_code == 404
        await bind(server, host="cong.test")
        await server.client.delete("/_/runs/r1")
        assert (await by_name(server, "/p/exact")).status_code == 404
        await server.run()
        assert (await server.client.get("/_/runs/r1/bindings")).json() == []

    play(scenario)


@pytest.mark.parametrize(
    ("wanted", "status", "says"),
    [({"host": "127.0.0.1"}, 422, "127.0.0.1"), ({"host": "localhost"}, 422, "localhost"),
     ({"host": "a b"}, 422, "a b"), ({"host": "-a.test"}, 422, "-a.test"), ({"host": ""}, 422, "tên máy"),
     ({}, 422, "port hoặc host"), ({"host": "a.test", "port": 1}, 422, "port hoặc host"), ({"port": -1}, 422, "port"),
     ({"port": 70000}, 422, "port"), ({"host": "a.test", "system": "nope"}, 404, "nope"),
     ({"host": "taken.test"}, 409, "taken.test"), ({"port": 0}, 501, "cổng")],
)  # fmt: skip
def test_a_binding_that_can_not_be_is_refused(play: Any, wanted: dict[str, Any], status: int, says: str) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        await server.run("r2")
        await bind(server, "r2", host="taken.test")
        answer = await bind(server, **wanted)
        assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)
        assert says in answer.json()["title"] + answer.json().get("detail", "")
        assert (await server.client.get("/_/runs/r1/bindings")).json() == []

    play(scenario)


@pytest.mark.parametrize(
    ("header", "host"),
    [("cong.test", "cong.test"), ("Cong.Test:80", "cong.test"), ("[::1]:8", "[::1]"), ("[::1]", "[::1]"), ("", "")],
)
def test_the_name_in_a_host_header(header: str, host: str) -> None:
    assert doors.named(header) == host
