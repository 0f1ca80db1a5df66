"""A small load generator for machines without wrk: raw sockets on uvloop, closed loop, HTTP/1.1 keep-alive.

``python -m benchmarks.mocks.generator SPEC.json URL CONNECTIONS SECONDS``; the specification is that of request.lua.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import uvloop

_STATUS = re.compile(rb"HTTP/1\.1 (\d+)")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_TOKEN = re.compile(rb'"refresh_token":"([^"]+)"')


class Plan:
    """Makes the requests and collects what came back."""

    def __init__(self, spec: dict[str, Any], url: str) -> None:
        target = urlsplit(url)
        self.address = (target.hostname or "127.0.0.1", target.port or 80)
        self.renews = spec["renews"]
        self.seals = Path(spec["seals"]).read_text().split() if spec["seals"] else []
        self.latencies: list[float] = []
        self.errors = 0
        self.over = False
        self._parts, self._number, self._taken = [part.encode() for part in spec["parts"]], spec["first"], 0
        lines = [f"{spec['method']} {target.path} HTTP/1.1", f"Host: {target.netloc}"]
        lines += [f"{name}: {value}" for name, value in spec["headers"].items()]
        self._head = "\r\n".join([*lines, f"Content-Length: {spec['length']}", "", ""]).encode()

    def request(self) -> bytes:
        self._number += 1
        filled = {b"@N@": str(self._number).encode(), b"@S@": self._seal()}
        return self._head + b"".join([filled.get(part, part) for part in self._parts])

    def took(self, answer: bytes, seconds: float) -> None:
        """Note one whole answer."""
        self.latencies.append(seconds)
        status = _STATUS.match(answer)
        if status is None or not status[1].startswith(b"2"):
            self.errors += 1
        if self.renews and (token := _TOKEN.search(answer)):
            self.seals.append(token[1].decode())

    def result(self, seconds: float) -> dict[str, float]:
        ordered = sorted(self.latencies) or [0.0]
        at = {share: ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1e6 for share in (0.5, 0.99)}
        return {
            "requests": len(self.latencies),
            "errors": self.errors,
            "seconds": seconds,
            "p50_us": at[0.5],
            "p99_us": at[0.99],
            "max_us": ordered[-1] * 1e6,
        }

    def _seal(self) -> bytes:
        if not self.seals:
            return b""
        if self.renews:
            return self.seals.pop().encode()
        self._taken += 1
        return self.seals[(self._taken - 1) % len(self.seals)].encode()


class Line(asyncio.Protocol):
    """One connection: the next request as soon as the answer is whole."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._buffer, self._sent = plan, b"", 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if whole(self._buffer):
            self._plan.took(self._buffer, time.perf_counter() - self._sent)
            self._buffer = b""
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio.Protocol
        if not self._plan.over:
            self._plan.errors += 1

    def _send(self) -> None:
        assert self._transport is not None
        self._sent = time.perf_counter()
        self._transport.write(self._plan.request())


def whole(data: bytes) -> bool:
    """Whether ``data`` is a complete response."""
    head, found, body = data.partition(b"\r\n\r\n")
    if not found:
        return False
    if length := _LENGTH.search(head):
        return len(body) >= int(length[1])
    return body.endswith(b"0\r\n\r\n") if _CHUNKED.search(head) else True


async def fire(plan: Plan, connections: int, seconds: float) -> dict[str, float]:
    """Keep ``connections`` busy for ``seconds``."""
    loop = asyncio.get_running_loop()
    started = time.perf_counter()
    lines = [await loop.create_connection(lambda: Line(plan), *plan.address) for _ in range(connections)]
    await asyncio.sleep(seconds)
    took, plan.over = time.perf_counter() - started, True
    result = plan.result(took)
    for transport, _ in lines:
        transport.abort()
    return result


def main(arguments: list[str]) -> None:
    spec, url, connections, seconds = arguments
    plan = Plan(json.loads(Path(spec).read_text()), url)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print("RESULT " + json.dumps(runner.run(fire(plan, int(connections), float(seconds)))))


if __name__ == "__main__":
    main(sys.argv[1:])
