"""Rows apart from the criteria: which they are, how a section stands, and what they do to the exit code."""

from __future__ import annotations

from datetime import date

import pytest

from harness.judging import profiles
from harness.rulebook import edition
from harness.verdicts import CheckRow, Grade, Status, Strength

TODAY = edition(date(2026, 11, 22))


def row(
    ident: str = "p01", status: Status = Status.PASS, verifies: str = "PROPERTY", strength: str = "PROFILE"
) -> CheckRow:
    return CheckRow(ident, verifies, status, Strength(strength), "t", "t", "c", Grade.DIRECT)


def test_only_profile_rows_that_verify_no_criterion_stand_apart() -> None:
    mine, must = row(), row("d03", verifies="TT01-2023.13.1.tc4", strength="MUST")
    inside = row("d99", verifies="TT01-2023.13.1.tc4")
    unknown = row("z01", verifies="OTHER", strength="MUST")
    assert profiles.apart([mine, must, inside, unknown], TODAY) == ([must, inside, unknown], [mine])


@pytest.mark.parametrize(
    ("statuses", "whole"),
    [
        ((Status.PASS, Status.NOT_APPLICABLE), Status.PASS),
        ((Status.PASS, Status.WARNING), Status.WARNING),
        ((Status.BLOCKED, Status.FAIL, Status.ERROR), Status.FAIL),
        ((Status.BLOCKED, Status.ERROR), Status.ERROR),
        ((Status.INCONCLUSIVE, Status.REVIEW), Status.REVIEW),
    ],
)
def test_a_section_is_as_bad_as_its_worst_check(statuses: tuple[Status, ...], whole: Status) -> None:
    rows = [row(f"p0{number}", status) for number, status in enumerate(statuses, 1)]
    (section,) = profiles.sections(rows)
    assert (section["id"], section["status"]) == ("PROPERTY", whole.value)
    assert [check["id"] for check in section["checks"]] == [one.id for one in rows]


def test_each_profile_has_its_section() -> None:
    assert [one["id"] for one in profiles.sections([row("q01", verifies="Q"), row()])] == ["PROPERTY", "Q"]
    assert profiles.sections([]) == []


@pytest.mark.parametrize(
    ("code", "status", "whole"),
    [
        (0, Status.PASS, 0),
        (0, Status.FAIL, 1),
        (4, Status.FAIL, 1),
        (1, Status.BLOCKED, 1),
        (0, Status.BLOCKED, 3),
        (4, Status.BLOCKED, 3),
        (0, Status.INCONCLUSIVE, 4),
        (3, Status.PASS, 3),
    ],
)
def test_the_weightier_exit_code_counts(code: int, status: Status, whole: int) -> None:
    assert profiles.heavier(code, [row(status=status)]) == whole
