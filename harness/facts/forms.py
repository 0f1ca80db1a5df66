"""The forms that the city offers for download, and the files that came."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from harness.facts.book import Book
from harness.facts.papers import Paper, paper
from harness.facts.steps import Step
from harness.port import results as r


@dataclass(frozen=True)
class FormDownload:
    """One form's link and what came when it was followed without signing in."""

    link: r.FormLink
    step: Step
    status: int
    login_required: bool
    file: Paper | None

    @property
    def seen_in(self) -> str:
        return self.step.seen_in


@dataclass(frozen=True)
class Forms:
    """Links and files."""

    book: Book

    @classmethod
    def of(cls, book: Book) -> Forms:
        return cls(book)

    @property
    def listing(self) -> Step:
        """The step that listed the forms."""
        return self.book.first("main", "list_forms")

    @property
    def seen_in(self) -> str:
        return self.listing.seen_in

    @property
    def links(self) -> list[r.FormLink]:
        return self.listing.read(r.Forms).forms

    @cached_property
    def downloads(self) -> list[FormDownload]:
        """Every link followed, in the order of the list."""
        steps = {str(step.inputs.get("url")): step for step in self.book.journey_steps("main", "download_form")}
        return [self._download(link, steps[link.url]) for link in self.links if link.url in steps]

    def _download(self, link: r.FormLink, step: Step) -> FormDownload:
        result = step.result or {}
        return FormDownload(
            link=link,
            step=step,
            status=int(result.get("status", step.status)),
            login_required=bool(result.get("login_required")),
            file=paper(self.book, result.get("file"), step.seen_in),
        )

    def files_of(self, component_code: str) -> list[FormDownload]:
        """The downloads of one component's form."""
        return [item for item in self.downloads if item.link.component_code == component_code]
