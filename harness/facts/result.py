"""The result: how it can be chosen, what was handed out, whose signature it bears, in which states it went."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from harness.facts.axis import attached
from harness.facts.book import Book
from harness.facts.papers import Paper, paper
from harness.facts.signatures import Anchors, Signature, holder, signatures
from harness.facts.steps import Step
from harness.port import results as r


@dataclass(frozen=True)
class ResultFact:
    """The result of the main journey."""

    book: Book

    @classmethod
    def of(cls, book: Book) -> ResultFact:
        return cls(book)

    @property
    def delivery(self) -> list[str]:
        """Ways of getting the result that the form offers: electronic, post, counter."""
        return self.book.first("main", "open_form").read(r.Form).delivery

    @property
    def downloading(self) -> Step:
        """The applicant's download of the result."""
        return self.book.first("main", "download_result")

    @property
    def seen_in(self) -> str:
        return self.downloading.seen_in

    @cached_property
    def file(self) -> Paper | None:
        """The file handed out; None when none came."""
        return paper(self.book, (self.downloading.result or {}).get("file"), self.downloading.seen_in)

    @cached_property
    def signatures(self) -> list[Signature]:
        """The signatures on the file handed out."""
        return signatures(self.file.content, Anchors.of(self.book)) if self.file else []

    @cached_property
    def issued(self) -> list[Signature]:
        """The signatures on the result as issued: on the copy sent over the axis, else on the one handed out."""
        sent = [paper for entry in self.book.entries("axis", "sendEdoc", journey="main") for paper in attached(entry)]
        return signatures(sent[-1], Anchors.of(self.book)) if sent else self.signatures

    @property
    def agency(self) -> str:
        """UID of the agency's official certificate, as recorded; the agency's code when the recording has none."""
        told = [event["official_certificate"] for event in self.book.events("trust") if "official_certificate" in event]
        return holder(self.book.body(told[-1])) if told else self.book.service.agency.code

    def state_after(self, operation: str) -> tuple[r.Dossier, str]:
        """The dossier as an officer's step left it, and where that was seen."""
        step = self.book.last("main", operation)
        return step.read(r.Dossier), step.seen_in

    @property
    def published(self) -> list[dict[str, object]]:
        """The documents about the dossier that the axis carried."""
        return list(self.book.observed("main.axis_documents") or ())
