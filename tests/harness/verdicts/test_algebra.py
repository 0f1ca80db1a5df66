"""The verdict table of the design, row by row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.verdicts import (
    CheckRow,
    Class,
    CriterionRow,
    Grade,
    Status,
    Strength,
    class_of,
    criterion_status,
    exit_code,
)

S = Status
MUST, DERIVED, GOOD, PROFILE = Strength.MUST, Strength.DERIVED, Strength.GOOD, Strength.PROFILE


def row(status: Status, strength: Strength = MUST, grade: Grade = Grade.DIRECT, ident: str = "x01") -> CheckRow:
    return CheckRow(ident, "tc", status, strength, "title", "tiêu đề", "điều", grade)


def criterion(ident: str, status: Status, costs_class: bool = True) -> CriterionRow:
    return CriterionRow(ident, ident, status, status is not S.NOT_APPLICABLE, "", "", "", "", False, costs_class)


def criteria(**statuses: Status) -> list[CriterionRow]:
    everything = {f"tc{n}": S.PASS for n in range(1, 6)} | {"RETURN": S.PASS} | statuses
    return [criterion(ident, status) for ident, status in everything.items()]


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([S.PASS, S.PASS], S.PASS),
        ([S.PASS, S.FAIL], S.FAIL),
        ([S.FAIL, S.ERROR, S.BLOCKED], S.FAIL),
        ([S.PASS, S.ERROR, S.BLOCKED, S.REVIEW, S.INCONCLUSIVE, S.WARNING], S.ERROR),
        ([S.PASS, S.BLOCKED, S.REVIEW, S.INCONCLUSIVE, S.WARNING], S.BLOCKED),
        ([S.PASS, S.REVIEW, S.INCONCLUSIVE, S.WARNING], S.REVIEW),
        ([S.PASS, S.INCONCLUSIVE, S.WARNING], S.INCONCLUSIVE),
        ([S.PASS, S.WARNING], S.WARNING),
        ([S.PASS, S.NOT_APPLICABLE], S.PASS),
        ([S.NOT_APPLICABLE, S.NOT_APPLICABLE], S.NOT_APPLICABLE),
        ([], S.BLOCKED),
    ],
)
def test_a_criterion_is_as_good_as_its_worst_check(statuses: list[Status], expected: Status) -> None:
    assert criterion_status([row(status) for status in statuses]) is expected


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        (row(S.FAIL, DERIVED), S.REVIEW),
        (row(S.FAIL, GOOD), S.WARNING),
        (row(S.FAIL, PROFILE), S.PASS),
        (row(S.ERROR, PROFILE), S.PASS),
        (row(S.FAIL, MUST, Grade.GIVEN), S.PASS),
        (row(S.BLOCKED, DERIVED), S.BLOCKED),
    ],
)
def test_strength_and_grade_weigh_a_check(check: CheckRow, expected: Status) -> None:
    assert criterion_status([row(S.PASS), check]) is expected


def test_a_must_that_fails_outweighs_a_derived_one() -> None:
    assert criterion_status([row(S.FAIL, DERIVED), row(S.FAIL, MUST)]) is S.FAIL


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ([row(S.NOT_APPLICABLE), row(S.PASS, DERIVED)], S.NOT_APPLICABLE),
        ([row(S.NOT_APPLICABLE), row(S.FAIL, DERIVED)], S.REVIEW),
        ([row(S.NOT_APPLICABLE), row(S.BLOCKED, DERIVED)], S.BLOCKED),
        ([], S.NOT_APPLICABLE),
    ],
)
def test_a_criterion_that_does_not_apply_says_so_unless_something_was_found(
    checks: list[CheckRow], expected: Status
) -> None:
    assert criterion_status(checks, applicable=False) is expected


@pytest.mark.parametrize(
    ("rows", "filed", "expected"),
    [
        (criteria(), True, Class.TOAN_TRINH),
        (criteria(tc4=S.NOT_APPLICABLE), True, Class.TOAN_TRINH),
        (criteria(tc5=S.WARNING), True, Class.TOAN_TRINH),
        (criteria(tc5=S.FAIL), True, Class.MOT_PHAN),
        (criteria(tc5=S.FAIL, tc1=S.BLOCKED), True, Class.MOT_PHAN),
        (criteria(tc5=S.FAIL), None, Class.UNDETERMINED),
        (criteria(tc5=S.REVIEW), True, Class.UNDETERMINED),
        (criteria(tc5=S.BLOCKED), True, Class.UNDETERMINED),
        (criteria(tc5=S.INCONCLUSIVE), True, Class.UNDETERMINED),
        (criteria(tc5=S.ERROR), True, Class.UNDETERMINED),
        (criteria(tc3=S.FAIL, tc5=S.BLOCKED), False, Class.CHI_THONG_TIN),
        (criteria(tc2=S.NOT_APPLICABLE, tc3=S.FAIL), False, Class.CHI_THONG_TIN),
        (criteria(tc1=S.FAIL, tc3=S.FAIL), False, Class.UNDETERMINED),
        ([], True, Class.UNDETERMINED),
    ],
)
def test_the_class_follows_from_the_criteria(rows: list[CriterionRow], filed: bool | None, expected: Class) -> None:
    assert class_of(rows, filed) is expected


@pytest.mark.parametrize("status", [S.FAIL, S.REVIEW, S.BLOCKED])
def test_an_unverified_entry_alone_never_costs_the_class(status: Status) -> None:
    rows = [*criteria(RETURN=S.PASS)[:-1], criterion("RETURN", status, costs_class=False)]
    assert class_of(rows, True) is Class.TOAN_TRINH


def test_information_only_looks_at_the_words_of_the_criteria() -> None:
    """What is derived for tc1 may need a dossier, and there is none: that doesn't stand in the way."""
    rows = criteria(tc3=S.FAIL)
    rows[0] = replace(rows[0], status=S.BLOCKED, checks=(row(S.PASS), row(S.BLOCKED, DERIVED)))
    assert class_of(rows, False) is Class.CHI_THONG_TIN
    rows[0] = replace(rows[0], checks=(row(S.BLOCKED), row(S.PASS, DERIVED)))
    assert class_of(rows, False) is Class.UNDETERMINED


