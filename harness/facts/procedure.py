"""The expectation: the approved descriptor, on the day of the drive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fixtures.services.model import Channel, Component, FeeLine, FormField, Method, Service
from harness.facts.book import Book
from harness.facts.missing import FactMissing


@dataclass(frozen=True)
class ProcedureFact:
    """What the service is expected to be (descriptor)."""

    book: Book

    @classmethod
    def of(cls, book: Book) -> ProcedureFact:
        return cls(book)

    @property
    def service(self) -> Service:
        return self.book.service

    @property
    def on(self) -> date:
        """The day of the drive, for fees."""
        return self.book.day

    @property
    def code(self) -> str:
        return self.service.code

    @property
    def name(self) -> str:
        return self.service.name

    @property
    def is_draft(self) -> bool:
        """It was read from the portal and nobody approved it: it can't be held against the portal."""
        return self.service.source.kind == "portal_import"

    def fee_due(self, channel: Channel = "online") -> int:
        """Đồng to pay on ``channel`` on the day of the drive."""
        return sum(line.amount for line in self.fee_lines(channel))

    def fee_lines(self, channel: Channel = "online") -> list[FeeLine]:
        """Fee lines of ``channel`` in force on the day of the drive."""
        return self.service.fee_lines(channel, self.on)

    @property
    def online(self) -> Method:
        """How it is carried out online. Raises :class:`FactMissing` when the descriptor has no online channel."""
        found = self.service.method("online")
        if found is None:
            raise FactMissing("Bản mô tả không có kênh trực tuyến")
        return found

    @property
    def with_form(self) -> list[Component]:
        """Components that a form belongs to."""
        return [component for component in self.service.components if component.form]

    @property
    def signed(self) -> list[Component]:
        """Components that bear the applicant's signature."""
        return [component for component in self.service.components if component.signature_required]

    @property
    def fields(self) -> list[FormField]:
        """Every field of every form."""
        return [field for component in self.with_form if component.form for field in component.form.fields]
