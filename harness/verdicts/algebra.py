"""From checks to criteria, to the class, to the exit code. Pure functions; the table is in DESIGN, idea 3."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness.verdicts.rows import CheckRow, CriterionRow
from harness.verdicts.status import WORST_FIRST, Class, Grade, Status, Strength

HELD = frozenset({Status.PASS, Status.WARNING})
INFORMATION, FORMS = "tc1", "tc2"


def criterion_status(checks: Sequence[CheckRow], applicable: bool = True) -> Status:
    """The status of a criterion from its checks.

    A MUST that fails fails it; a DERIVED that fails counts as REVIEW; profiles and given facts don't count. A
    criterion that doesn't apply says so unless one of its checks found something; one without any check is BLOCKED.
    """
    counted = {_weight(check) for check in checks if _counts(check)} - {Status.NOT_APPLICABLE}
    if not applicable and counted <= {Status.PASS}:
        return Status.NOT_APPLICABLE
    if Status.FAIL in counted:
        return Status.FAIL
    if not counted:
        return Status.NOT_APPLICABLE if any(map(_counts, checks)) else Status.BLOCKED
    return next(status for status in WORST_FIRST if status in counted)


def _counts(check: CheckRow) -> bool:
    return check.strength is not Strength.PROFILE and check.grade is not Grade.GIVEN


def _weight(check: CheckRow) -> Status:
    if check.status is Status.FAIL and check.strength is Strength.DERIVED:
        return Status.REVIEW
    if check.status is Status.FAIL and check.strength is Strength.GOOD:
        return Status.WARNING
    return check.status


def class_of(criteria: Sequence[CriterionRow], can_be_filed: bool | None, whole: bool = True) -> Class:
    """The class of a service.

    ``can_be_filed``: a dossier was sent online (True), can't be (False), nobody knows (None). ``whole`` is False when
    only some checks were judged: then nothing is determined.
    """
    deciding = [row for row in criteria if row.costs_class and row.status is not Status.NOT_APPLICABLE]
    if not whole or not deciding:
        return Class.UNDETERMINED
    if can_be_filed is False and _informs(criteria):
        return Class.CHI_THONG_TIN
    if all(row.status in HELD for row in deciding):
        return Class.TOAN_TRINH
    if can_be_filed and any(row.status is Status.FAIL for row in deciding):
        return Class.MOT_PHAN
    return Class.UNDETERMINED


def _informs(criteria: Sequence[CriterionRow]) -> bool:
    """tc1 and tc2 hold by their words: what we derive for them may need a dossier, and there can be none."""
    by_id = {row.id.rsplit(".", 1)[-1]: row for row in criteria}
    wanted = [by_id.get(INFORMATION), by_id.get(FORMS)]
    return all(row is not None and _literal(row) in HELD | {Status.NOT_APPLICABLE} for row in wanted)


def _literal(row: CriterionRow) -> Status:
    """The status by the MUST checks alone; by the row's own status when it carries no checks."""
    musts = [check for check in row.checks if check.strength is Strength.MUST]
    return criterion_status(musts, row.applicable) if row.checks else row.status


def exit_code(checks: Iterable[CheckRow], class_: Class = Class.UNDETERMINED, approved_level: str = "") -> int:
    """0 all held · 1 a check FAILs · 3 ERROR or BLOCKED · 4 REVIEW or INCONCLUSIVE.

    A service approved as partial that turns out partial is lawful: its failures don't count. Given facts never do.
    """
    statuses = {check.status for check in checks if check.grade is not Grade.GIVEN}
    lawful = class_ is Class.MOT_PHAN and approved_level == "mot_phan"
    if Status.FAIL in statuses and not lawful:
        return 1
    if statuses & {Status.ERROR, Status.BLOCKED}:
        return 3
    if statuses & {Status.REVIEW, Status.INCONCLUSIVE}:
        return 4
    return 0
