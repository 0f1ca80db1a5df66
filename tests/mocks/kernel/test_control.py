"""The control API: every verb, and what it answers to wrong requests."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

PROBLEM = "application/problem+json"


def test_a_run_is_created_with_its_environment(play: Any) -> None:
    async def scenario(server: Any) -> None:
        run = await server.run("a-1", seed=7)
        assert (run["run"], run["base"], run["seed"]) == ("a-1", "http://127.0.0.1:8000/a-1", 7)
        assert run["environment"]["CITY_AGENCY"] == "Y99"
        assert run["environment"]["CITY_TOY_URL"] == "http://127.0.0.1:8000/a-1/toy"
        answer = await server.client.get("/_/runs/a-1/environment")
        assert answer.json() == run["environment"]
        assert [each["run"] for each in (await server.client.get("/_/runs")).json()] == ["a-1"]
        assert (await server.client.get("/_/runs/a-1")).json()["seed"] == 7

    play(scenario)


def test_a_run_without_key_gets_a_free_one(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run("r1")
        answers = [await server.client.post("/_/runs", json={}) for _ in range(2)]
        assert [answer.json()["run"] for answer in answers] == ["r2", "r3"]

    play(scenario)


def test_secrets_are_stable_in_a_run_and_differ_between_runs(play: Any) -> None:
    async def scenario(server: Any) -> None:
        secrets = [(await server.run(key))["environment"]["CITY_TOY_SECRET"] for key in ("a", "b")]
        assert len({*secrets}) == 2
        assert (await server.client.post("/_/runs/a/reset")).json()["environment"]["CITY_TOY_SECRET"] == secrets[0]

    play(scenario)


@pytest.mark.parametrize(
    ("body", "field"),
    [({"key": "Đ"}, "key"), ({"key": ""}, "key"), ({"key": "x" * 41}, "key"), ({"key": "_"}, "key"),
     ({"key": "A"}, "key"), ({"seed": -1}, "seed"), ({"seed": "x"}, "seed"), ({"now": "hôm qua"}, "now"),
     ({"nope": 1}, "nope"), ({"services": [{"x": 1}]}, "code"), ({"services": "x"}, "services")],
)  # fmt: skip
def test_a_run_that_can_not_be_created_is_422_naming_the_field(play: Any, body: dict[str, Any], field: str) -> None:
    async def scenario(server: Any) -> None:
        answer = await server.client.post("/_/runs", json=body)
        assert (answer.status_code, answer.headers["content-type"]) == (422, PROBLEM)
        assert field in answer.json()["detail"]
        assert (await server.client.get("/_/runs")).json() == []

    play(scenario)


def test_a_key_is_taken_once(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run("a")
        answer = await server.client.post("/_/runs", json={"key": "a"})
        assert (answer.status_code, answer.headers["content-type"]) == (409, PROBLEM)

    play(scenario)


def test_there_are_only_so_many_runs(play: Any, small: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run("a")
        answer = await server.client.post("/_/runs", json={"key": "b"})
        assert answer.status_code == 429
        assert "--max-runs" in answer.json()["detail"]
        await server.client.delete("/_/runs/a")
        assert (await server.client.post("/_/runs", json={"key": "b"})).status_code == 201

    play(scenario, limits=small(runs=1))


def age(run: Any) -> None:
    """As if nobody had touched it for a hundred seconds."""
    run.touched -= 100


def test_an_idle_run_is_removed(play: Any, small: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run("a")
        await server.within("a", age)
        assert (await server.client.get("/_/runs")).json() == []

    play(scenario, limits=small(idle=60.0))


def test_a_run_in_use_is_kept(play: Any, small: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run("a")
        await server.within("a", age)
        await server.keep("H1", "a")
        assert len((await server.client.get("/_/runs")).json()) == 1

    play(scenario, limits=small(idle=60.0))


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("DELETE", ""), ("POST", "/reset"), ("GET", "/environment"), ("GET", "/targets"), ("GET", "/journal"),
     ("GET", "/state/toy"), ("GET", "/clock"), ("GET", "/callbacks"), ("GET", "/bodies/x"),
     ("POST", "/callbacks/c1/drop")],
)  # fmt: skip
def test_an_unknown_run_says_how_to_create_one(play: Any, method: str, path: str) -> None:
    async def scenario(server: Any) -> None:
        answer = await server.client.request(method, f"/_/runs/nobody{path}")
        assert (answer.status_code, answer.headers["content-type"]) == (404, PROBLEM)
        assert "POST /_/runs" in answer.json()["detail"]

    play(scenario)


@pytest.mark.parametrize("path", ["/nobody/toy/g", "/nobody/toy", "/nobody", "/nobody/xyz/g"])
def test_a_wire_call_to_an_unknown_run_says_how_to_create_one(play: Any, path: str) -> None:
    async def scenario(server: Any) -> None:
        answer = await server.client.post(path, json={})
        assert (answer.status_code, answer.headers["content-type"]) == (404, PROBLEM)
        assert '"key": "nobody"' in answer.json()["detail"]

    play(scenario)


def test_an_unknown_system_is_404_naming_those_there_are(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        for path in ("/r1/nope/g", "/r1", "/r1/"):
            answer = await server.client.get(path)
            assert (answer.status_code, answer.json()["detail"]) == (404, "Có: toy")

    play(scenario)


def test_an_unknown_control_path_and_a_wrong_method_are_problems(play: Any) -> None:
    async def scenario(server: Any) -> None:
        for method, path in (("GET", "/_/nope"), ("GET", "/_"), ("DELETE", "/_/health")):
            answer = await server.client.request(method, path)
            assert answer.headers["content-type"] == PROBLEM
            assert answer.status_code in (404, 405)

    play(scenario)


def test_reset_goes_back_to_the_start_and_keeps_targets(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        first = (await server.keep("H1")).json()
        await server.client.put("/_/runs/r1/targets", json={"toy.back": "http://127.0.0.1:1"})
        await server.client.post("/r1/toy/g", json={"service": "RING"})
        await server.client.post("/_/runs/r1/reset")
        assert (await server.client.get("/_/runs/r1/state/toy")).json() == {"seeded": 1}
        assert (await server.journal())["entries"] == []
        assert (await server.client.get("/_/runs/r1/callbacks")).json() == []
        assert (await server.client.get("/_/runs/r1/targets")).json() == {"toy.back": "http://127.0.0.1:1"}
        await server.client.put("/_/runs/r1/clock", json={"frozen": True})
        assert (await server.keep("H1")).json() == first

    play(scenario)


def test_a_removed_run_is_gone(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        assert (await server.client.delete("/_/runs/r1")).status_code == 204
        assert (await server.keep("H1")).status_code == 404
        assert list(server.app.pumps.values()) == []

    play(scenario)


def test_the_state_can_be_read(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        await server.keep("a/b")
        get = server.client.get
        assert (await get("/_/runs/r1/state/toy")).json() == {"seeded": 1, "items": 1}
        assert list((await get("/_/runs/r1/state/toy/items")).json()) == ["a/b"]
        assert (await get("/_/runs/r1/state/toy/items/a/b")).json()["amount"] == 1
        assert (await get("/_/runs/r1/state/toy/nothing")).json() == {}
        assert (await get("/_/runs/r1/state/toy/items/x")).status_code == 404
        assert (await get("/_/runs/r1/state/nope")).status_code == 404
        assert (await get("/_/runs/r1/state/nope/items")).status_code == 404

    play(scenario)


@pytest.mark.parametrize(
    ("targets", "says"),
    [({"toy.back": "http://8.8.8.8"}, "8.8.8.8"), ({"nope": "http://127.0.0.1"}, "nope"), ({"toy.back": ""}, "http")],
)
def test_a_wrong_target_is_refused_and_nothing_is_set(play: Any, targets: dict[str, str], says: str) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        answer = await server.client.put("/_/runs/r1/targets", json=targets)
        assert (answer.status_code, answer.headers["content-type"]) == (422, PROBLEM)
        assert says in answer.json()["title"] + answer.json()["detail"]
        assert (await server.client.get("/_/runs/r1/targets")).json() == {}

    play(scenario)


def test_acting(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        act = server.client.post
        answer = await act("/_/runs/r1/act", json={"system": "toy", "action": "push", "n": 2})
        assert answer.json() == {"pushed": 2, "callback": "c1", "callbacks": ["c1", "c2"]}
        for body, status in (
            ({"system": "toy", "action": "nope"}, 404),
            ({"system": "nope", "action": "push"}, 404),
            ({"action": "push"}, 422),
            ({"system": "toy", "action": "push", "n": 0}, 409),
        ):
            answer = await act("/_/runs/r1/act", json=body)
            assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)
        assert answer.json()["detail"] == "không có gì để gửi"

    play(scenario)


def test_the_journal_is_read_in_pages_and_filtered(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        for code in ("H1", "H2", "H1"):
            await server.keep(code)
        page = await server.journal(limit=2)
        assert ([entry["seq"] for entry in page["entries"]], page["next"], page["dropped"]) == ([1, 2], 2, 0)
        page = await server.journal(after=2)
        assert [entry["seq"] for entry in page["entries"]] == [3]
        page = await server.journal(key="H1", system="toy", operation="KEEP", direction="in")
        assert [(entry["seq"], entry["accepted"]) for entry in page["entries"]] == [(1, True), (3, False)]
        sha = page["entries"][0]["request"]["body"]
        body = await server.client.get(f"/_/runs/r1/bodies/{sha}")
        assert b'"H1"' in body.content
        assert (await server.client.get("/_/runs/r1/bodies/0")).status_code == 404

    play(scenario)


@pytest.mark.parametrize("query", [{"after": -1}, {"limit": 0}, {"wait": -1}, {"wait": "nan"}, {"after": "x"}])
def test_a_wrong_journal_query_is_422(play: Any, query: dict[str, Any]) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        assert (await server.client.get("/_/runs/r1/journal", params=query)).status_code == 422

    play(scenario)


def test_a_long_poll_waits_for_the_next_match(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        waiting = asyncio.create_task(server.journal(wait=25, key="H2"))
        await server.keep("H1")
        assert not waiting.done()
        await server.keep("H2")
        page = await waiting
        assert [entry["keys"]["MaHoSo"] for entry in page["entries"]] == ["H2"]
        assert page["next"] == 2

    play(scenario)


def test_a_long_poll_ends_empty_in_time_or_with_its_run(play: Any, small: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        assert await server.journal(wait=1000) == {"entries": [], "next": 0, "dropped": 0}
        await server.run("r2")
        server.app.kernel.limits = small()
        waiting = asyncio.create_task(server.journal("r2", wait=25))
        await server.polled()
        await server.client.delete("/_/runs/r2")
        assert (await waiting)["entries"] == []

    play(scenario, limits=small(poll=0.01))


def test_too_large_a_request_is_refused_on_both_sides(play: Any, small: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        for path in ("/r1/toy/g", "/_/runs"):
            answer = await server.client.post(path, content=b" " * 2001)
            assert (answer.status_code, answer.headers["content-type"]) == (413, PROBLEM)
        assert (await server.journal())["entries"] == []

    play(scenario, limits=small(body=2000))


def test_the_token_guards_the_control_api_and_not_the_wire(play: Any) -> None:
    async def scenario(server: Any) -> None:
        client = server.client
        for path in ("/_/runs", "/_/openapi.json", "/", "/_/cards"):
            answer = await client.get(path)
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        for wrong in ("Bearer nope", "Basic s3cret", "Bearer", "s3cret"):
            assert (await client.get("/_/runs", headers={"authorization": wrong})).status_code == 401
        assert (await client.get("/_/health")).status_code == 200
        client.headers["authorization"] = "Bearer s3cret"
        await server.run()
        del client.headers["authorization"]
        assert (await server.keep("H1")).status_code == 200
        assert (await client.get("/_/runs/r1/diagnosis/1")).status_code == 401

    play(scenario, token="s3cret")


def test_people_sign_in_with_the_token(play: Any) -> None:
    async def scenario(server: Any) -> None:
        client = server.client
        assert "Mã truy cập" in (await client.get("/_/sign-in")).text
        wrong = await client.post("/_/sign-in", data={"token": "nope"})
        assert wrong.status_code == 403
        right = await client.post("/_/sign-in", data={"token": "s3cret"})
        assert right.status_code == 303
        assert "HttpOnly" in right.headers["set-cookie"]
        assert (await client.get("/")).status_code == 200

    play(scenario, token="s3cret")


def test_cards_and_health(play: Any) -> None:
    async def scenario(server: Any) -> None:
        assert [card["system"] for card in (await server.client.get("/_/cards")).json()] == ["toy"]
        assert (await server.client.get("/_/cards/toy")).json()["operations"]["KEEP"]["source"] == "toy §1"
        assert (await server.client.get("/_/cards/nope")).status_code == 404
        health = (await server.client.get("/_/health")).json()
        assert (health["status"], health["runs"], health["systems"], health["saturated"]) == ("ok", 0, ["toy"], False)

    play(scenario)
