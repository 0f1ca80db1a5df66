"""What the service told the portal, in the order in which it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harness.facts.book import Book
from harness.facts.steps import Entry

DOSSIER, PROGRESS = "DongBoHoSoMC", "CapNhatTienDoHoSoMC"


@dataclass(frozen=True)
class Message:
    """One dossier of one synchronisation message (portal-payment-sso §4.1, §4.2)."""

    entry: Entry
    item: Mapping[str, Any]

    @property
    def code(self) -> str:
        return str(self.item.get("MaHoSo", ""))

    @property
    def state(self) -> str:
        return str(self.item.get("TrangThaiHoSo") or self.item.get("TrangThai") or "")

    @property
    def accepted(self) -> bool:
        """Whether the portal took it."""
        return self.entry.accepted and str(self.entry.answer.get("error_code")) in ("0", "00")

    @property
    def creates(self) -> bool:
        """Whether it makes a new dossier on the portal."""
        told = self.entry.sent.get("isUpdating", "")
        return self.entry.operation == DOSSIER and str(told).lower() != "true"

    @property
    def seen_in(self) -> str:
        return self.entry.seen_in


@dataclass(frozen=True)
class Sync:
    """Synchronisation of a journey's dossiers (main unless said)."""

    book: Book

    @classmethod
    def of(cls, book: Book) -> Sync:
        return cls(book)

    def dossiers(self, journey: str = "main", code: str = "") -> list[Message]:
        """The dossier messages of a journey in order, of one dossier when given."""
        return self._messages(DOSSIER, journey, code)

    def progress(self, journey: str = "main", code: str = "") -> list[Message]:
        """The progress rows of a journey in order."""
        return self._messages(PROGRESS, journey, code)

    def _messages(self, operation: str, journey: str, code: str) -> list[Message]:
        found = [
            Message(entry, item)
            for entry in self.book.entries("portal", operation, journey=journey)
            for item in entry.sent.get("data") or ()
        ]
        return [message for message in found if code in ("", message.code)]

    def heard_out(self, journey: str = "main") -> None:
        """Go on only when the journey came to an end: what was told after a crash isn't known."""
        self.book.heard_out(journey)

    def states(self, journey: str = "main", code: str = "") -> list[str]:
        """The states that the portal accepted, repetitions folded."""
        told: list[str] = []
        for message in self.dossiers(journey, code):
            if message.accepted and message.state and (not told or told[-1] != message.state):
                told.append(message.state)
        return told

    def final(self, journey: str = "main") -> dict[str, Any]:
        """The portal's record of the journey's dossier at the end; empty when it has none."""
        value = self.book.observed(f"{journey}.portal_dossier")
        return dict(value or {})
