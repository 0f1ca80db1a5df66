"""The run itself: modes of the national systems, day, seed, who drove."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harness.facts.book import Book
from harness.rulebook.edition import Duty, Edition
from harness.rulebook.model import Param


@dataclass(frozen=True)
class Run:
    """``run.json``, typed."""

    book: Book

    @classmethod
    def of(cls, book: Book) -> Run:
        return cls(book)

    @property
    def _run(self) -> Mapping[str, Any]:
        return self.book.recording.run

    @property
    def modes(self) -> dict[str, str]:
        """System → simulator, sandbox, production-read-only."""
        return dict(self._run.get("modes") or {})

    @property
    def seed(self) -> int:
        return int(self._run.get("seed", 0))

    @property
    def actor(self) -> dict[str, str]:
        return dict(self._run.get("actor") or {})


@dataclass(frozen=True)
class Law:
    """The edition under which is judged."""

    book: Book
    edition: Edition

    def duty(self, criterion: str, surface: str) -> tuple[Duty, str]:
        """Must ``criterion`` be met on ``surface`` for this hosting? With the legal question when that is open."""
        return self.edition.duty(criterion, surface, self.book.service.hosting)

    def param(self, criterion: str, name: str) -> Param:
        """A parameter of the requirement in force."""
        return self.edition.param(criterion, name)
