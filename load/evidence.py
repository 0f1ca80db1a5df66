"""The other books: what the national systems hold once the run is over, and what they took to answer."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from harness.port.platform import Actor, Bench, Broken, Refused
from harness.testbed import Bed, Control
from harness.transport import Wire
from harness.wait import Deadline, until
from load.scene import Desk, Silent

Record = Mapping[str, Any]
OWNER = "SoGiayToChuHoSo"
PAID = "PAID"
SETTLE, AGAIN = 60.0, 0.5
"""Seconds the portal may take to hear of every dossier; seconds between two looks."""


@dataclass(frozen=True)
class Order:
    """A payment order as the platform holds it. ``amount`` in đồng."""

    reference: str
    dossier: str
    amount: int
    paid: bool


@dataclass(frozen=True)
class Service:
    """How long one national system took to answer: milliseconds, and calls."""

    system: str
    calls: int
    refused: int
    p50: float
    p95: float
    slowest: float
    busy: float
    """Seconds spent answering, all calls together."""


@dataclass
class Evidence:
    """Everything the verdict compares the generator's books with."""

    dossiers: dict[str, str] = field(default_factory=dict)
    """Owner (personal number or enterprise code) by dossier code, as the portal has them."""
    tracked: dict[str, bool] = field(default_factory=dict)
    """Whether the service itself knows a dossier that the portal doesn't have."""
    orders: list[Order] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    dropped: int = 0
    """Journal entries that the mocks have let go; their calls are counted all the same."""
    saturated: list[str] = field(default_factory=list)
    """Why the mocks' process was saturated (late event loop, share of a core); empty: it wasn't."""
    waited: float = 0.0
    """Seconds after the run until the portal had every acknowledged dossier, or until we gave up."""

    @property
    def owners(self) -> Counter[str]:
        """How many dossiers each person or organisation has."""
        return Counter(self.dossiers.values())


def gather(bed: Bed, codes: Sequence[str]) -> Evidence:
    """What the bed holds now that the run is over. ``codes``: the acknowledged dossiers."""
    found, started = Evidence(), time.monotonic()
    try:
        _settle(bed, codes, found)
    except Deadline:
        found.tracked = _tracked(bed, [code for code in codes if code not in found.dossiers])
    found.waited = round(time.monotonic() - started, 1)
    found.orders = orders(bed.control)
    room = bed.control.headroom()
    found.services, found.dropped = services(room), int(room["journal"]["dropped"])
    found.saturated = list(room["process"]["why"])
    return found


def _settle(bed: Bed, codes: Sequence[str], found: Evidence) -> None:
    """Wait until the portal has every dossier: the service tells it in its own time."""

    def everywhere() -> bool:
        found.dossiers = dossiers(bed.control)
        return set(codes) <= set(found.dossiers)

    def pause(seconds: float) -> None:
        bed.journal.pause(max(seconds, AGAIN))

    until(everywhere, seconds=0 if bed.dead() else SETTLE, condition="Cổng có mọi hồ sơ", pause=pause)


def _tracked(bed: Bed, codes: Sequence[str]) -> dict[str, bool]:
    """Whether the service finds each of ``codes`` when anybody asks for it."""
    wire = Wire(Silent())
    platform = bed.host.platform_class()(Bench(bed.base_url, wire.transport, Desk(bed.control)))

    def known(code: str) -> bool:
        try:
            return bool(platform.track_public(Actor(role="public"), dossier_code=code).found)
        except (Refused, Broken):
            return False

    try:
        return {code: known(code) for code in codes}
    finally:
        wire.close()


def dossiers(control: Control) -> dict[str, str]:
    """Owner by code of every dossier that the service told the portal about."""
    records: Mapping[str, Record] = control.state("portal", "dossiers") or {}
    return {code: str(record.get(OWNER, "")) for code, record in records.items()}


def orders(control: Control) -> list[Order]:
    """Every payment order of the run."""
    records: Mapping[str, Record] = control.state("payment", "orders") or {}
    return [_order(record) for record in records.values()]


def _order(record: Record) -> Order:
    return Order(str(record["reference"]), str(record["dossier"]), int(record["amount"]), record["state"] == PAID)


def services(room: Record) -> list[Service]:
    """How long each national system that was called took to answer, from the mocks' own counts."""
    return [_service(name, counts) for name, counts in room["systems"].items() if counts["calls"]]


def _service(name: str, counts: Record) -> Service:
    figures = {figure: round(counts[f"{figure}_ms"], 1) for figure in ("p50", "p95", "slowest")}
    return Service(name, counts["calls"], counts["refused"], busy=round(counts["busy_seconds"], 3), **figures)
