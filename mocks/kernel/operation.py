"""How a mock declares what it does: operations, and the plain functions that answer them.

A handler is a pure function ``(message, state, now) -> Reply``: it reads the state, decides, and says
what changes and what must be delivered. The kernel journals, applies the changes, delivers the effects,
and may run the handler again (a retried transaction), so a handler keeps nothing and asks no clock and
no random source: identifiers come from :meth:`Message.token`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

Record = dict[str, Any]


class State(Protocol):
    """One system's records in one run, by table and key. Records are plain JSON values.

    ``settings`` is what the run registered for this system (partners, secrets, accounts, options).
    ``targets`` are the run's callback targets by name (``payment.return`` → URL, no trailing slash); a
    name is missing until the run has set it. Every record given out is the reader's own copy.
    """

    settings: Mapping[str, Any]
    targets: Mapping[str, str]

    def get(self, table: str, key: str) -> Record | None: ...
    def text(self, table: str, key: str) -> bytes | None:
        """The record as JSON, for an answer that passes it on whole."""
        ...

    def rows(self, table: str) -> Iterable[tuple[str, Record]]: ...


@dataclass(frozen=True)
class Put:
    """Store ``record`` under ``key``; replaces."""

    table: str
    key: str
    record: Record


@dataclass(frozen=True)
class Drop:
    """Remove ``key``; silent when absent."""

    table: str
    key: str


@dataclass(frozen=True)
class Callback:
    """A message to the system under test. ``target`` names a run's callback target, never a URL.

    ``delays``: seconds before each try, counted from the one before, on the run's clock. ``acknowledged``
    decides from status and body whether the receiver took it; until it does, the next delay is tried. It must be a
    function of a module: another process may have to call it.
    No try is made after ``before``. ``path`` is added to the target's URL and may carry a query.
    """

    target: str
    operation: str
    body: bytes
    method: str = "POST"
    path: str = ""
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": "application/json"})
    delays: Sequence[float] = (0.0,)
    acknowledged: Callable[[int, bytes], bool] = lambda status, body: 200 <= status < 300
    keys: Mapping[str, str] = field(default_factory=dict)
    before: datetime | None = None


@dataclass(frozen=True)
class Later:
    """Run action ``action`` of this system with ``inputs`` when the run's clock reaches ``at`` (an expiry)."""

    at: datetime
    action: str
    inputs: Mapping[str, Any] = field(default_factory=dict)


Change = Put | Drop
Effect = Callback | Later


@dataclass(frozen=True)
class Refusal:
    """Why a message was refused: the rule's id, its source clause, expected beside received."""

    rule: str
    clause: str
    expected: str
    received: str
    field: str = ""


@dataclass(frozen=True)
class Message:
    """One call as a handler sees it. ``body`` is the decoded model (or raw bytes when none is declared).

    In ``Operation.refuse`` the body may be None: the message could not be decoded. Header names are lower-case.
    """

    body: Any
    raw: bytes
    method: str
    path: str
    params: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    base: str
    """Public base URL of this run and system, no trailing slash: ``http://127.0.0.1:8000/r1/portal``."""
    run: str
    seed: int
    serial: int
    """Sequence number of the call in its run; with ``seed`` the only source of new identifiers."""

    def token(self, label: str, length: int = 32) -> str:
        """A lower-case hex identifier, unique to this call and ``label``; the same when run again."""
        text = f"{self.run}|{self.seed}|{self.serial}|{label}"
        return hashlib.sha256(text.encode()).hexdigest()[:length]


@dataclass(frozen=True)
class Reply:
    """What a handler decided. ``answer``: bytes as they are, str as UTF-8, anything else as JSON."""

    answer: Any = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"
    changes: Sequence[Change] = ()
    effects: Sequence[Effect] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    """Correlation keys found while answering, beside those the operation reads from the request."""
    refusal: Refusal | None = None
    """Set when a rule refused the message; journalled as not accepted."""
    strict: bool | None = None
    """How the message was judged, where real clients deviate and a run chooses between strict and lenient."""


Handler = Callable[[Message, State, datetime], Reply]


@dataclass(frozen=True)
class Selector:
    """What names the operation when several share a path: a JSON body field, XML element or header.

    ``element`` looks at the first XML element with the local name ``name`` (``Body`` in SOAP): the local name
    of its first child, or its text when it has no child, must equal ``value``.
    """

    kind: str
    """``field``, ``element`` or ``header``"""
    name: str
    value: str


