"""What a fault does to an answer, to the state behind it, and to the journal; both ways of answering alike."""

from __future__ import annotations

from typing import Any

import httpx
import pytest


@pytest.fixture(params=[True, False], ids=["dispatcher", "route"])
def both(play: Any, request: pytest.FixtureRequest) -> Any:
    """``play`` through the dispatcher, and through FastAPI's routes."""
    return lambda scenario: play(scenario, fast=request.param)


async def items(server: Any) -> list[str]:
    return sorted((await server.client.get("/_/runs/r1/state/toy/items")).json())


async def struck(server: Any) -> list[list[str]]:
    """Kinds of faults by journal entry."""
    entries = (await server.journal())["entries"]
    return [[fault["kind"] for fault in entry["fault"] or []] for entry in entries]


def test_a_status_answers_before_anything_is_done(both: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        await server.fault(kind="status", status=503, body="nghỉ", headers={"Retry-After": "9"}, count=1)
        answer = await server.keep("H1")
        assert (answer.status_code, answer.text, answer.headers["retry-after"]) == (503, "nghỉ", "9")
        assert await items(server) == []
        assert (await server.keep("H1")).json()["error"] == "0"
        first, second = (await server.journal())["entries"]
        assert (first["operation"], first["keys"], first["accepted"]) == ("KEEP", {"MaHoSo": "H1"}, False)
        assert first["fault"] == [{"id": "f1", "kind": "status", "profile": "", "says": "trả lời HTTP 503"}]
        assert first["error"] == "Lỗi đặt trước f1: trả lời HTTP 503; lời gọi không được xử lý."
        assert (second["accepted"], second["fault"], second["error"]) == (True, None, "")

    both(scenario)


def test_a_status_may_come_after_the_work_was_done(both: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        await server.fault(kind="status", status=500, handled=True)
        assert (await server.keep("H1")).status_code == 500
        assert await items(server) == ["H1"]
        entry = (await server.journal())["entries"][0]
        assert (entry["accepted"], entry["response"]["status"]) == (True, 500)

    both(scenario)


def test_only_what_the_rule_aims_at_is_struck(both: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        await server.fault(kind="status", status=503, operation="RING")
        await server.fault(kind="status", status=502, method="get", path="/p/*")
        statuses = [
            (await server.keep("H1")).status_code,
            (await server.client.post("/r1/toy/g", json={"service": "RING"})).status_code,
            (await server.client.get("/r1/toy/p/a")).status_code,
            (await server.client.get("/r1/toy/head")).status_code,
            (await server.client.post("/r1/toy/g", content=b"{")).status_code,
        ]
        assert statuses == [200, 503, 502, 200, 200]

    both(scenario)


def test_a_fault_for_all_strikes_what_cannot_be_read_too(both: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        await server.fault(kind="status", status=503)
        assert (await server.client.post("/r1/toy/g", content=b"{")).status_code == 503
        assert (await server.client.post("/r1/toy/g", json={"service": "NOPE"})).status_code == 503
        bad = {"service": "KEEP", "data": [{"code": "H9"}]}
        assert (await server.client.post("/r1/toy/g", json=bad)).status_code == 503
        assert (await server.journal())["entries"][-1]["keys"] == {"MaHoSo": "H9"}

    both(scenario)


def test_errors_in_the_systems_own_words(both: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        await server.keep("session")
        await server.fault(kind="business", code="77", text="bận", count=1)
        assert (await server.keep("H1")).json() == {"error": "77", "text": "bận"}
        await server.fault(kind="session", count=1)
        assert (await server.keep("H1")).json()["error"] == "session"
        assert await items(server) == []

    both(scenario)


def test_pages_and_systems_without_words_get_plain_ones(both: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        await server.fault(kind="rate", calls=1, seconds=60)
        assert (await server.client.get("/r1/toy/p/a")).status_code == 200
        page = await server.client.get("/r1/toy/p/a")
        assert (page.status_code, page.headers["retry-after"]) == (429, "60")
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert (await server.keep("H1")).json()["title"] == "Hệ thống đang quá tải, xin thử lại sau."
        await server.client.post("/_/runs/r1/clock/advance", json={"seconds": 60})
        assert (await server.keep("H1")).status_code == 200

    both(scenario)


@pytest.mark.parametrize(
    ("fault", "check"),
    [({"kind": "empty"}, lambda answer: answer.content == b"" and answer.status_code == 200),
     ({"kind": "malformed"}, lambda answer: b"\xff\xfe" in answer.content),
     ({"kind": "content_type"}, lambda answer: answer.headers["content-type"].startswith("text/html")
      and answer.json()["error"] == "0"),
     ({"kind": "content_type", "body": "<p>proxy</p>", "media_type": "text/html"},
      lambda answer: answer.text == "<p>proxy</p>")],
)  # fmt: skip
def test_a_spoilt_answer_to_work_that_was_done(both: Any, fault: dict[str, Any], check: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        await server.fault(**fault)
        answer = await server.keep("H1")
        assert check(answer)
        assert await items(server) == ["H1"]
        entry = (await server.journal())["entries"][0]
        assert (entry["accepted"], entry["response"]["size"]) == (True, len(answer.content))
        with pytest.raises(ValueError):
            httpx.Response(200, content=answer.content).json()["error"] + answer.headers["content-type"].index("json")

    both(scenario)


def test_a_stale_answer_is_the_one_before_for_the_same_key(both: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        await server.fault(kind="stale", operation="KEEP")
        fresh = [(await server.keep(code)).json() for code in ("H1", "H2")]
        assert await struck(server) == [[], []]
        stale = await server.keep("H1")
        assert stale.json() == fresh[0]
        assert await struck(server) == [[], [], ["stale"]]
        entry = (await server.journal())["entries"][-1]
        assert (entry["accepted"], entry["refusal"]) == (True, None)
        await server.client.delete("/_/runs/r1/faults")
        assert (await server.keep("H1")).json()["error"] == "3"

    both(scenario)


def test_latency_adds_up_and_goes_with_another_fault(both: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        await server.fault(kind="latency", seconds=0.002)
        await server.fault(kind="latency", median=0.001, sigma=0.1, most=0.001)
        await server.fault(kind="status", status=503)
        await server.fault(kind="empty")
        answer = await server.keep("H1")
        assert answer.status_code == 503
        assert await struck(server) == [["latency", "latency", "status"]]
        timing = dict(part.split(";dur=") for part in answer.headers["server-timing"].split(", "))
        assert 2 < float(timing["fault"]) <= 3
        shown = (await server.client.get("/_/runs/r1/faults")).json()
        assert [one["fired"] for one in shown] == [1, 1, 1, 0]

    both(scenario)


def test_without_a_server_that_lets_go_a_dead_connection_is_an_error(both: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        await server.fault(kind="reset")
        transport = httpx.ASGITransport(app=server.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            with pytest.raises(ConnectionAbortedError):
                await client.get("/r1/toy/head")
        entry = (await server.journal())["entries"][0]
        assert (entry["response"], entry["fault"][0]["kind"]) == (None, "reset")

    both(scenario)
