"""Two servers over one store in one event loop: conflicts, news, due work, faults, and a database that fails."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from mocks.kernel.courier import Post
from mocks.kernel.limits import Limits
from mocks.kernel.operation import Callback
from mocks.kernel.run import Birth, Run
from mocks.kernel.shared.agenda import named
from mocks.kernel.shared.database import Database, Unreachable, plain
from mocks.kernel.shared.schema import NAME, STEPS, TooNew
from mocks.kernel.shared.unit import Conflict

pytestmark = pytest.mark.slow

SERIALIZABLE = "-c%20default_transaction_isolation%3Dserializable"
TARGET = {"toy.back": "http://127.0.0.1:9000/back"}


@pytest.mark.parametrize("options", ["", SERIALIZABLE])
def test_calls_to_both_at_once_are_each_done_once(pair: Callable[..., Any], options: str) -> None:
    async def scenario(one: Any, other: Any) -> None:
        await one.run()
        answers = await asyncio.gather(*((one, other)[n % 2].keep(f"H{n}") for n in range(30)))
        assert {answer.json()["error"] for answer in answers} == {"0"}
        assert len({answer.json()["token"] for answer in answers}) == 30
        entries = (await other.journal())["entries"]
        assert [entry["seq"] for entry in entries] == list(range(1, 31))
        assert (await one.client.get("/_/runs/r1/state/toy")).json()["items"] == 30
        conflicts = one.app.database.conflicts + other.app.database.conflicts
        assert (conflicts > 0) == bool(options)

    pair(scenario, options)


def test_a_conflict_is_done_again_and_leaves_nothing_behind(emptied: Callable[[], Database]) -> None:
    database = emptied()
    tries: list[int] = []

    def work(unit: Any) -> str:
        tries.append(1)
        unit.do("UPDATE counters SET value = value + 1 WHERE name = 'runs'")
        if len(tries) < 3:
            raise Conflict
        return "done"

    assert database.attempt(work, {}).value == "done"
    assert len(tries) == 3
    assert database.attempt(lambda unit: unit.row("SELECT value FROM counters WHERE name = 'runs'"), {}).value == (1,)


def test_who_waits_at_one_server_hears_what_the_other_does(pair: Callable[..., Any]) -> None:
    async def scenario(one: Any, other: Any) -> None:
        await one.run()
        waiting = asyncio.create_task(one.journal(wait=25, key="H2"))
        await one.polled()
        await other.keep("H1")
        await other.keep("H2")
        assert [entry["seq"] for entry in (await waiting)["entries"]] == [2]

    pair(scenario)


def test_a_clock_moved_at_one_server_waits_for_what_the_other_sends(pair: Callable[..., Any]) -> None:
    async def scenario(one: Any, other: Any) -> None:
        await one.run()
        await one.client.put("/_/runs/r1/targets", json=TARGET)
        for server in (one, other):
            server.city.gate, server.city.answers = asyncio.Event(), [500]
        await one.client.post("/r1/toy/g", json={"service": "RING"})
        arrived = [asyncio.create_task(server.city.arrived.wait()) for server in (one, other)]
        await asyncio.wait(arrived, return_when=asyncio.FIRST_COMPLETED)
        moving = asyncio.create_task(other.client.post("/_/runs/r1/clock/advance", json={"seconds": 60}))
        await other.polled()
        assert (await one.client.get("/_/runs/r1/clock")).json()["now"].startswith("2026-11-22T08:00:00")
        for server in (one, other):
            server.city.gate.set()
        assert (await moving).json()["now"] == "2026-11-22T08:01:00+07:00"
        assert len(one.city.got) + len(other.city.got) == 2
        entries = (await one.journal(direction="out"))["entries"]
        assert [(entry["try"], entry["clock"][:19]) for entry in entries] == [
            (1, "2026-11-22T08:00:00"),
            (2, "2026-11-22T08:00:30"),
        ]
        for task in arrived:
            task.cancel()

    pair(scenario)


def test_a_due_callback_is_sent_by_one_server_only(pair: Callable[..., Any]) -> None:
    async def scenario(one: Any, other: Any) -> None:
        await one.run()
        await one.client.put("/_/runs/r1/targets", json=TARGET)
        await one.client.post("/_/runs/r1/act", json={"system": "toy", "action": "push", "n": 20})
        sent: set[str] = set()
        while len(sent) < 20:
            page = await other.journal(after=len(sent), wait=20, direction="out")
            sent |= {entry["callback"] for entry in page["entries"]}
        bodies = sorted(int(body) for _, _, body in one.city.got + other.city.got)
        assert bodies == list(range(20))

    pair(scenario)


def test_faults_set_at_one_server_strike_at_the_other_as_often_as_they_should(pair: Callable[..., Any]) -> None:
    async def scenario(one: Any, other: Any) -> None:
        await one.run()
        await one.fault(kind="status", status=503, operation="KEEP", skip=1, count=2)
        answers = [(await server.keep(f"H{n}")).status_code for n, server in enumerate([one, other, one, other])]
        assert answers == [200, 503, 503, 200]
        (shown,) = (await other.client.get("/_/runs/r1/faults")).json()
        assert (shown["seen"], shown["fired"]) == (4, 2)

    pair(scenario)


def test_runs_are_counted_over_all_servers(pair: Callable[..., Any], small: Any) -> None:
    async def scenario(one: Any, other: Any) -> None:
        made = [server.client.post("/_/runs", json={}) for server in (one, other) * 3]
        answers = [answer.status_code for answer in await asyncio.gather(*made)]
        assert sorted(answers) == [201, 201, 429, 429, 429, 429]

    pair(scenario, limits=small(runs=2))


def test_a_database_that_goes_away_is_said_and_comes_back(pair: Callable[..., Any]) -> None:
    async def scenario(one: Any, other: Any) -> None:
        await one.run()

        def cut() -> None:
            with psycopg.connect(other.app.database.url, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )

        await asyncio.to_thread(cut)
        assert (await one.keep("H1")).json()["error"] == "0"
        assert (await other.keep("H2")).json()["error"] == "0"
        one.app.database.url = "postgresql://nobody@127.0.0.1:1/none"
        await asyncio.to_thread(cut)
        answer = await one.keep("H3")
        assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
        assert "H3" not in (await other.client.get("/_/runs/r1/state/toy/items")).json()

    pair(scenario)


def test_the_journal_is_bounded_by_number_and_by_size(pair: Callable[..., Any], small: Any) -> None:
    async def scenario(one: Any, other: Any) -> None:
        await one.run()
        for number in range(5):
            await (one, other)[number % 2].keep(f"H{number}")
        page = await one.journal()
        assert ([entry["seq"] for entry in page["entries"]], page["next"], page["dropped"]) == ([4, 5], 5, 3)
        await other.client.post("/r1/toy/form", content=b"x" * 3000)
        page = await other.journal()
        assert ([entry["seq"] for entry in page["entries"]], page["dropped"]) == ([6], 5)

    pair(scenario, limits=small(journal=2, journal_bytes=2000))


def test_any_text_may_be_a_key(pair: Callable[..., Any]) -> None:
    async def scenario(one: Any, other: Any) -> None:
        await one.run()
        assert (await one.keep("a\0b'")).json()["error"] == "0"
        assert list((await other.client.get("/_/runs/r1/state/toy/items")).json()) == ["a\0b'"]
        assert (await other.keep("a\0b'")).json()["error"] == "3"
        assert len((await other.journal(key="a\0b'"))["entries"]) == 2
        assert (await other.journal(operation="\0"))["entries"] == []

    pair(scenario)


def test_a_callback_that_no_other_process_could_judge_is_refused() -> None:
    with pytest.raises(ValueError, match="acknowledged"):
        named(lambda status, body: True)
    assert named(Callback("a", "b", b"").acknowledged) == ""


def test_a_shared_run_has_everything_that_a_run_has(emptied: Callable[[], Database], built: Any) -> None:
    async def scenario() -> set[str]:
        server = built(database=emptied())
        await server.app.start()
        await server.run()
        names: set[str] = await server.within("r1", lambda run: set(vars(run)))
        await server.app.stop()
        return names

    run = Run(Birth("r1", 1, "http://127.0.0.1", [], None), {}, Limits())
    assert set(vars(run)) - asyncio.run(scenario()) == {"_seeds"}


def test_tables_of_a_later_version_are_left_alone(emptied: Callable[[], Database]) -> None:
    database = emptied()
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute(f"INSERT INTO {NAME}.version VALUES ({len(STEPS) + 1})".encode())
        try:
            with pytest.raises(TooNew):
                database.open()
        finally:
            connection.execute(f"DELETE FROM {NAME}.version WHERE number > {len(STEPS)}".encode())


@pytest.mark.parametrize("url", ["", "sqlite:///x", "mysql://127.0.0.1/x", "postgresql"])
def test_only_postgresql_keeps_runs(url: str) -> None:
    with pytest.raises(ValueError, match="postgresql://"):
        plain(url)


def test_sqlalchemy_s_way_of_naming_the_driver_is_understood() -> None:
    assert plain("postgresql+psycopg://city@127.0.0.1:5432/x?a=b") == "postgresql://city@127.0.0.1:5432/x?a=b"


def test_a_database_that_is_not_there_is_said() -> None:
    with pytest.raises(Unreachable):
        Database("postgresql://nobody@127.0.0.1:1/none").open()


def test_callbacks_are_carried_by_http_here_too(emptied: Callable[[], Database], built: Any) -> None:
    app = built(database=emptied()).app
    assert isinstance(type(app)(app.kernel.members, None, app.database).courier, Post)
