"""Reception and processing, as officers see it: queue, dossier, step log, configured process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from harness.facts.book import Book
from harness.facts.steps import Step
from harness.port import results as r

COURSE = ("receive", "forward", "propose", "approve", "return_result")
"""Officers' steps of the main journey, in order."""


@dataclass(frozen=True)
class Processing:
    """The officers' side of a journey (main unless said)."""

    book: Book

    @classmethod
    def of(cls, book: Book) -> Processing:
        return cls(book)

    @property
    def queueing(self) -> Step:
        """The receiver's look at the queue."""
        return self.book.first("main", "list_queue")

    @property
    def queue(self) -> list[str]:
        """Dossier codes in the receiver's queue."""
        return self.queueing.read(r.Queue).dossiers

    @property
    def opening(self) -> Step:
        return self.book.first("main", "open_dossier")

    @cached_property
    def opened(self) -> r.Dossier:
        """The dossier as the receiver opened it, before reception."""
        return self.opening.read(r.Dossier)

    def action(self, operation: str, journey: str = "main") -> Step:
        """An officer's step."""
        return self.book.last(journey, operation)

    def actions(self, operation: str, journey: str) -> list[Step]:
        """Every step of an operation in a journey, in order; at least one. Raises :class:`FactMissing`."""
        self.book.first(journey, operation)
        return self.book.journey_steps(journey, operation)

    def course(self) -> list[str]:
        """The states that the main dossier went through in the city, repetitions folded."""
        states = [self.opened.status]
        for operation in COURSE:
            status = self.after(operation).status
            states += [status] if status != states[-1] else []
        return states

    def after(self, operation: str, journey: str = "main") -> r.Dossier:
        """The dossier as an officer's action left it."""
        return self.action(operation, journey).read(r.Dossier)

    def logging(self, journey: str = "main") -> Step:
        """The step that read the log."""
        return self.book.last(journey, "read_log")

    def log(self, journey: str = "main") -> r.Log:
        """The step log, with the configured process."""
        return self.logging(journey).read(r.Log)

    def accounts(self) -> dict[str, str]:
        """Role → account of the officers who acted in the main journey."""
        steps = self.book.journey_steps("main")
        return {str(s.actor.get("role")): str(s.actor.get("account")) for s in steps if s.actor.get("account")}
