"""Filing: the form, where components are handed in, what was sent, what the service answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from harness.facts.book import Book
from harness.facts.steps import Step
from harness.port import results as r


@dataclass(frozen=True)
class Sent:
    """A file as the applicant sent it; ``sha256`` of the bytes that left."""

    component_code: str
    filename: str
    size: int
    sha256: str
    seen_in: str


@dataclass(frozen=True)
class Filing:
    """What happened from the portal's link to the acknowledgement."""

    book: Book

    @classmethod
    def of(cls, book: Book) -> Filing:
        return cls(book)

    @property
    def deep_link(self) -> str:
        """The address behind the portal's button; empty when the portal gave none."""
        acts = self.book.nationals("main", "portal", "deep_link")
        return str(acts[0]["answer"].get("url", "")) if acts else ""

    @property
    def signing_in(self) -> Step:
        return self.book.first("main", "sign_in")

    @property
    def opening(self) -> Step:
        return self.book.first("main", "open_form")

    @cached_property
    def form(self) -> r.Form:
        """The interactive form of the main journey."""
        return self.opening.read(r.Form)

    @property
    def submission(self) -> Step:
        return self.book.first("main", "submit")

    @cached_property
    def receipt(self) -> r.Receipt:
        """The acknowledgement of the main journey."""
        return self.submission.read(r.Receipt)

    @property
    def code(self) -> str:
        """The dossier code of the main journey."""
        return self.receipt.dossier_code

    @property
    def seen_in(self) -> str:
        return self.opening.seen_in

    @property
    def applicant_numbers(self) -> list[str]:
        """Personal number of who files, and the code of the organisation filed for."""
        actor = self.submission.actor
        return [str(actor[name]) for name in ("person", "organisation") if actor.get(name)]

    @property
    def data(self) -> dict[str, str]:
        """The data that was saved last before the main submission."""
        return dict(self.book.last("main", "save_draft").inputs.get("data", {}))

    @property
    def uploads(self) -> list[Step]:
        return self.book.journey_steps("main", "upload")

    @cached_property
    def sent(self) -> list[Sent]:
        """Every file of the main journey, the signed papers included."""
        files = [self._sent(step, step.inputs["file"]) for step in self.uploads if step.done]
        papers = [step for step in self.book.journey_steps("main", "attach_signature") if step.done]
        return files + [self._sent(step, step.inputs["document"]) for step in papers]

    def _sent(self, step: Step, blob: dict[str, Any]) -> Sent:
        return Sent(
            str(step.inputs["component_code"]), blob.get("filename", ""), blob["size"], blob["sha256"], step.seen_in
        )

    def sending(self, journey: str) -> Step:
        """The first attempt to send in a journey. Raises :class:`FactMissing`."""
        return self.book.first(journey, "submit")

    def submissions(self, journey: str) -> list[Step]:
        """Every attempt to send in a journey, in order."""
        return self.book.journey_steps(journey, "submit")

    def left_out(self) -> dict[str, list[Step]]:
        """Field left out → the steps of its attempt, from saving to sending (field-missing)."""
        names = [e["value"] for e in self.book.events("observation", "field-missing") if e["what"] == "left_out"]
        steps = self.book.journey_steps("field-missing")
        return {name: [step for step in steps if step.id.endswith(f".{name}")] for name in names}

    def codes(self, journey: str) -> list[str]:
        """The dossier codes that a journey's submissions were given, without repetition."""
        given = [step.read(r.Receipt).dossier_code for step in self.submissions(journey) if step.done]
        return list(dict.fromkeys(code for code in given if code))

    @property
    def possible(self) -> bool | None:
        """Whether a dossier can be sent online: it was (True), it can't be (False), nobody knows (None)."""
        steps = [step for step in self.book.steps.values() if step.operation in ("open_form", "submit")]
        if any(step.operation == "submit" and step.done for step in steps):
            return True
        closed = [step for step in steps if step.outcome in ("refused", "not_offered")]
        opened = any(step.operation == "open_form" and step.done for step in steps)
        return False if closed and not opened else None
