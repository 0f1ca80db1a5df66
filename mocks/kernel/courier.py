"""Carries one callback to the system under test over HTTP and notes in the journal what came of it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from mocks.kernel.agenda import Delivery
from mocks.kernel.faults import post
from mocks.kernel.journal import Entry
from mocks.kernel.run import Run

if TYPE_CHECKING:
    import httpx


class Courier(Protocol):
    """How a message leaves: gives status, headers and body of the answer, or raises OSError."""

    async def carry(
        self, method: str, url: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]: ...


class Post:
    """A :class:`Courier` over httpx: no proxies, no redirects, a time limit. httpx is loaded with the first message."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._client: httpx.AsyncClient | None = None

    async def carry(
        self, method: str, url: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        import httpx

        if self._client is None:
            self._client = httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=self._timeout)
        try:
            answer = await self._client.request(method, url, headers=headers, content=body)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OSError(f"{type(error).__name__}: {error}") from error
        return answer.status_code, dict(answer.headers), answer.content

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()


async def deliver(run: Run, delivery: Delivery, courier: Courier) -> None:
    """One try: send, journal, and tell the agenda the outcome."""
    entry, url = begin(run, delivery)
    if url:
        await carry(entry, url, courier)
    finish(run, delivery, entry)


def begin(run: Run, delivery: Delivery) -> tuple[Entry, str]:
    """The entry of a try and where it goes; "": nowhere, the entry says why."""
    entry, url = _entry(run, delivery), ""
    try:
        url = _url(run, delivery)
        if run.faults.armed and post.lost(run, delivery):
            raise OSError("lỗi đặt trước: mất trên đường")
    except (OSError, LookupError) as error:
        entry.error, url = str(error), ""
    if delivery.faults:
        entry.notes = {"fault": delivery.faults}
    return entry, url


async def carry(entry: Entry, url: str, courier: Courier) -> None:
    """Send what ``entry`` says to ``url``, and note in it what comes back and how long that took."""
    started = time.perf_counter_ns()
    entry.path, entry.query = urlsplit(url).path, urlsplit(url).query
    try:
        answer = await courier.carry(entry.method, url, dict(entry.request_headers), entry.request_body)
        entry.status, entry.response_headers, entry.response_body = answer
    except OSError as error:
        entry.error = str(error) or type(error).__name__
    entry.elapsed_us = (time.perf_counter_ns() - started) // 1000


def finish(run: Run, delivery: Delivery, entry: Entry) -> None:
    """Tell the agenda the outcome of a try, and journal it."""
    run.agenda.tried(delivery, run.clock.now(), entry.status, entry.response_body, entry.error)
    entry.accepted = delivery.state == "delivered"
    run.journal.append(entry)
    if run.faults.delayed:
        post.tried(run, delivery)


def _entry(run: Run, delivery: Delivery) -> Entry:
    callback = delivery.callback
    return Entry(
        delivery.system, callback.operation, "out", time.time(), run.clock.now(), callback.method, callback.path,
        request_headers=dict(callback.headers), request_body=callback.body, keys=dict(callback.keys),
        callback=delivery.id, attempt=delivery.tries + 1, target=callback.target,
    )  # fmt: skip


def _url(run: Run, delivery: Delivery) -> str:
    target = run.targets.get(delivery.callback.target)
    if target is None:
        raise LookupError(f"chưa đặt địa chỉ cho {delivery.callback.target} (PUT /_/runs/{run.key}/targets)")
    return target + delivery.callback.path
