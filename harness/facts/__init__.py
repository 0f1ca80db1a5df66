"""Facts: what checks may look at, read from a sealed recording only. Each is typed, frozen, and says where it was seen.

A check names facts as parameters; :data:`NAMES` lists them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from harness.facts.book import Book
from harness.facts.catalogue import Catalogue
from harness.facts.filing import Filing
from harness.facts.forms import Forms
from harness.facts.fuzzing import Fuzzing
from harness.facts.missing import FactMissing
from harness.facts.payment import Payment
from harness.facts.procedure import ProcedureFact
from harness.facts.processing import Processing
from harness.facts.result import ResultFact
from harness.facts.run import Law, Run
from harness.facts.signing import Signing
from harness.facts.sync import Sync
from harness.facts.tracking import Access, Tracking
from harness.recording import Recording
from harness.rulebook import Edition
from harness.rulebook.applicability import PREDICATES, Applies, Circumstances

__all__ = ["NAMES", "SYSTEMS", "Book", "FactMissing", "Facts", "UnknownFact"]

READERS: dict[str, Callable[[Book], Any]] = {
    "access": Access.of,
    "catalogue": Catalogue.of,
    "filing": Filing.of,
    "forms": Forms.of,
    "fuzzing": Fuzzing.of,
    "payment": Payment.of,
    "procedure": ProcedureFact.of,
    "processing": Processing.of,
    "result": ResultFact.of,
    "run": Run.of,
    "signing": Signing.of,
    "sync": Sync.of,
    "tracking": Tracking.of,
}
NAMES = (*sorted(READERS), "law")
SYSTEMS = {"payment": "payment", "sync": "portal", "filing": "identity", "catalogue": "portal"}
"""National system whose evidence a fact holds: its mode is the grade of what rests on it."""


class UnknownFact(Exception):
    """A check names a fact that doesn't exist: our own mistake."""


@dataclass(frozen=True)
class Facts:
    """All facts of one recording under one edition, each read once and only when asked for."""

    recording: Recording
    edition: Edition
    _kept: dict[str, Any] = field(default_factory=dict, compare=False)

    @cached_property
    def book(self) -> Book:
        return Book(self.recording)

    def get(self, name: str) -> Any:
        """The fact ``name``. Raises :class:`UnknownFact`."""
        if name not in NAMES:
            raise UnknownFact(f"there is no fact {name!r}; there are: {', '.join(NAMES)}")
        if name not in self._kept:
            self._kept[name] = Law(self.book, self.edition) if name == "law" else READERS[name](self.book)
        return self._kept[name]

    def applies(self, predicate: str) -> Applies:
        """What the named predicate says of this service on the day of the drive."""
        return PREDICATES[predicate](self._circumstances)

    @cached_property
    def _circumstances(self) -> Circumstances:
        catalogue: Catalogue = self.get("catalogue")
        charges = catalogue.portal_charges
        seen_in = catalogue.portal.seen_in if charges is not None else ""
        return Circumstances(self.book.service, self.book.day, charges, seen_in)
