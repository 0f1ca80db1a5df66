"""Client of the mocks' control API (everything under ``/_/``)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import httpx

from harness.testbed.errors import TestBedError
from harness.tls import tls

UNANSWERED = "Hệ thống quốc gia mô phỏng không trả lời"
Json = Any


class ActionRefused(Exception):
    """The mocks refused a request of ours: HTTP ``status`` and the problem's ``detail``."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(f"HTTP {status}: {detail}")
        self.status, self.detail = status, detail


class Control:
    """One server of mocks.

    Every call raises :class:`TestBedError` when the server doesn't answer, :class:`ActionRefused` when it refuses.
    """

    def __init__(self, address: str, run: str = "", seconds: float = 30.0) -> None:
        """``address`` as in the ready line; ``run`` the run that the calls are about."""
        self.address, self.run = address.rstrip("/"), run
        self.spent = 0.0
        """Seconds spent in calls so far."""
        self._client = httpx.Client(timeout=seconds, trust_env=False, verify=tls())

    def for_run(self, run: str) -> Control:
        """A client of its own for ``run``."""
        return Control(self.address, run)

    def close(self) -> None:
        self._client.close()

    def create_run(self, **spec: Json) -> Json:
        """Create a run: ``key``, ``seed``, ``services``, ``now``; answers run, base and environment."""
        return self._json("POST", f"{self.address}/_/runs", json=spec)

    def delete_run(self) -> None:
        self._call("DELETE", self._url())

    def set_targets(self, targets: Mapping[str, str]) -> None:
        """Where the mocks send what they send on their own: target name → URL."""
        self._call("PUT", self._url("targets"), json=dict(targets))

    def pass_through(self, systems: Mapping[str, str | None]) -> None:
        """Let real test endpoints answer: system → URL, or None for the simulator again."""
        self._call("PUT", self._url("pass-through"), json=dict(systems))

    def modes(self) -> Mapping[str, str]:
        """By system: ``simulator``, or ``sandbox`` where a real test endpoint answers."""
        modes: Mapping[str, str] = self._json("GET", self._url())["modes"]
        return modes

    def journal(self, after: int, wait: float = 0.0) -> Json:
        """The entries after ``after``, waiting up to ``wait`` seconds (at most 25) for the first."""
        return self._json("GET", self._url("journal"), params={"after": after, "wait": wait})

    def headroom(self) -> Json:
        """Own service times per system since the run began, and whether the mocks were saturated."""
        return self._json("GET", self._url("headroom"))

    def body(self, sha: str) -> bytes:
        """The bytes of a journalled body."""
        return self._call("GET", self._url("bodies", sha)).content

    def state(self, system: str, *path: str) -> Json:
        """Tables of a system, records of a table, or one record. ``None`` when there is no such record."""
        try:
            return self._json("GET", self._url("state", system, *path))
        except ActionRefused as refused:
            if refused.status == 404 and len(path) == 2:
                return None
            raise

    def put_state(self, system: str, table: str, key: str, record: Json) -> None:
        """Put a record there: what a test starts from."""
        self._call("PUT", self._url("state", system, table, key), json=record)

    def act(self, system: str, action: str, **inputs: Json) -> Json:
        """Let a national system, or a person in front of it, do something."""
        return self._json("POST", self._url("act"), json={"system": system, "action": action, **inputs})

    def set_clock(self, **clock: Json) -> None:
        """``now`` (ISO), ``frozen``, ``scale``."""
        self._call("PUT", self._url("clock"), json=clock)

    def clock(self) -> Json:
        return self._json("GET", self._url("clock"))

    def callbacks(self) -> Json:
        """What the mocks sent or will send, with state and tries."""
        return self._json("GET", self._url("callbacks"))

    def _url(self, *path: str) -> str:
        return "/".join([self.address, "_", "runs", self.run, *path])

    def _json(self, method: str, url: str, **options: Json) -> Json:
        return self._call(method, url, **options).json()

    def _call(self, method: str, url: str, **options: Json) -> httpx.Response:
        started = time.perf_counter()
        try:
            response = self._client.request(method, url, **options)
        except httpx.HTTPError as error:
            raise TestBedError(f"{UNANSWERED} ({method} {url}: {type(error).__name__}).", "Hãy chạy lại.") from error
        finally:
            self.spent += time.perf_counter() - started
        if response.status_code >= 400:
            raise ActionRefused(response.status_code, _detail(response))
        return response


def put_clock(url: str, token: str, now: str) -> None:
    """Set a service host's clock. Raises :class:`TestBedError` when it doesn't take it."""
    try:
        answer = httpx.put(
            url, json={"now": now}, headers={"Authorization": f"Bearer {token}"}, trust_env=False, verify=tls()
        )
    except httpx.HTTPError as error:
        raise TestBedError(f"Hệ thống không nhận giờ mới ({type(error).__name__}).") from error
    if answer.status_code >= 400:
        raise TestBedError(f"Hệ thống không nhận giờ mới (HTTP {answer.status_code}).")


def _detail(response: httpx.Response) -> str:
    try:
        problem = response.json()
    except ValueError:
        return response.text[:300]
    found = problem.get("detail") or problem.get("title") if isinstance(problem, dict) else problem
    return str(found)[:600]
