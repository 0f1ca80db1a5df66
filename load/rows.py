"""What a verdict is made of: rows, the case they look at, and what they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from load.books import Books
from load.evidence import Evidence
from load.latency import Figures
from load.plan import Plan
from load.words import STATUS

Status = Literal["PASS", "FAIL", "WARNING", "NOT_APPLICABLE", "ERROR"]
WORST: tuple[Status, ...] = ("FAIL", "ERROR", "WARNING", "PASS")
EXIT = {"PASS": 0, "WARNING": 0, "FAIL": 1, "ERROR": 3}
SHOWN = 20
"""How many cases a row lists; the rest is counted."""


@dataclass(frozen=True)
class Row:
    """One line of the verdict. ``blame``: service, mock, generator, bench, limit."""

    id: str
    title: str
    status: Status
    expected: str
    received: str
    blame: str = ""
    details: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The status in Vietnamese."""
        return STATUS[self.status]


@dataclass(frozen=True)
class Case:
    """Everything a verdict is made of. ``trouble``: a process of the service that ended in the middle."""

    plan: Plan
    books: Books
    figures: Sequence[Figures]
    evidence: Evidence
    on: date
    trouble: str = ""


@dataclass(frozen=True)
class Verdict:
    """The rows, and what they add up to."""

    rows: list[Row] = field(default_factory=list)

    @property
    def status(self) -> Status:
        """The worst of the rows."""
        return next((status for status in WORST if any(row.status == status for row in self.rows)), "ERROR")

    @property
    def exit_code(self) -> int:
        """0 when nothing failed (warnings included), 1 on FAIL, 3 when the bench was in trouble."""
        return EXIT[self.status]


def row(
    ident: str,
    title: str,
    *,
    bad: Sequence[str],
    expected: str,
    received: str,
    status: Status = "FAIL",
    blame: str = "service",
) -> Row:
    """PASS when nothing is ``bad``, else ``status`` with the first cases listed."""
    more = (f"… và {len(bad) - SHOWN} trường hợp nữa",) if len(bad) > SHOWN else ()
    if not bad:
        return Row(ident, title, "PASS", expected, received)
    return Row(ident, title, status, expected, received, blame, (*bad[:SHOWN], *more))
