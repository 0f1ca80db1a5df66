"""Calls that a real endpoint answers: carried both ways, checked both ways, journalled without secrets.

The endpoint is run ``real`` of the same server, reached as another machine would be.
"""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from pydantic import BaseModel

from mocks.kernel.sandbox.forward import Answer, Gateway, Request, onward
from mocks.kernel.systems import member

HOME = "http://127.0.0.1:8000"
REAL = f"{HOME}/real/toy"


class Back:
    """Forwards into the same application; ``answers`` come first."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.got: list[Request] = []
        self.answers: list[Answer | OSError] = []

    async def forward(self, request: Request) -> Answer:
        self.got.append(request)
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, OSError):
                raise answer
            return answer
        transport = httpx.ASGITransport(app=self._app)
        async with httpx.AsyncClient(transport=transport) as client:
            headers = onward(request.headers)
            got = await client.request(request.method, request.url, headers=headers, content=request.body)
        return Answer(got.status_code, onward(got.headers.raw), got.content)


@pytest.fixture
def through(play: Any) -> Any:
    """``play`` with a run ``r1`` that passes the toy through to the run ``real``."""

    def run(scenario: Any, **more: Any) -> None:
        async def whole(server: Any) -> None:
            server.app.forwarder = server.back = Back(server.app)
            await server.run("real")
            await server.run("r1")
            answer = await server.client.put("/_/runs/r1/pass-through", json={"toy": REAL})
            assert answer.json() == {"toy": REAL}
            await scenario(server)

        play(whole, **more)

    return run


async def last(server: Any, run: str = "r1") -> dict[str, Any]:
    return dict((await server.journal(run))["entries"][-1])


@pytest.mark.parametrize("fast", [True, False])
def test_the_endpoint_answers_and_both_journals_tell(through: Any, fast: bool) -> None:
    async def scenario(server: Any) -> None:
        answer = await server.keep("H1")
        assert (answer.status_code, answer.json()["error"]) == (200, "0")
        assert answer.headers["content-type"] == "application/json"
        assert "sandbox;dur=" in answer.headers["server-timing"]
        mine, real = await last(server), await last(server, "real")
        assert (mine["operation"], mine["keys"], mine["accepted"]) == ("KEEP", {"MaHoSo": "H1"}, True)
        assert (mine["mode"], mine["forwarded"], mine["findings"]) == ("sandbox", REAL, [])
        assert (real["mode"], real["request"]["body"]) == ("simulator", mine["request"]["body"])
        assert real["request"]["headers"]["via"] == "1.1 toantrinh-mocks"
        assert (await server.client.get("/_/runs/r1/state/toy/items")).json() == {}
        assert (await server.client.get("/_/runs/real/state/toy/items")).json() != {}

    through(scenario, fast=fast)


def test_the_run_says_which_systems_are_real(through: Any) -> None:
    async def scenario(server: Any) -> None:
        assert (await server.client.get("/_/runs/r1")).json()["modes"] == {"toy": "sandbox"}
        assert (await server.client.get("/_/runs/real")).json()["modes"] == {"toy": "simulator"}
        await server.client.post("/_/runs/r1/reset")
        assert (await server.client.get("/_/runs/r1/pass-through")).json() == {"toy": REAL}
        assert (await server.client.put("/_/runs/r1/pass-through", json={"toy": None})).json() == {}
        await server.keep("H1")
        assert (await last(server))["mode"] == "simulator"

    through(scenario)


def test_a_message_that_breaks_a_rule_goes_on_and_is_found(through: Any) -> None:
    async def scenario(server: Any) -> None:
        wrong = {"service": "KEEP", "data": [{"code": "H1", "amount": -1}]}
        answer = await server.client.post("/r1/toy/g", json=wrong)
        assert answer.json()["error"] == "-1"
        entry = await last(server)
        assert [(one["side"], one["rule"], one["field"], one["received"]) for one in entry["findings"]] == [
            ("request", "message.greater_than_equal", "data.0.amount", "-1")
        ]
        assert answer.headers.get_list("toantrinh-diagnosis")[-1].endswith("/_/runs/r1/diagnosis/1")
        page = await server.client.get("/_/runs/r1/diagnosis/1")
        assert "data.0.amount" in page.text

    through(scenario)


@pytest.mark.parametrize("fast", [True, False])
def test_paths_and_operations_we_do_not_know_go_on_too(through: Any, fast: bool) -> None:
    async def scenario(server: Any) -> None:
        assert (await server.client.get("/r1/toy/nope/a%2Fb?x=%20")).status_code == 404
        assert server.back.got[-1].url == f"{REAL}/nope/a%2Fb?x=%20"
        assert (await last(server))["findings"][0]["rule"] == "operation.path"
        await server.client.post("/r1/toy/g", json={"service": "NOPE"})
        assert (await last(server))["findings"][0]["rule"] == "operation.unknown"
        await server.client.post("/r1/toy/g", content=b"{")
        assert (await last(server))["findings"][0]["rule"] == "message.json_invalid"
        assert len((await server.journal("real"))["entries"]) == 3

    through(scenario, fast=fast)


@pytest.mark.parametrize(
    ("answer", "rule"),
    [(Answer(200, [(b"content-type", b"application/json")], b'{"code": "a"}'), "answer.missing"),
     (Answer(200, [(b"content-type", b"application/json")], b"<html>"), "answer.json_invalid"),
     (Answer(418, [], b""), "answer.status"),
     (Answer(503, [], b"away"), "answer.content_type"),
     (Answer(500, [(b"content-type", b"application/xml; charset=utf-8")], b"<a>"), "answer.unreadable"),
     (Answer(500, [(b"content-type", b"text/xml")], b"<a/>"), None),
     (Answer(200, [(b"content-type", b"application/json")], b'{"code": "a", "amount": 1}'), None)],
)  # fmt: skip
def test_an_answer_unlike_ours_is_found(through: Any, toy: Any, answer: Answer, rule: str | None) -> None:
    async def scenario(server: Any) -> None:
        server.back.answers.append(answer)
        got = await server.client.post("/r1/toy/typed", json={"code": "a", "amount": 1})
        assert (got.status_code, got.content) == (answer.status, answer.body)
        entry = await last(server)
        assert [(one["side"], one["rule"]) for one in entry["findings"]] == ([("answer", rule)] if rule else [])
        assert entry["accepted"] is (answer.status < 400)

    class Item(BaseModel):
        code: str
        amount: int

    typed = next(one for one in toy.operations if one.name == "typed")
    object.__setattr__(typed, "response", Item)
    object.__setattr__(typed, "answers", {503: "application/json", 500: "text/xml"})
    try:
        through(scenario)
    finally:
        object.__setattr__(typed, "response", None)
        object.__setattr__(typed, "answers", {})
    assert member(toy).table.find("POST", "/typed")


def test_an_endpoint_that_does_not_answer_is_said_not_imitated(through: Any) -> None:
    async def scenario(server: Any) -> None:
        server.back.answers.append(OSError("ConnectTimeout: "))
        answer = await server.keep("H1")
        assert (answer.status_code, answer.json()["title"]) == (502, f"Không gọi được {REAL}")
        entry = await last(server)
        assert (entry["accepted"], entry["error"], entry["findings"]) == (False, "ConnectTimeout: ", [])

    through(scenario)


def test_a_circle_is_cut(through: Any) -> None:
    async def scenario(server: Any) -> None:
        answer = await server.client.put("/_/runs/real/pass-through", json={"toy": f"{HOME}/r1/toy"})
        assert answer.status_code == 200
        assert (await server.keep("H1")).status_code == 508

    through(scenario)


def test_faults_are_off_and_nobody_acts_in_a_real_system(through: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.fault(kind="status", status=503)
        assert (await server.keep("H1")).status_code == 200
        assert (await last(server))["fault"] is None
        refused = await server.client.post("/_/runs/r1/faults", json={"system": "toy", "fault": {"kind": "empty"}})
        assert (refused.status_code, REAL in refused.json()["detail"]) == (409, True)
        acted = await server.client.post("/_/runs/r1/act", json={"system": "toy", "action": "push"})
        assert (acted.status_code, REAL in acted.json()["detail"]) == (409, True)

    through(scenario)


def test_secrets_do_not_reach_the_journal(through: Any) -> None:
    async def scenario(server: Any) -> None:
        server.back.answers.append(
            Answer(200, [(b"content-type", b"application/json"), (b"set-cookie", b"a=geheim-1"),
                         (b"set-cookie", b"b=2")], b'{"access_token": "geheim-0123456789"}')
        )  # fmt: skip
        sent = {"service": "KEEP", "data": [], "password": "geheim-passwort"}
        headers = {"Authorization": "Basic geheim-basic"}
        got = await server.client.post("/r1/toy/g?client_secret=geheim-query", json=sent, headers=headers)
        assert got.headers.get_list("set-cookie") == ["a=geheim-1", "b=2"]
        assert got.json() == {"access_token": "geheim-0123456789"}
        request = server.back.got[-1]
        assert b"geheim-passwort" in request.body
        assert "geheim-query" in request.url
        assert (b"authorization", b"Basic geheim-basic") in request.headers
        entry = await last(server)
        bodies = [
            (await server.client.get(f"/_/runs/r1/bodies/{entry[side]['body']}")).text
            for side in ("request", "response")
        ]
        assert "geheim" not in json.dumps([entry, *bodies], ensure_ascii=False)
        assert json.loads(bodies[0])["password"] == "***wort"
        assert json.loads(bodies[1])["access_token"] == "***6789"

    through(scenario)


@pytest.mark.parametrize(
    ("url", "says"),
    [("http://example.com/x", "--allow-target"), ("ftp://127.0.0.1/x", "http://"), (f"{HOME}/r1/toy", "chính lượt"),
     ("http://a@127.0.0.1/x", "tên người dùng"), ("http://127.0.0.1/x?y=1", "truy vấn"), ("", "http://")],
)  # fmt: skip
def test_targets_that_are_not_allowed_are_refused(play: Any, url: str, says: str) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        answer = await server.client.put("/_/runs/r1/pass-through", json={"toy": url})
        assert (answer.status_code, says in answer.json()["detail"]) == (422, True), answer.text
        assert (await server.client.get("/_/runs/r1/pass-through")).json() == {}
        unknown = await server.client.put("/_/runs/r1/pass-through", json={"axis": "http://127.0.0.1:9"})
        assert unknown.status_code == 404

    play(scenario)


def test_a_host_that_was_allowed_by_name_is_taken(play: Any, small: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        url = "https://Sandbox.example.vn/api"
        assert (await server.client.put("/_/runs/r1/pass-through", json={"toy": url})).json() == {"toy": url}
        assert (await server.client.put("/_/runs/r1/targets", json={"toy.back": url})).status_code == 200
        other = await server.client.put("/_/runs/r1/pass-through", json={"toy": "https://example.vn"})
        assert other.status_code == 422

    play(scenario, limits=small(hosts=frozenset({"sandbox.example.vn"})))


def test_the_gateway_says_when_nobody_answers() -> None:
    import asyncio

    async def scenario() -> None:
        gateway = Gateway(5)
        try:
            with pytest.raises(OSError, match="ConnectError"):
                await gateway.forward(Request("GET", "http://127.0.0.1:1/x", [], b""))
        finally:
            await gateway.close()

    asyncio.run(scenario())
