"""Evaluating one check over one recording, in this process: milliseconds."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from harness.checks import Check, CheckFailure, Ending
from harness.checks.expect import LOOKED
from harness.facts import SYSTEMS, FactMissing, Facts
from harness.guard import no_sockets
from harness.recording import Recording
from harness.rulebook import Edition
from harness.verdicts import CheckRow, Grade, Outcome, Status, Strength
from harness.verdicts.rows import Plain

PLACES, TEXT, ITEMS = 12, 600, 20
GRADES = {"simulator": Grade.SIMULATOR, "sandbox": Grade.SANDBOX, "production-read-only": Grade.PRODUCTION}


def evaluate(check: Check, recording: Recording, edition: Edition, facts: Facts | None = None) -> Outcome:
    """How ``check`` ends on ``recording`` under ``edition``. Never raises for what a check does."""
    known = facts or Facts(recording, edition)
    return conclude(check, known, lambda: check.function(**{name: known.get(name) for name in check.facts}))


def conclude(check: Check, facts: Facts, call: Callable[[], Any]) -> Outcome:
    """How ``call``, the check over its facts, ends; not called when it doesn't apply or a journey wasn't driven."""
    early = _protected(check, facts, lambda: _before(check, facts))
    return early or _protected(check, facts, lambda: _run(call)) or Outcome(Status.PASS)


def row_of(check: Check, outcome: Outcome, facts: Facts) -> CheckRow:
    """The verdict's row for a check that ended as ``outcome``."""
    return CheckRow(
        id=check.id,
        verifies=check.verifies,
        status=outcome.status,
        strength=facts.edition.strength(check.id, check.strength),
        title=check.title,
        title_vi=check.title_vi,
        clause=check.clause,
        grade=grade_of(check, facts),
        blame=outcome.blame,
        reason=outcome.reason,
        expected=outcome.expected,
        received=outcome.received,
        seen_in=outcome.seen_in,
        evidence=outcome.evidence,
    )


def grade_of(check: Check, facts: Facts) -> Grade:
    """The weakest ground that the check's evidence stands on."""
    modes: Mapping[str, str] = facts.recording.run.get("modes") or {}
    grades = [GRADES.get(modes.get(SYSTEMS[name], ""), Grade.SIMULATOR) for name in check.facts if name in SYSTEMS]
    if check.portal_side and Grade.SIMULATOR in grades:
        return Grade.GIVEN
    order = list(Grade)
    return min(grades, key=order.index, default=Grade.DIRECT)


def _before(check: Check, facts: Facts) -> Outcome | None:
    requirement = facts.edition.criterion(check.verifies)
    if requirement is None and check.strength is Strength.PROFILE:
        return None
    if requirement is None:
        day = f"{facts.edition.as_of:%d/%m/%Y}"
        return Outcome(Status.NOT_APPLICABLE, f"NOT_IN_FORCE: không có quy định nào có hiệu lực ngày {day}")
    applies = facts.applies(check.applies)
    if applies.holds is not True:
        status = Status.INCONCLUSIVE if applies.holds is None else Status.NOT_APPLICABLE
        return Outcome(status, applies.reason, seen_in=applies.seen_in)
    for journey in check.journeys:
        if journey not in facts.book.journeys:
            return Outcome(Status.BLOCKED, str(facts.book.missing(journey, "")), blame="configuration")
    return None


def _run(call: Callable[[], Any]) -> Outcome:
    places: list[str] = []
    mark = LOOKED.set(places)
    try:
        with no_sockets():
            call()
    finally:
        LOOKED.reset(mark)
    seen = list(dict.fromkeys(places))
    return Outcome(Status.PASS, seen_in=seen[0] if seen else "", evidence=tuple(seen[1:PLACES]))


def _protected(check: Check, facts: Facts, call: Callable[[], Outcome | None]) -> Outcome | None:
    try:
        return call()
    except Exception as error:
        return outcome_of(error, facts.edition.strength(check.id, check.strength), grade_of(check, facts))


def outcome_of(error: BaseException, strength: Strength = Strength.MUST, grade: Grade = Grade.DIRECT) -> Outcome:
    """The ending that an exception stands for; anything unexpected is an ERROR of the check."""
    if isinstance(error, CheckFailure):
        weak = error.warning or strength is Strength.GOOD
        return Outcome(
            Status.WARNING if weak else Status.FAIL,
            error.what,
            plain(error.expected),
            plain(error.received),
            error.seen_in,
            "mock" if grade is Grade.GIVEN else error.blame,
        )
    if isinstance(error, Ending):
        return Outcome(error.status, error.reason, seen_in=error.seen_in, blame=error.blame)
    if isinstance(error, FactMissing):
        status = Status.INCONCLUSIVE if error.contradictory else Status.BLOCKED
        return Outcome(status, error.reason, seen_in=error.seen_in, blame=error.blame)
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = f" ({last[0].name})" if last else ""
    return Outcome(Status.ERROR, f"{type(error).__name__}: {error}{where}", blame="check")


def plain(value: Any) -> Plain:
    """``value`` as a JSON value for readers: texts cut at 600 characters, lists at 20 items."""
    if isinstance(value, bool | int | float) or value is None:
        return value
    if isinstance(value, str):
        return value if len(value) <= TEXT else f"{value[:TEXT]}…"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, BaseModel):
        return plain(str(value.model_dump(mode="json")))
    if isinstance(value, set | frozenset):
        value = sorted(value, key=str)
    if isinstance(value, list | tuple):
        return [plain(item) for item in list(value)[:ITEMS]]
    return plain(str(value))