@dataclass(frozen=True)
class Operation:
    """One operation of a mocked system, declared once.

    ``path`` is below ``/{run}/{system}`` and may hold ``{name}`` segments. ``request``/``response`` are
    Pydantic models for JSON; for other bodies give ``decode`` (bytes → anything; ValueError refuses).
    ``refuse`` turns a refusal into the answer the real system gives on the wire. ``keys`` maps a
    correlation key to a dotted path in the request (``data.0.MaHoSo``), or is a function of the message.
    """

    name: str
    method: str
    path: str
    handler: Handler
    selector: Selector | None = None
    aliases: Sequence[str] = ()
    request: Any = None
    response: Any = None
    decode: Callable[[bytes], Any] | None = None
    refuse: Callable[[Message, Refusal], Reply] | None = None
    keys: Mapping[str, str] | Callable[[Message], Mapping[str, str]] = field(default_factory=dict)
    summary: str = ""
    page: bool = False
    """A page for people (HTML)."""
    query: Sequence[str] = ()
    """Names read from the query; like the next four only for the document at ``/_/openapi.json``."""
    headers: Sequence[str] = ()
    """Headers read, beside those of every request."""
    fields: Sequence[str] = ()
    """Names read from a form body."""
    takes: str = ""
    """Media type of a body that is neither JSON nor a plain form."""
    answers: Mapping[int, Any] = field(default_factory=dict)
    """Answers that ``response`` doesn't show: status → model (JSON), media type, or "" for an empty body."""


Action = Callable[[Mapping[str, Any], State, datetime, Message], Reply]
"""What the control API can do in a system's world (``act``): (inputs, state, now, message) → Reply.

``Reply.answer`` is a JSON object shown to the caller. A refusal: ``Reply(status=4xx, answer={"detail": …})``.
"""


@dataclass(frozen=True)
class Trouble:
    """A fault that the system itself must put into words.

    ``kind``: ``business`` (an error of its own, ``code`` as it spells it, blank: its general one), ``session``
    (the caller's session or token has ended) or ``rate`` (too many calls; ``wait``: seconds until the next is taken).
    """

    kind: str
    code: str = ""
    text: str = ""
    wait: float = 0.0


Complaint = Callable[[Message, State, Trouble], Reply]
"""How a system says a :class:`Trouble` on the wire. ``Message.body`` is None when it could not be decoded."""


@dataclass(frozen=True)
class Yardstick:
    """What can be told of calls to the real system, when a run passes them through to one.

    ``examine``, by operation: the first rule that the message breaks in itself, whatever the system may know.
    ``accepts``: whether an answer (HTTP status, body) takes the call; the mock's refusals, read from the other side.
    ``readdress``: headers that must change because the call now goes to the URL ``target`` (a signature over the URL).
    """

    examine: Mapping[str, Callable[[Message, State], Refusal | None]] = field(default_factory=dict)
    accepts: Callable[[int, bytes], bool] = lambda status, body: status < 400
    readdress: Callable[[Message, State, str], Mapping[str, str]] = lambda message, state, target: {}


Seeder = Callable[["RunSpec"], "SystemSeed"]


@dataclass(frozen=True)
class RunSpec:
    """What a run is created with; the same for every system."""

    run: str
    seed: int
    base: str
    """Public base URL of the server and run: ``http://127.0.0.1:8000/r1``."""
    now: datetime
    services: Sequence[Any]
    """``fixtures.services.model.Service`` descriptors loaded into the run."""
    world: Any
    """``fixtures.world.World``"""
    secret: Callable[[str], str]
    """A secret of this run by label (32 hex characters), stable for the run, different between runs."""


@dataclass(frozen=True)
class SystemSeed:
    """A system's starting point in a run."""

    settings: Mapping[str, Any]
    records: Sequence[Put] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    """``CITY_*`` variables a city needs to reach this system."""


@dataclass(frozen=True)
class System:
    """One mocked national system: name in URLs, title, operations, actions, seed, callback targets."""

    name: str
    title: str
    operations: Sequence[Operation]
    seed: Seeder
    actions: Mapping[str, Action] = field(default_factory=dict)
    targets: Mapping[str, str] = field(default_factory=dict)
    """Callback target name → what is sent there."""
    troubles: Mapping[str, Complaint] = field(default_factory=dict)
    """By kind, the troubles that the system knows; faults of other kinds can't be set for it."""
    yardstick: Yardstick = Yardstick()
