"""An edition: what is in force on one day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from harness.rulebook.errors import RulebookError
from harness.rulebook.loader import instruments
from harness.rulebook.model import Hosting, Instrument, Param, Requirement
from harness.rulebook.overlay import apply, load_overlay
from harness.verdicts.status import Strength

MAIN = "TT01-2023"
Duty = Literal["required", "open", "none"]


@dataclass(frozen=True)
class Edition:
    """The requirements in force on ``as_of``. ``raised``: derived checks that an overlay made binding."""

    as_of: date
    version: str
    books: tuple[tuple[str, str], ...]
    """Id and version of every instrument with a requirement in force."""
    requirements: tuple[Requirement, ...]
    raised: frozenset[str] = frozenset()
    overlay: str = ""
    """``<id>-<digest>`` of the overlay, empty without one."""
    id: str = MAIN

    @property
    def label(self) -> str:
        """Folder name of a judgement under it: ``TT01-2023-2026-11-22``."""
        return "-".join(part for part in (self.id, self.as_of.isoformat(), self.overlay) if part)

    @property
    def criteria(self) -> tuple[Requirement, ...]:
        """The requirements that a criterion is reported for."""
        return tuple(item for item in self.requirements if item.kind == "criterion")

    def criterion(self, ident: str) -> Requirement | None:
        """The requirement in force for criterion ``ident``; None when there is none on that day."""
        return next((item for item in self.criteria if item.criterion == ident), None)

    def strength(self, check: str, declared: Strength) -> Strength:
        """The strength of a check under this edition."""
        return Strength.MUST if check in self.raised and declared is Strength.DERIVED else declared

    def duty(self, criterion: str, surface: str, hosting: Hosting) -> tuple[Duty, str]:
        """Must the criterion be met on ``surface``? With the legal question when that is open."""
        found = self.criterion(criterion)
        for item in found.surfaces if found else ():
            if item.surface == surface and item.covers(self.as_of) and (not item.hosting or hosting in item.hosting):
                return item.duty, item.question
        return "none", ""

    def param(self, criterion: str, name: str) -> Param:
        """A parameter of the requirement in force. Raises KeyError for one that isn't declared."""
        found = self.criterion(criterion)
        if found is None or name not in found.params:
            raise KeyError(f"{criterion} has no parameter {name}")
        return found.params[name]


def edition(as_of: date, overlay: Path | None = None) -> Edition:
    """What is in force on ``as_of``, with a city's overlay laid over it. Raises :class:`RulebookError`."""
    books, raised, label = instruments(), frozenset[str](), ""
    if overlay is not None:
        laid, digest = load_overlay(overlay)
        books, label = apply(laid, books, str(overlay)), f"{laid.id}-{digest}"
        raised = frozenset(item.check for item in laid.raised)
    return assemble(books, as_of, raised, label)


def assemble(
    books: Iterable[Instrument], as_of: date, raised: frozenset[str] = frozenset(), overlay: str = ""
) -> Edition:
    """The edition of ``books`` on ``as_of``. Raises :class:`RulebookError` when nothing, or too much, is in force."""
    in_force = [(book, item) for book in books for item in book.requirements if item.force.covers(as_of)]
    main = next((book for book, _ in in_force if book.id == MAIN), None)
    if main is None:
        remedy = "chọn một ngày từ 25/05/2023 trở đi bằng --as-of"
        raise RulebookError(f"{MAIN}.yaml", "force", f"chưa có hiệu lực ngày {as_of:%d/%m/%Y}", remedy)
    _refuse_overlap([item for _, item in in_force])
    used = {book.id: book.version for book, _ in in_force}
    order = sorted(in_force, key=lambda pair: (pair[0].id != MAIN, pair[0].id))
    return Edition(as_of, main.version, tuple(sorted(used.items())), tuple(item for _, item in order), raised, overlay)


def _refuse_overlap(items: list[Requirement]) -> None:
    seen: dict[str, str] = {}
    for item in items:
        if item.criterion in seen and item.criterion:
            message = f"{item.id} và {seen[item.criterion]} cùng có hiệu lực cho {item.criterion}"
            raise RulebookError(f"{item.id}", "force", message, "sửa ngày hiệu lực để không chồng nhau")
        seen[item.criterion] = item.id
