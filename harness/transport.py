"""HTTP for the actors of a drive: every exchange recorded, cookies per actor, no redirect followed."""

from __future__ import annotations

import json as jsonlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookiejar import Cookie
from typing import Any

import httpx

from harness.port.platform import Actor, Broken
from harness.recording import Recorder
from harness.tls import tls


@dataclass(frozen=True)
class Answer:
    """One HTTP answer (:class:`harness.port.platform.Response`). Header names are lower-case."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    url: str
    exchange: str

    @property
    def text(self) -> str:
        """The body as UTF-8 text; bytes that aren't text are replaced."""
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON. Raises :class:`~harness.port.platform.Broken` when it isn't."""
        try:
            return jsonlib.loads(self.content)
        except ValueError as error:
            raise Broken(f"{self.url}: câu trả lời không phải JSON (HTTP {self.status})") from error


@dataclass
class Wire:
    """Where the drive is, and the connections its actors share.

    ``seconds`` is the time-out of one answer; once one has been waited for in vain it falls to ``impatient``.
    """

    recorder: Recorder
    seconds: float = 30.0
    impatient: float = 5.0
    journey: str = ""
    step: str = ""
    exchanges: list[str] = field(default_factory=list)
    """Ids of the exchanges since the step began."""
    waited: float = 0.0
    """Seconds spent waiting for answers, all exchanges together."""
    unanswered: bool = False
    """Whether the last exchange got no answer."""
    _count: int = 0

    def __post_init__(self) -> None:
        limits = httpx.Limits(max_keepalive_connections=8, keepalive_expiry=4.0)
        self.pool = httpx.HTTPTransport(verify=tls(), limits=limits)
        self._transports: dict[Actor, RecordingTransport] = {}

    def transport(self, actor: Actor) -> RecordingTransport:
        """The transport of ``actor``; the same actor gets the same one (and its cookies) again."""
        if actor not in self._transports:
            self._transports[actor] = RecordingTransport(self, actor)
        return self._transports[actor]

    def begin(self, journey: str, step: str) -> None:
        """From here on exchanges belong to ``step``."""
        self.journey, self.step, self.exchanges = journey, step, []

    def next_id(self) -> str:
        """A new exchange id: ``x1``, ``x2`` …"""
        self._count += 1
        self.exchanges.append(f"x{self._count}")
        return self.exchanges[-1]

    def learn(self, error: httpx.HTTPError | None) -> None:
        """How the last exchange ended."""
        self.unanswered = error is not None
        if isinstance(error, httpx.TimeoutException):
            self.seconds = min(self.seconds, self.impatient)

    def close(self) -> None:
        """Close the shared connections."""
        self.pool.close()


class RecordingTransport:
    """The transport of one actor (:class:`harness.port.platform.Transport`)."""

    def __init__(self, wire: Wire, actor: Actor) -> None:
        self._wire, self._actor = wire, actor
        self._client = httpx.Client(transport=wire.pool, follow_redirects=False, trust_env=False)

    @property
    def cookies(self) -> list[Cookie]:
        """The actor's cookie jar."""
        return list(self._client.cookies.jar)

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
        """Send one request; :class:`Broken` when no answer comes or it can't be sent."""
        request = self._client.build_request(
            method,
            url,
            params=params,
            headers=headers,
            json=json,
            data=data,
            content=content,
            files=files,
            timeout=self._wire.seconds,
        )
        return self._send(self._wire.next_id(), request)

    def _send(self, exchange: str, request: httpx.Request) -> Answer:
        request.read()
        started, response, failure = time.perf_counter(), None, None
        try:
            response = self._client.send(request)
        except httpx.HTTPError as caught:
            failure = caught
        elapsed = time.perf_counter() - started
        self._wire.waited += elapsed
        self._wire.learn(failure)
        error = f"{type(failure).__name__}: {failure}" if failure else ""
        self._record(exchange, request, response, elapsed, error)
        if response is None:
            raise Broken(f"{request.method} {request.url}: không có câu trả lời ({error})")
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, headers, response.content, str(request.url), exchange)

    def _record(
        self, exchange: str, request: httpx.Request, response: httpx.Response | None, elapsed: float, error: str
    ) -> None:
        self._wire.recorder.event(
            "exchange",
            id=exchange,
            journey=self._wire.journey,
            step=self._wire.step,
            actor=self._actor.role,
            method=request.method,
            url=str(request.url),
            request=self._side(request.headers, request.content),
            response=self._answer(response),
            elapsed_ms=round(elapsed * 1000, 1),
            error=error,
        )

    def _answer(self, response: httpx.Response | None) -> dict[str, Any] | None:
        if response is None:
            return None
        return {"status": response.status_code, **self._side(response.headers, response.content)}

    def _side(self, headers: httpx.Headers, body: bytes) -> dict[str, Any]:
        return {"headers": _headers(headers), "body": self._wire.recorder.body(body), "size": len(body)}


def _headers(headers: httpx.Headers) -> dict[str, str]:
    plain = dict(headers.items())
    if "set-cookie" in plain:
        plain["set-cookie"] = "\n".join(headers.get_list("set-cookie"))
    return plain
