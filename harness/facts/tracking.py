"""What the public and the applicant see of a dossier, and what other people could do with it."""

from __future__ import annotations

from dataclasses import dataclass

from harness.facts.book import Book
from harness.facts.steps import Step
from harness.port import results as r


@dataclass(frozen=True)
class Tracking:
    """Public and authenticated tracking."""

    book: Book

    @classmethod
    def of(cls, book: Book) -> Tracking:
        return cls(book)

    @property
    def looking(self) -> Step:
        """Somebody who isn't signed in looks the dossier up."""
        return self.book.first("main", "track_public")

    @property
    def public(self) -> r.PublicTrack:
        return self.looking.read(r.PublicTrack)

    def looks(self, journey: str = "main") -> list[Step]:
        """The applicant's looks at the own dossier, in order."""
        return self.book.journey_steps(journey, "track")

    def last(self, journey: str = "main", since: str = "") -> tuple[r.Dossier, str]:
        """The dossier as the applicant saw it last (since ``since``, an operation), and where that was seen."""
        step = self.book.last(journey, "track")
        order = list(self.book.steps)
        if since and order.index(step.id) < order.index(self.book.last(journey, since).id):
            raise self.book.missing(journey, f"lần theo dõi sau bước {since}")
        return step.read(r.Dossier), step.seen_in


@dataclass(frozen=True)
class Access:
    """What a stranger and an officer of another unit tried."""

    book: Book

    @classmethod
    def of(cls, book: Book) -> Access:
        return cls(book)

    def person(self, operation: str) -> Step:
        """Another signed-in applicant's attempt (other-person)."""
        found = [
            step
            for step in self.book.journey_steps("other-person", operation)
            if step.actor.get("role") == "other_applicant"
        ]
        if not found:
            raise self.book.missing("other-person", f"bước {operation} của người khác")
        return found[0]

    def officer(self, operation: str) -> Step:
        """The attempt of an officer of another unit (other-officer)."""
        found = [
            step
            for step in self.book.journey_steps("other-officer", operation)
            if step.actor.get("role") == "other_officer"
        ]
        if not found:
            raise self.book.missing("other-officer", f"bước {operation} của cán bộ đơn vị khác")
        return found[0]
