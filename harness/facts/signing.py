"""The applicant's signature: what was signed, with which certificate, and whether it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from harness.facts.book import Book, moment
from harness.facts.signatures import Anchors, Signature, signatures
from harness.facts.steps import Step

WRONG = {
    "expired": "đã hết hạn",
    "revoked": "đã bị thu hồi",
    "other_person": "của người khác",
    "self_signed": "tự ký, không do tổ chức được tin cậy cấp",
}
"""Kinds of certificates that must be refused, in words."""


@dataclass(frozen=True)
class Signed:
    """A document that the harness signed. ``rendered`` and ``signed`` are SHA-256."""

    kind: str
    subject: str
    identifier: str
    rendered: str
    signed: str
    at: datetime | None


@dataclass(frozen=True)
class Attempt:
    """An attempt with a wrong certificate: attaching the document and sending the dossier."""

    kind: str
    attaching: Step
    submission: Step | None

    @property
    def refused(self) -> bool:
        """Refused when attached, or at the latest when sent."""
        return self.attaching.outcome == "refused" or (
            self.submission is not None and self.submission.outcome == "refused"
        )

    @property
    def decisive(self) -> Step:
        """The step that shows whether the certificate was taken."""
        return self.attaching if self.attaching.outcome != "done" or self.submission is None else self.submission


@dataclass(frozen=True)
class Signing:
    """Signing in the main journey, and the attempts without or with wrong certificates."""

    book: Book

    @classmethod
    def of(cls, book: Book) -> Signing:
        return cls(book)

    @property
    def rendering(self) -> Step:
        """The step that rendered the filled form for signing."""
        return self.book.first("main", "render_document")

    @property
    def attaching(self) -> Step:
        """The step that handed the signed document in."""
        return self.book.first("main", "attach_signature")

    @cached_property
    def made(self) -> list[Signed]:
        """The documents signed in the main journey."""
        return [_signed(event) for event in self.book.events("signing", "main")]

    def verify(self, sha: str) -> list[Signature]:
        """The signatures in the recorded file ``sha``."""
        return signatures(self.book.body(sha), Anchors.of(self.book))

    @property
    def unsigned(self) -> list[Step]:
        """The attempts to send without a signature (unsigned)."""
        found = self.book.journey_steps("unsigned", "submit")
        if not found:
            raise self.book.missing("unsigned", "lần nộp hồ sơ chưa ký")
        return found

    @property
    def attempts(self) -> list[Attempt]:
        """The attempts with wrong certificates, one for each kind that was tried."""
        steps = self.book.journey_steps("wrong-certificate")
        found = []
        for kind in WRONG:
            mine = [step for step in steps if step.id.endswith(f".{kind}")]
            attaching = [step for step in mine if step.operation == "attach_signature"]
            sent = [step for step in mine if step.operation == "submit"]
            if attaching:
                found.append(Attempt(kind, attaching[0], sent[0] if sent else None))
        if not found:
            raise self.book.missing("wrong-certificate", "lần ký bằng chứng thư số sai")
        return found


def _signed(event: Mapping[str, str]) -> Signed:
    return Signed(
        kind=event["certificate"],
        subject=event["subject"],
        identifier=event["identifier"],
        rendered=event["document"],
        signed=event["signed"],
        at=moment(event.get("signed_at", "")),
    )
