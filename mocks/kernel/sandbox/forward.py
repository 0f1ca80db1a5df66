"""Carries a call to the real endpoint and brings its answer back, untouched but for what belongs to the connection."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import httpx

Headers = list[tuple[bytes, bytes]]

_CONNECTION = {
    b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"te", b"trailer",
    b"transfer-encoding", b"upgrade", b"host", b"content-length", b"content-encoding", b"expect",
}  # fmt: skip


@dataclass(frozen=True)
class Request:
    """A call as it came in, bound for ``url``."""

    method: str
    url: str
    headers: Headers
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What the endpoint said; header names are lower-case, repeated ones stay repeated."""

    status: int
    headers: Headers
    body: bytes


class Forwarder(Protocol):
    """How a call reaches the endpoint; raises OSError when it doesn't."""

    async def forward(self, request: Request) -> Answer: ...


class Gateway:
    """A :class:`Forwarder` over httpx: no proxies, no redirects followed, a time limit, certificates checked.

    Authorities are those of OpenSSL (``SSL_CERT_FILE`` names further ones). httpx is loaded with the first call.
    """

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._client: httpx.AsyncClient | None = None

    async def forward(self, request: Request) -> Answer:
        import httpx

        if self._client is None:
            self._client = httpx.AsyncClient(
                trust_env=False, follow_redirects=False, timeout=self._timeout, verify=ssl.create_default_context()
            )
        asked = self._client.build_request(request.method, request.url, content=request.body)
        asked.headers = httpx.Headers([*_own(asked), *onward(request.headers)])
        try:
            answer = await self._client.send(asked)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OSError(f"{type(error).__name__}: {error}") from error
        return Answer(answer.status_code, onward(answer.headers.raw), answer.content)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()


def onward(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """The headers that concern the message, not the connection, in lower case."""
    return [(name.lower(), value) for name, value in headers if name.lower() not in _CONNECTION]


def _own(request: httpx.Request) -> Headers:
    """What the connection to the endpoint needs: ``host`` and the length of the body."""
    return [(name, value) for name, value in request.headers.raw if name.lower() in (b"host", b"content-length")]
