"""For authors of mocks: one system in a run of its own, without server, sockets or fixtures.

::

    bench = Bench(SYSTEM, services=[service], world=world, now="2026-11-22T08:00:00+07:00")
    answer = bench.call("POST", "/paymentplatform/init", json={…})
    assert answer.json()["MaLoi"] == "00"
    assert bench.last.keys["MaThamChieu"] == "…"
    bench.act("pay", reference="…")
    assert bench.callbacks()[0].callback.operation == "CONFIRM"
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from json import loads
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from pydantic_core import to_json

from mocks.kernel import actions
from mocks.kernel.agenda import Delivery
from mocks.kernel.calls import Call, Incoming, Outgoing, lost
from mocks.kernel.journal import Entry
from mocks.kernel.limits import Limits
from mocks.kernel.operation import Record, System
from mocks.kernel.pump import Pump
from mocks.kernel.run import Birth, Run
from mocks.kernel.systems import member

HOME = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Answer:
    """What came back from :meth:`Bench.call`."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return loads(self.body)

    @property
    def location(self) -> str:
        """Where a redirect goes."""
        return self.headers["location"]

    def parameters(self) -> dict[str, str]:
        """The query of :attr:`location`."""
        return {name: values[-1] for name, values in parse_qs(urlsplit(self.location).query, True).items()}


@dataclass(frozen=True)
class Sent:
    """A callback as the system under test would get it."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


Receiver = Callable[[Sent], tuple[int, bytes]]
"""Plays the system under test: gives status and body of its answer."""


class Bench:
    """A run with one system. ``targets``: callback targets by name."""

    def __init__(
        self,
        system: System,
        *,
        services: Sequence[Any] = (),
        world: Any = None,
        seed: int = 1,
        now: str = "2026-11-22T08:00:00+07:00",
        key: str = "r1",
        targets: Mapping[str, str] | None = None,
    ) -> None:
        birth = Birth(key, seed, HOME, services, world, datetime.fromisoformat(now))
        self._member = member(system)
        self.run = Run(birth, {system.name: system}, Limits())
        self.run.clock.freeze()
        self.run.targets.update(targets or {})
        self.name = system.name

    def call(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Call a path below the system, as the dispatcher would; the path may carry a query, or be a full URL."""
        path = path.removeprefix(f"{self.run.base}/{self.name}")
        route, _, query = path.partition("?")
        sent = {name.lower(): value for name, value in (headers or {}).items()}
        if json is not None:
            body = to_json(json)
            sent.setdefault("content-type", "application/json")
        elif form is not None:
            body = urlencode(form).encode()
            sent.setdefault("content-type", "application/x-www-form-urlencoded")
        incoming = Incoming(method, f"/{self.run.key}/{self.name}{route}", query, sent, body)
        outgoing = self._answer(method, route, incoming)
        return Answer(outgoing.status, outgoing.headers, outgoing.body)

    def act(self, action: str, **inputs: Any) -> dict[str, Any]:
        """Do an action of the control API; raises :class:`mocks.kernel.problem.Problem` when refused."""
        return actions.act(self.run, self.name, action, inputs)

    def advance(self, seconds: float, receiver: Receiver | None = None) -> int:
        """Move the clock on; expiries run, callbacks go to ``receiver`` (default: nobody answers)."""
        until = self.run.clock.now() + timedelta(seconds=seconds)
        return asyncio.run(self._advance(until, _Hand(receiver)))

    def callbacks(self) -> list[Delivery]:
        """All callbacks so far."""
        return self.run.agenda.deliveries()

    def journal(self) -> list[dict[str, Any]]:
        """All entries, as the control API shows them."""
        return self.run.journal.find().entries

    @property
    def last(self) -> Entry:
        """The newest journal entry."""
        entry = self.run.journal.entry(self.run.journal.last)
        assert entry is not None, "nothing has been journalled yet"
        return entry

    def records(self, table: str) -> dict[str, Record]:
        """A table of the system's state."""
        return dict(self.run.store.state(self.name).rows(table))

    @property
    def environment(self) -> dict[str, str]:
        """What a city would get."""
        return self.run.environment

    def _answer(self, method: str, route: str, incoming: Incoming) -> Outgoing:
        found = self._member.table.find(method, route)
        if found is None:
            return lost(self.run, self._member.table, route, incoming)
        return Call(self.run, self._member.table, *found, incoming).answer()

    async def _advance(self, until: datetime, hand: _Hand) -> int:
        pump = Pump(self.run, hand)
        try:
            return await pump.advance(until)
        finally:
            pump.stop()
            self.run.agenda.changed = lambda: None


class _Hand:
    """Carries callbacks to a function instead of over HTTP."""

    def __init__(self, receiver: Receiver | None) -> None:
        self._receiver = receiver

    async def carry(
        self, method: str, url: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        if self._receiver is None:
            raise ConnectionRefusedError("nobody listens")
        status, answer = self._receiver(Sent(method, url, headers, body))
        return status, {}, answer
