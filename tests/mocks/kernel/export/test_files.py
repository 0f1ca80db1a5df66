"""The journal as NDJSON and HAR: whole, filtered, readable by others, without secrets."""

from __future__ import annotations

import base64
import json
from typing import Any

import jsonschema
import pytest

_NAMED = {
    "type": "array",
    "items": {"type": "object", "required": ["name", "value"], "properties": {"value": {"type": "string"}}},
}
_BODY = {"type": "object", "required": ["size", "mimeType"], "properties": {"size": {"type": "integer"}}}
_SIDE = ["httpVersion", "cookies", "headers", "headersSize", "bodySize"]
HAR = {
    "type": "object",
    "required": ["log"],
    "properties": {
        "log": {
            "type": "object",
            "required": ["version", "creator", "entries"],
            "properties": {
                "version": {"const": "1.2"},
                "creator": {"type": "object", "required": ["name", "version"]},
                "entries": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["startedDateTime", "time", "request", "response", "cache", "timings"],
                        "properties": {
                            "startedDateTime": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT.*\+00:00$"},
                            "time": {"type": "number", "minimum": 0},
                            "request": {
                                "required": ["method", "url", "queryString", *_SIDE],
                                "properties": {
                                    "url": {"pattern": "^http://"}, "headers": _NAMED, "queryString": _NAMED,
                                    "postData": {"required": ["mimeType", "text"]},
                                },
                            },
                            "response": {
                                "required": ["status", "statusText", "content", "redirectURL", *_SIDE],
                                "properties": {"headers": _NAMED, "content": _BODY},
                            },
                            "timings": {"required": ["send", "wait", "receive"]},
                        },
                    },
                },
            },
        }
    },
}  # fmt: skip
"""The parts of HAR 1.2 that readers rely on."""


async def fill(server: Any) -> None:
    """Four calls in, one callback out that fails."""
    await server.run()
    await server.client.put("/_/runs/r1/targets", json={"toy.back": "http://127.0.0.1:9000/back"})
    await server.keep("H1")
    await server.client.get("/r1/toy/p/exact?x=1&access_token=geheim-0123456789")
    await server.client.post("/r1/toy/fail", data={"password": "geheim-passwort", "a": "đ"})
    await server.client.post("/r1/toy/soap", content=b"\xff<e/>")
    server.city.answers.append(ConnectionRefusedError("nobody"))
    await server.client.post("/r1/toy/g", json={"service": "RING"})
    await server.client.post("/_/runs/r1/clock/advance", json={"seconds": 0})


def test_lines_are_entries_with_their_bodies(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await fill(server)
        answer = await server.client.get("/_/runs/r1/journal.ndjson")
        assert answer.headers["content-type"] == "application/x-ndjson"
        assert answer.headers["content-disposition"] == 'attachment; filename="r1.ndjson"'
        lines = [json.loads(line) for line in answer.text.splitlines()]
        entries = (await server.journal())["entries"]
        assert [line["seq"] for line in lines] == [entry["seq"] for entry in entries] == [1, 2, 3, 4, 5, 6]
        assert json.loads(lines[0]["request"]["content"]["text"])["data"] == [{"code": "H1", "amount": 1}]
        assert {**lines[0]["request"], "content": None} == {**entries[0]["request"], "content": None}
        assert base64.b64decode(lines[3]["request"]["content"]["base64"]) == b"\xff<e/>"
        assert lines[5]["response"] is None
        assert "geheim" not in answer.text

    play(scenario)


def test_an_archive_that_others_read(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await fill(server)
        answer = await server.client.get("/_/runs/r1/journal.har")
        assert answer.headers["content-type"] == "application/json"
        archive = answer.json()
        jsonschema.validate(archive, HAR)
        first, page, form, soap, _, out = archive["log"]["entries"]
        assert first["request"]["url"] == "http://127.0.0.1:8000/r1/toy/g"
        assert first["response"]["statusText"] == "OK"
        assert first["_toantrinh"]["keys"]["MaHoSo"] == "H1"
        assert page["request"]["queryString"] == [
            {"name": "x", "value": "1"},
            {"name": "access_token", "value": "***6789"},
        ]
        assert "postData" not in page["request"]
        assert form["request"]["postData"]["text"].startswith("password=***wort")
        assert soap["request"]["postData"]["encoding"] == "base64"
        assert out["request"]["url"] == "http://127.0.0.1:9000/back/in?x=1"
        assert (out["response"]["status"], out["response"]["_error"]) == (0, "nobody")
        assert out["_toantrinh"]["direction"] == "out"
        assert "geheim" not in answer.text

    play(scenario)


@pytest.mark.parametrize("ending", ["ndjson", "har"])
def test_only_what_is_wanted_is_exported(play: Any, ending: str) -> None:
    async def scenario(server: Any) -> None:
        await fill(server)

        async def numbers(**query: Any) -> list[int]:
            answer = await server.client.get(f"/_/runs/r1/journal.{ending}", params=query)
            if ending == "ndjson":
                return [json.loads(line)["seq"] for line in answer.text.splitlines()]
            return [entry["_toantrinh"]["seq"] for entry in answer.json()["log"]["entries"]]

        assert await numbers(key="H1") == [1, 6]
        assert await numbers(direction="out") == [6]
        assert await numbers(operation="exact") == [2]
        assert await numbers(system="axis") == []
        assert await numbers(after=4) == [5, 6]
        assert await numbers(key="H1", direction="in") == [1]
        wrong = await server.client.get(f"/_/runs/r1/journal.{ending}", params={"after": "x"})
        assert wrong.status_code == 422
        assert (await server.client.get(f"/_/runs/none/journal.{ending}")).status_code == 404

    play(scenario)


def test_a_long_journal_is_exported_whole(play: Any) -> None:
    from mocks.kernel.journal import Filter

    async def scenario(server: Any) -> None:
        await server.run()

        def whole(run: Any) -> int:
            from mocks.kernel.export import pages

            pages._STRETCH, stretch = 2, pages._STRETCH
            try:
                return len(list(pages.entries(run.journal, 0, Filter())))
            finally:
                pages._STRETCH = stretch

        for number in range(5):
            await server.keep(f"H{number}")
        assert await server.within("r1", whole) == 5

    play(scenario)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [({"system": "toy"}, 2), ({"operation": "RING"}, 2), ({"key": "H2"}, 1), ({"direction": "out"}, 3),
     ({"key": "H2", "operation": "RING"}, None)],
)  # fmt: skip
def test_waiting_ends_with_the_next_call_that_matches(play: Any, query: dict[str, str], wanted: int | None) -> None:
    import asyncio

    async def scenario(server: Any) -> None:
        await server.run()
        await server.client.put("/_/runs/r1/targets", json={"toy.back": "http://127.0.0.1:9000"})
        await server.keep("H1")
        wait = 0.2 if wanted is None else 20
        waiting = asyncio.create_task(server.journal(after=1, wait=wait, **query))
        await server.polled()
        if query.get("key") == "H2":
            await server.keep("H2")
        await server.client.post("/r1/toy/g", json={"service": "RING"})
        await server.client.post("/_/runs/r1/clock/advance", json={"seconds": 0})
        found = [entry["seq"] for entry in (await waiting)["entries"]]
        assert found[:1] == ([] if wanted is None else [wanted + (query.get("key") == "H2")])

    play(scenario)
