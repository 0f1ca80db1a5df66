"""A toy system with one of everything, and servers of mocks without sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import psycopg
import pytest
from pydantic import BaseModel, Field

from mocks.kernel.app import MockApp
from mocks.kernel.cards import Card
from mocks.kernel.decode import form, xml
from mocks.kernel.kernel import Kernel
from mocks.kernel.limits import Limits
from mocks.kernel.operation import (
    Callback,
    Drop,
    Later,
    Message,
    Operation,
    Put,
    Refusal,
    Reply,
    RunSpec,
    Selector,
    State,
    System,
    SystemSeed,
    Trouble,
)
from mocks.kernel.shared.app import SharedApp
from mocks.kernel.shared.database import Database, plain
from mocks.kernel.systems import member

NOW = "2026-11-22T08:00:00+07:00"
HOME = "http://127.0.0.1:8000"


class Item(BaseModel):
    code: str = Field(min_length=1, max_length=20)
    amount: int = Field(ge=0)


class Batch(BaseModel):
    service: str
    data: list[Item]
    note: str | None = None


def keep(message: Message, state: State, now: datetime) -> Reply:
    """Store the batch's items; a code that is there already is refused."""
    for item in message.body.data:
        if state.get("items", item.code) is not None:
            refusal = Refusal("toy.duplicate", "toy §1", "mã chưa có", item.code, "data.code")
            return Reply({"error": "3"}, refusal=refusal)
    changes = [
        Put("items", item.code, {"amount": item.amount, "at": now.isoformat(), "id": message.token(item.code)})
        for item in message.body.data
    ]
    return Reply({"error": "0", "token": message.token("x")}, changes=changes, keys={"docId": message.token("x", 8)})


def ring(message: Message, state: State, now: datetime) -> Reply:  # noqa: ARG001
    """Call back twice at most, and expire in an hour."""
    call = Callback("toy.back", "RING", b'{"a":1}', path="/in?x=1", delays=(0, 30), keys={"MaHoSo": "H1"})
    return Reply({"error": "0"}, effects=[call, Later(now + timedelta(hours=1), "expire", {"key": "k"})])


def refuse(message: Message, refusal: Refusal) -> Reply:  # noqa: ARG001
    return Reply({"error": "-1", "message": f"{refusal.field}: {refusal.expected}"})


def page(message: Message, state: State, now: datetime) -> Reply:  # noqa: ARG001
    return Reply(f"<p>{message.params['name']} {message.query}</p>", media_type="text/html")


def fail(message: Message, state: State, now: datetime) -> Reply:  # noqa: ARG001
    raise RuntimeError("hỏng")


def expire(inputs: Any, state: State, now: datetime, message: Message) -> Reply:  # noqa: ARG001
    return Reply({}, changes=[Put("expired", str(inputs["key"]), {"at": now.isoformat()}), Drop("items", "none")])


def push(inputs: Any, state: State, now: datetime, message: Message) -> Reply:  # noqa: ARG001
    """``push`` {n?}: n callbacks."""
    if inputs.get("n") == 0:
        return Reply({"detail": "không có gì để gửi"}, 409)
    calls = [Callback("toy.back", "PUSH", str(i).encode()) for i in range(int(inputs.get("n", 1)))]
    return Reply({"pushed": len(calls)}, effects=calls)


def seed(spec: RunSpec) -> SystemSeed:
    environment = {"CITY_TOY_URL": f"{spec.base}/toy", "CITY_TOY_SECRET": spec.secret("toy")}
    return SystemSeed({"secret": spec.secret("toy")}, [Put("seeded", "one", {"list": [1]})], environment)


def sorry(message: Message, state: State, trouble: Trouble) -> Reply:  # noqa: ARG001
    """The toy's words for any trouble; an ended session takes the item ``session`` along."""
    changes = [Drop("items", "session")] if trouble.kind == "session" else []
    return Reply({"error": trouble.code or trouble.kind, "text": trouble.text}, 200, changes=changes)


def text(message: Message, state: State, now: datetime) -> Reply:  # noqa: ARG001
    read = message.body if isinstance(message.body, dict) else message.raw.decode("utf-8", "replace")
    return Reply({"read": str(read), "headers": message.headers.get("x-kind", "")})


OPERATIONS = [
    Operation("KEEP", "POST", "/g", keep, Selector("field", "service", "KEEP"), request=Batch, refuse=refuse,
              keys={"MaHoSo": "data.0.code", "sub": "note"}, aliases=("/alias/g",)),
    Operation("RING", "POST", "/g", ring, Selector("field", "service", "RING")),
    Operation("page", "GET", "/p/{name}", page, page=True),
    Operation("exact", "GET", "/p/exact", lambda message, state, now: Reply("exact", media_type="text/plain")),
    Operation("fail", "POST", "/fail", fail),
    Operation("form", "POST", "/form", text, decode=form),
    Operation("soap.A", "POST", "/soap", text, Selector("element", "Body", "A"), decode=xml),
    Operation("soap.B", "POST", "/soap", text, Selector("element", "Body", "B"), decode=xml),
    Operation("head.A", "GET", "/head", text, Selector("header", "X-Kind", "A")),
    Operation("head.rest", "GET", "/head", text),
    Operation("typed", "POST", "/typed", lambda message, state, now: Reply(message.body), request=Item),
]  # fmt: skip

TOY = System(
    "toy", "Hệ thống mẫu", OPERATIONS, seed, {"expire": expire, "push": push}, {"toy.back": "gọi về"},
    {"business": sorry, "session": sorry},
)  # fmt: skip
FIDELITY = {
    "checked": ["mọi thứ"],
    "not_checked": [],
    "source": "toy §1",
    "confidence": "U",
    "last_compared": None,
    "owner": {"founding": "a", "today": "b", "verified": False},
}
CARD = Card.model_validate(
    {"system": "toy", "title": "Mẫu", "operations": {operation.name: FIDELITY for operation in OPERATIONS}}
)