def test_part_of_the_suite_determines_nothing() -> None:
    assert class_of(criteria(), True, whole=False) is Class.UNDETERMINED


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([S.PASS, S.WARNING, S.NOT_APPLICABLE], 0),
        ([S.FAIL, S.ERROR, S.REVIEW], 1),
        ([S.ERROR, S.REVIEW], 3),
        ([S.BLOCKED, S.INCONCLUSIVE], 3),
        ([S.REVIEW], 4),
        ([S.INCONCLUSIVE], 4),
        ([], 0),
    ],
)
def test_the_exit_code_follows_from_the_checks(statuses: list[Status], expected: int) -> None:
    assert exit_code([row(status) for status in statuses]) == expected


def test_a_derived_failure_is_a_failure_for_the_exit_code() -> None:
    assert exit_code([row(S.FAIL, DERIVED)]) == 1


def test_given_facts_never_count_for_the_exit_code() -> None:
    assert exit_code([row(S.FAIL, MUST, Grade.GIVEN)]) == 0


@pytest.mark.parametrize(
    ("class_", "approved", "statuses", "expected"),
    [
        (Class.MOT_PHAN, "mot_phan", [S.FAIL], 0),
        (Class.MOT_PHAN, "toan_trinh", [S.FAIL], 1),
        (Class.TOAN_TRINH, "mot_phan", [S.FAIL], 1),
        (Class.MOT_PHAN, "mot_phan", [S.FAIL, S.BLOCKED], 3),
        (Class.MOT_PHAN, "mot_phan", [S.FAIL, S.REVIEW], 4),
    ],
)
def test_a_service_approved_as_partial_may_be_partial(
    class_: Class, approved: str, statuses: list[Status], expected: int
) -> None:
    assert exit_code([row(status) for status in statuses], class_, approved) == expected
