"""The generator: plays the scheduled visits with Locust's fast client. Started as a child process by ``load.run``.

The only module that imports locust, which patches the whole process for gevent. Requests are named by port operation.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gevent  # type: ignore[import-untyped]
import gevent.socket  # type: ignore[import-untyped]
import httpx
from locust import FastHttpUser, events, task
from locust.contrib.fasthttp import FastHttpSession
from locust.exception import StopUser

from harness.port.platform import Actor, Bench, Broken
from harness.transport import Answer
from load import visits
from load.plan import Visit
from load.roster import SECONDS, Roster
from load.scene import Desk, Scene
from load.words import ELSEWHERE
from load.work import VARIABLE, Work

OWN = ("host", "content-length", "connection")
"""Headers that Locust's client writes itself."""
IDLE = 4.0
"""Seconds without a request after which a connection isn't used again: servers close idle ones (uvicorn after five)."""
BEAT = 0.02
"""Seconds between two looks at how late the generator's own loop is."""


class FastTransport:
    """The transport of one actor over Locust's client (:class:`harness.port.platform.Transport`)."""

    def __init__(self, browser: FastBrowser, session: FastHttpSession) -> None:
        self._browser, self._session = browser, session
        self._last, self._flying = time.monotonic(), 0

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        data: Mapping[str, str] | None = None,
        content: bytes | None = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
    ) -> Answer:
        """Send one request, written as in a drive; :class:`Broken` when no answer comes."""
        request = httpx.Request(
            method, url, params=params, headers=headers, json=json, data=data, content=content, files=files
        )
        body: Any = request.read() or None
        address = str(request.url)
        name = self._browser.operation if address.startswith(self._browser.base_url) else ELSEWHERE
        fields = {"accept": "*/*"} | {key: value for key, value in request.headers.items() if key not in OWN}
        with (
            self._connected(),
            self._session.request(method, address, name=name, data=body, headers=fields, catch_response=True) as answer,
        ):
            return _answer(answer, address, name)

    @contextmanager
    def _connected(self) -> Iterator[None]:
        """One request in flight; connections that have been idle for too long are given up first."""
        if not self._flying and time.monotonic() - self._last > IDLE:
            self._session.client.close()
        self._flying += 1
        try:
            yield
        finally:
            self._flying -= 1
            self._last = time.monotonic()


def _answer(answer: Any, address: str, name: str) -> Answer:
    """The answer as the platform reads it; a failed request is marked in Locust's figures."""
    if answer.status_code == 0:
        reason = f"{type(answer.error).__name__}: {answer.error}"
        answer.failure(reason)
        raise Broken(f"{name} {address}: không có câu trả lời ({reason})")
    if answer.status_code >= 500:
        answer.failure(f"HTTP {answer.status_code}")
    else:
        answer.success()
    headers = {key.lower(): value for key, value in answer.headers.items()}
    return Answer(answer.status_code, headers, answer.content or b"", address, "")


class FastBrowser:
    """The connections of one visit: cookies by actor, nothing kept from one visit to the next."""

    def __init__(self, user: FastHttpUser, base_url: str) -> None:
        self.operation, self.base_url, self._user = "", base_url, user
        self._transports: dict[Actor, FastTransport] = {}

    def transport(self, actor: Actor) -> FastTransport:
        """The transport of ``actor``; the same one when asked again."""
        if actor not in self._transports:
            self._transports[actor] = FastTransport(self, self._session())
        return self._transports[actor]

    def _session(self) -> FastHttpSession:
        session = FastHttpSession(
            base_url=self.base_url,
            request_event=self._user.environment.events.request,
            user=self._user,
            network_timeout=SECONDS,
            connection_timeout=SECONDS,
            max_retries=0,
        )
        client: Any = session.client
        client.valid_response_codes, client.redirect_response_codes = frozenset(range(100, 600)), frozenset()
        return session


class Applicant(FastHttpUser):
    """One of the people at the same time: takes the next visit, plays it, takes the next."""

    host = "http://127.0.0.1"
    roster: Roster

    @task
    def turn(self) -> None:
        """The next visit, at its time; the last one to come home ends the run."""
        visit = self.roster.next()
        if visit is None:
            raise StopUser
        gevent.sleep(max(0.0, visit.at - self.roster.seconds()))
        if self.roster.open:
            self._play(visit)
        if self.roster.done(visit):
            gevent.spawn(self.environment.runner.quit)

    def _play(self, visit: Visit) -> None:
        roster = self.roster
        browser = FastBrowser(self, roster.work.base_url)
        bench = Bench(roster.work.base_url, browser.transport, Desk(roster.ground.control))
        with roster.player(visit) as player:
            visits.play(Scene(visit, player, roster.ground, browser, roster.platform(bench)))


@events.init.add_listener
def prepare(environment: Any, **_: Any) -> None:
    """Read the order, and import what is slow to import, before the clock starts."""
    path = os.environ.get(VARIABLE)
    if not path:
        raise SystemExit(f"{VARIABLE} is not set; start this with: toantrinh load SERVICE")
    from harness.signing import pades  # noqa: F401 takes a second

    work = Work.model_validate_json(Path(path).read_text(encoding="utf-8"))
    Applicant.roster = Roster(work, pause=gevent.sleep)
    gevent.spawn(_leave_with_parent, environment)


@events.test_start.add_listener
def start(**_: Any) -> None:
    """The clock starts."""
    Applicant.roster.start()
    gevent.spawn(_beat, Applicant.roster)


@events.quitting.add_listener
def sum_up(**_: Any) -> None:
    """Close the books."""
    if hasattr(Applicant, "roster"):
        Applicant.roster.sum_up()


def _beat(roster: Roster) -> None:
    """Keep looking how late this process is for its own appointments."""
    while True:
        due = time.monotonic() + BEAT
        gevent.sleep(BEAT)
        roster.lags.append((time.monotonic() - due) * 1000)


def _leave_with_parent(environment: Any) -> None:
    """End when whoever started us is gone: the pipe they hold closes."""
    gevent.socket.wait_read(sys.stdin.fileno())
    environment.runner.quit()
