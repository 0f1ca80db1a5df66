"""Checks that verify something else than a criterion: shown in a section of their own, never part of the class."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from harness.rulebook import Edition
from harness.verdicts import CheckRow, Status, Strength, exit_code
from harness.verdicts.status import WORST_FIRST

ORDER = (Status.FAIL, *WORST_FIRST, Status.NOT_APPLICABLE)
EXITS = (1, 3, 4, 0)
"""Exit codes, the weightiest first."""


def apart(rows: Iterable[CheckRow], edition: Edition) -> tuple[list[CheckRow], list[CheckRow]]:
    """Rows of criteria, and rows of profiles: of profile strength, verifying what is no criterion of ``edition``."""
    criteria: list[CheckRow] = []
    profiles: list[CheckRow] = []
    for row in rows:
        profile = row.strength is Strength.PROFILE and edition.criterion(row.verifies) is None
        (profiles if profile else criteria).append(row)
    return criteria, profiles


def sections(rows: Sequence[CheckRow]) -> list[dict[str, Any]]:
    """The profiles with their checks, as ``verdicts.json`` carries them."""
    found = []
    for ident in sorted({row.verifies for row in rows}):
        mine = sorted((row for row in rows if row.verifies == ident), key=lambda row: row.id)
        status = min((row.status for row in mine), key=ORDER.index)
        found.append({"id": ident, "status": status.value, "checks": [_shown(row) for row in mine]})
    return found


def heavier(code: int, rows: Sequence[CheckRow]) -> int:
    """The exit code that counts: the criteria's ``code``, or what the profiles' ``rows`` mean."""
    return min(code, exit_code(rows), key=EXITS.index)


def _shown(row: CheckRow) -> dict[str, Any]:
    values = {"status": row.status.value, "strength": row.strength.value, "grade": row.grade.value}
    return {**asdict(row), **values, "evidence": list(row.evidence)}
