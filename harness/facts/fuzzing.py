"""What generated input showed about the service's documented interface (the phase ``property`` of a drive)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from harness.facts.book import Book
from harness.facts.missing import FactMissing

KIND = "property"


@dataclass(frozen=True)
class Failure:
    """One failure of one operation. ``reproduce`` is a command that sends the input again."""

    operation: str
    code: str
    title: str
    message: str
    reproduce: str
    seen_in: str


@dataclass(frozen=True)
class Fuzzing:
    """One run of the tool over the service's OpenAPI document."""

    book: Book

    @classmethod
    def of(cls, book: Book) -> Fuzzing:
        return cls(book)

    @property
    def seen_in(self) -> str:
        return KIND

    @cached_property
    def _event(self) -> dict[str, Any]:
        """The last event; FactMissing when the phase wasn't driven or didn't run to its end."""
        events = self.book.events(KIND)
        if not events:
            raise FactMissing("Lượt chạy không có phần kiểm thử bằng dữ liệu sinh tự động (check --property)")
        if not events[-1]["complete"]:
            raise FactMissing("Phần kiểm thử bằng dữ liệu sinh tự động không chạy hết", seen_in=KIND, blame="network")
        return events[-1]

    @property
    def tested(self) -> int:
        """How many operations were tested; those that couldn't be are not among them."""
        return int(self._event["operations"]["tested"])

    @property
    def total(self) -> int:
        """How many operations the document has."""
        return int(self._event["operations"]["total"])

    @property
    def signed_in(self) -> list[str]:
        """Operations that took a request sent with a sign-in."""
        return list(self._event["signed_in"])

    @property
    def errors(self) -> list[str]:
        """Operations' troubles that are the tool's own: nothing can be said about those."""
        return list(self._event["errors"])

    @property
    def reached(self) -> list[str]:
        """Operations (``GET /path``) that took at least one generated request."""
        return list(self._event["reached"])

    def failures(self, codes: Collection[str]) -> list[Failure]:
        """The failures with one of the tool's ``codes``."""
        return [failure for failure in self._failures if failure.code in codes]

    def others(self, codes: Collection[str]) -> list[Failure]:
        """The failures with none of ``codes``."""
        return [failure for failure in self._failures if failure.code not in codes]

    @cached_property
    def _failures(self) -> list[Failure]:
        told = self._event["failures"]
        return [Failure(**failure, seen_in=f"{KIND}:{number}") for number, failure in enumerate(told, 1)]
