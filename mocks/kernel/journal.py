"""What happened on the wire of one run: every call in and every callback out, in a bounded ring."""

from __future__ import annotations

import asyncio
import hashlib
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from mocks.kernel.operation import Refusal
from mocks.kernel.redact import redacted


@dataclass(slots=True)
class Entry:
    """One exchange. ``at``: real epoch seconds; ``clock``: the run's time; ``status`` None: there was no answer."""

    system: str
    operation: str
    direction: str
    at: float
    clock: datetime
    method: str
    path: str
    query: str = ""
    request_headers: Mapping[str, str] = field(default_factory=dict)
    request_body: bytes = b""
    status: int | None = None
    response_headers: Mapping[str, str] = field(default_factory=dict)
    response_body: bytes = b""
    keys: Mapping[str, str] = field(default_factory=dict)
    accepted: bool = True
    refusal: Refusal | None = None
    error: str = ""
    elapsed_us: int = 0
    callback: str | None = None
    attempt: int = 0
    target: str | None = None
    nearest: str = ""
    seq: int = 0
    strict: bool | None = None
    """Whether the message was judged strictly or leniently; None: there is only one way."""
    notes: Mapping[str, Any] | None = None
    """What is rare: ``fault`` (those that struck); of a passed-through call ``mode``, ``forwarded``, ``findings``."""

    @property
    def size(self) -> int:
        return len(self.request_body) + len(self.response_body)


class Page(NamedTuple):
    """A stretch of the journal. ``next``: give it as ``after`` to go on; ``dropped``: entries the ring let go."""

    entries: list[dict[str, Any]]
    next: int
    dropped: int


@dataclass(frozen=True)
class Filter:
    """Which entries are wanted; an empty field lets all through. ``key``: the value of any correlation key."""

    system: str = ""
    operation: str = ""
    key: str = ""
    direction: str = ""

    def takes(self, entry: Entry) -> bool:
        return (
            (not self.system or entry.system == self.system)
            and (not self.operation or entry.operation == self.operation)
            and (not self.direction or entry.direction == self.direction)
            and (not self.key or self.key in entry.keys.values())
        )


class Journal:
    """The ring. Bounded by number of entries and by bytes of bodies; what falls out is counted, not lost silently."""

    def __init__(self, run: str, entries: int = 10_000, size: int = 64 << 20) -> None:
        self._run, self._entries, self._bytes = run, entries, size
        self._ring: deque[Entry] = deque()
        self._held = 0
        self._bodies: dict[str, bytes] = {}
        self._waiting: list[asyncio.Future[None]] = []
        self._closed = False
        self.last = 0
        self.dropped = 0

    def append(self, entry: Entry) -> Entry:
        """Number ``entry`` and keep it; wakes those who wait for news."""
        self.last += 1
        entry.seq = self.last
        self._ring.append(entry)
        self._held += entry.size
        while len(self._ring) > self._entries or (self._held > self._bytes and len(self._ring) > 1):
            self._let_go(self._ring.popleft())
        if self._waiting:
            self._wake()
        return entry

    def find(self, after: int = 0, limit: int = 500, wanted: Filter | None = None) -> Page:
        """Up to ``limit`` entries above number ``after`` that ``wanted`` takes."""
        found: list[dict[str, Any]] = []
        for entry in self._since(after):
            if wanted is None or wanted.takes(entry):
                found.append(self._shown(entry))
                if len(found) == limit:
                    return Page(found, entry.seq, self.dropped)
        return Page(found, max(after, self.last), self.dropped)

    async def poll(self, after: int, limit: int, wanted: Filter, seconds: float) -> Page:
        """As :meth:`find`, but wait up to ``seconds`` for the first match."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while True:
            page = self.find(after, limit, wanted)
            left = deadline - loop.time()
            if page.entries or left <= 0 or self._closed:
                return page
            await self._news(left)

    def entry(self, seq: int) -> Entry | None:
        """The entry with number ``seq``; None when there is none or the ring let it go."""
        return next((entry for entry in self._since(seq - 1) if entry.seq == seq), None)

    def latest(self, system: str, operation: str, keys: Mapping[str, str]) -> Entry | None:
        """The newest accepted call to ``operation`` with all of ``keys``; None when the ring holds none."""
        for entry in reversed(self._ring):
            same = entry.system == system and entry.operation == operation and entry.direction == "in"
            if same and entry.accepted and keys.items() <= entry.keys.items():
                return entry
        return None

    def body(self, sha: str) -> bytes | None:
        """A journalled body by its SHA-256 (hex)."""
        if sha not in self._bodies:
            for entry in self._ring:
                self._shown(entry)
        return self._bodies.get(sha)

    def clear(self) -> None:
        """Start again at number 1."""
        self._ring.clear()
        self._bodies.clear()
        self._held = self.last = self.dropped = 0

    def close(self) -> None:
        """Answer all who wait, and let nobody wait any more."""
        self._closed = True
        self._wake()

    def _since(self, after: int) -> Iterator[Entry]:
        first = self.last - len(self._ring) + 1
        return islice(self._ring, max(0, after - first + 1), None)

    def _let_go(self, entry: Entry) -> None:
        self._held -= entry.size
        self.dropped += 1
        if self._bodies:
            for body in (entry.request_body, entry.response_body):
                self._bodies.pop(digest(body), None)

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def _news(self, seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        await asyncio.wait([future], timeout=seconds)
        if future in self._waiting:
            self._waiting.remove(future)

    def _shown(self, entry: Entry) -> dict[str, Any]:
        return {
            "seq": entry.seq,
            "run": self._run,
            "system": entry.system,
            "operation": entry.operation,
            "direction": entry.direction,
            "at": datetime.fromtimestamp(entry.at, UTC).isoformat(timespec="microseconds"),
            "clock": entry.clock.isoformat(timespec="microseconds"),
            "method": entry.method,
            "path": entry.path,
            "query": entry.query,
            "request": self._side(entry.request_headers, entry.request_body),
            "response": self._answer(entry),
            "keys": dict(entry.keys),
            "accepted": entry.accepted,
            "refusal": None if entry.refusal is None else _plain(entry.refusal),
            "error": entry.error,
            "elapsed_us": entry.elapsed_us,
            "callback": entry.callback,
            "try": entry.attempt,
            "target": entry.target,
            "nearest": entry.nearest,
            "strict": entry.strict,
            "mode": "simulator",
            "fault": None,
            **(entry.notes or {}),
        }

    def _side(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        sha = digest(body)
        self._bodies[sha] = body
        return {"headers": redacted(headers), "body": sha, "size": len(body)}

    def _answer(self, entry: Entry) -> dict[str, Any] | None:
        if entry.status is None:
            return None
        return {"status": entry.status, **self._side(entry.response_headers, entry.response_body)}


def digest(body: bytes) -> str:
    """SHA-256 in lower-case hex."""
    return hashlib.sha256(body).hexdigest()


def _plain(refusal: Refusal) -> dict[str, str]:
    return {
        "rule": refusal.rule,
        "clause": refusal.clause,
        "expected": refusal.expected,
        "received": refusal.received,
        "field": refusal.field,
    }
