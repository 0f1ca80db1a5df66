"""What is known about one check and one criterion once they are judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from harness.verdicts.status import Blame, Grade, Status, Strength

Plain = str | int | float | bool | None | list[Any]


@dataclass(frozen=True)
class Outcome:
    """How one check ended. ``seen_in``: exchange (``x12``), journal entry (``journal:7``) or step (``main.submit``)."""

    status: Status
    reason: str = ""
    expected: Plain = None
    received: Plain = None
    seen_in: str = ""
    blame: Blame = ""
    evidence: tuple[str, ...] = ()
    """Further places that were looked at."""


@dataclass(frozen=True)
class CheckRow:
    """One check with its verdict, as ``verdicts.json`` carries it."""

    id: str
    verifies: str
    status: Status
    strength: Strength
    title: str
    title_vi: str
    clause: str
    grade: Grade
    blame: Blame = ""
    reason: str = ""
    expected: Plain = None
    received: Plain = None
    seen_in: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class CriterionRow:
    """One criterion with its verdict and the checks it rests on.

    ``costs_class`` is False for an unverified entry that alone never costs the class.
    """

    id: str
    requirement: str
    status: Status
    applicable: bool
    reason: str
    cite: str
    text_vi: str
    text_en: str
    verified: bool
    costs_class: bool = True
    evidence: tuple[str, ...] = ()
    checks: tuple[CheckRow, ...] = field(default_factory=tuple)
