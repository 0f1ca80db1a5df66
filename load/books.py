"""What the people of a load run saw, written down as it happens: one JSON object a line.

Kinds: ``started`` {visit, visitor, person, late_ms}, ``failed`` {visit, operation, outcome, why},
``sent`` {visit, draft, person}, ``acknowledged`` {visit, draft, code}, ``ordered`` {visit, code, reference}, ``paid``
{visit, code, reference, seen}, ``ended`` {visit, status, why}, ``generator`` {cpu_seconds, wall_seconds, lag_ms}.
Times in milliseconds unless named otherwise.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Line = dict[str, Any]
FILE = "books.ndjson"


class BooksError(Exception):
    """The books are unreadable; ``str()`` says where."""


class Writer:
    """Appends to the books; every line is on disk before the next thing happens."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")
        self._lock = threading.Lock()

    def write(self, kind: str, **fields: Any) -> None:
        """One line."""
        text = json.dumps({"kind": kind, **fields}, ensure_ascii=False, separators=(",", ":"))
        with self._lock:
            self._file.write(text + "\n")
            self._file.flush()


@dataclass
class Books:
    """The books of a run, added up."""

    started: list[Line] = field(default_factory=list)
    failures: list[Line] = field(default_factory=list)
    ended: list[Line] = field(default_factory=list)
    sent: dict[str, str] = field(default_factory=dict)
    """Person by draft, for every draft that was sent."""
    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    """Different dossier codes by draft, in the order they came."""
    ordered: dict[str, str] = field(default_factory=dict)
    """Dossier code by payment reference."""
    paid: list[Line] = field(default_factory=list)
    generator: Line = field(default_factory=dict)

    @property
    def codes(self) -> list[str]:
        """Every acknowledged dossier code, once."""
        return list(dict.fromkeys(code for codes in self.acknowledged.values() for code in codes))

    @property
    def in_doubt(self) -> Counter[str]:
        """How many drafts of each person were sent without an answer: they may have become dossiers or not."""
        return Counter(person for draft, person in self.sent.items() if draft not in self.acknowledged)

    def late(self) -> list[float]:
        """By how many milliseconds each visit started late, in ascending order."""
        return sorted(float(line["late_ms"]) for line in self.started)

    def endings(self) -> Counter[str]:
        """How many visits ended how: complete, failed, bench."""
        return Counter(str(line["status"]) for line in self.ended)


def read_books(path: Path) -> Books:
    """Add up the books in ``path``; a last line cut off in the middle is left out. Raises :class:`BooksError`."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        raise BooksError(f"{path}: {error}") from error
    return add_up(_parsed(lines, path))


def add_up(lines: Iterable[Line]) -> Books:
    """The sums of ``lines``."""
    books = Books()
    for line in lines:
        _enter(books, line)
    return books


def _parsed(lines: list[str], path: Path) -> Iterable[Line]:
    for number, text in enumerate(lines, 1):
        if not text.endswith("\n"):
            continue
        try:
            yield json.loads(text)
        except ValueError as error:
            raise BooksError(f"{path}: dòng {number}: {error}") from error


def _enter(books: Books, line: Line) -> None:
    match line["kind"]:
        case "started":
            books.started.append(line)
        case "failed":
            books.failures.append(line)
        case "ended":
            books.ended.append(line)
        case "sent":
            books.sent[line["draft"]] = line["person"]
        case "acknowledged":
            codes = books.acknowledged.setdefault(line["draft"], [])
            codes += [line["code"]] if line["code"] not in codes else []
        case "ordered":
            books.ordered[line["reference"]] = line["code"]
        case "paid":
            books.paid.append(line)
        case "generator":
            books.generator = line