class Ground:
    """Neither people nor services."""

    def world(self, seed: int) -> Any:
        return seed

    def services(self, descriptors: Sequence[Any] | None) -> Sequence[Any]:
        if descriptors and "code" not in descriptors[0]:
            raise ValueError("services.0.code: Field required")
        return descriptors or []


class City:
    """Plays the system under test: notes what it gets and answers what it is told."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str, bytes]] = []
        self.answers: list[Any] = []
        self.gate: asyncio.Event | None = None
        self.arrived = asyncio.Event()

    async def carry(
        self, method: str, url: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        assert headers
        self.got.append((method, url, body))
        self.arrived.set()
        if self.gate is not None:
            await self.gate.wait()
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, Exception):
            raise answer
        return answer, {"x-city": "1"}, b"{}"


class Server:
    """An application and a client of it, in one event loop. ``kernel`` is within reach."""

    def __init__(self, app: MockApp, city: City) -> None:
        self.app, self.city, self.kernel = app, city, app.kernel
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url=HOME)

    async def run(self, key: str = "r1", **more: Any) -> dict[str, Any]:
        """Create a run with a frozen clock."""
        answer = await self.client.post("/_/runs", json={"key": key, "now": NOW, **more})
        assert answer.status_code == 201, answer.text
        await self.client.put(f"/_/runs/{key}/clock", json={"frozen": True, "now": NOW})
        return dict(answer.json())

    async def keep(self, code: str, run: str = "r1", amount: int = 1) -> httpx.Response:
        body = {"service": "KEEP", "data": [{"code": code, "amount": amount}]}
        return await self.client.post(f"/{run}/toy/g", json=body)

    async def fault(self, run: str = "r1", **rule: Any) -> dict[str, Any]:
        """Set a fault; what isn't about when and where is the fault itself."""
        about = ("id", "system", "operation", "method", "path", "skip", "count", "probability", "since", "until",
                 "after", "lasting")  # fmt: skip
        aim = {name: rule.pop(name) for name in about if name in rule}
        answer = await self.client.post(f"/_/runs/{run}/faults", json={**aim, "fault": rule})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def within(self, run: str, do: Callable[[Any], Any]) -> Any:
        """What ``do`` gives, asked with the run itself, in a transaction where there are transactions."""
        if isinstance(self.app, SharedApp):
            return (await self.app.database.work(lambda unit: do(self.kernel.runs.get(run)))).value
        return do(self.kernel.runs.get(run))

    async def polled(self) -> None:
        """Until a call that has been started waits for news."""
        await asyncio.sleep(0)
        while isinstance(self.app, SharedApp) and not self.app.news.waiting:
            await asyncio.sleep(0.01)

    async def journal(self, run: str = "r1", **query: Any) -> dict[str, Any]:
        answer = await self.client.get(f"/_/runs/{run}/journal", params=query)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


def build(limits: Limits | None = None, database: Database | None = None, **more: Any) -> Server:
    """A server with the toy system; ``database``: its runs live there, else in memory."""
    city = City()
    if database is not None:
        members = {"toy": member(TOY, CARD)}
        return Server(SharedApp(members, Ground(), database, limits, home=HOME, courier=city, **more), city)
    kernel = Kernel({"toy": member(TOY, CARD)}, Ground(), limits)
    return Server(MockApp(kernel, home=HOME, courier=city, **more), city)


Play = Callable[[Callable[[Server], Awaitable[Any]]], Any]


@pytest.fixture(scope="session")
def emptied(postgresql: str) -> Iterator[Callable[[], Database]]:
    """A state store in a database of its own, without any run."""
    with own_database(postgresql) as url:
        database = Database(url)
        database.open()

        def empty() -> Database:
            database.attempt(lambda unit: unit.do("DELETE FROM runs"), {})
            database.attempt(lambda unit: unit.do("UPDATE counters SET value = 0 WHERE name = 'runs'"), {})
            return database

        yield empty
        database.close()


@contextmanager
def own_database(given: str) -> Iterator[str]:
    """The URL of a new database on the server of ``given``, dropped at the end."""
    name = f"mocks_{uuid4().hex}"
    with psycopg.connect(plain(given), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield urlsplit(given)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(params=["memory", pytest.param("postgresql", marks=pytest.mark.slow)])
def store(request: pytest.FixtureRequest) -> Database | None:
    """Each test is made over both stores; None: in memory."""
    if request.param == "memory":
        return None
    database: Database = request.getfixturevalue("emptied")()
    return database


@pytest.fixture
def play(store: Database | None) -> Callable[..., Any]:
    """Run a scenario against a fresh server: ``play(scenario, limits=…, token=…, fast=…)``."""

    def run(scenario: Callable[[Server], Awaitable[Any]], **more: Any) -> Any:
        async def whole() -> Any:
            server = build(database=store, **more)
            await server.app.start()
            try:
                return await asyncio.wait_for(scenario(server), 30)
            finally:
                await server.app.stop()
                await server.client.aclose()

        return asyncio.run(whole())

    return run


@pytest.fixture
def toy() -> System:
    return TOY


@pytest.fixture
def ground() -> Ground:
    return Ground()


@pytest.fixture
def card() -> Card:
    return CARD


@pytest.fixture
def small() -> Callable[..., Limits]:
    """The default limits with some changed."""
    return lambda **changes: replace(Limits(), **changes)


@pytest.fixture
def built() -> Callable[..., Server]:
    """Makes a server that isn't started."""
    return build
