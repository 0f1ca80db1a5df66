"""The working calendar under an edition: the shared one, with the exceptions that the rulebook or an overlay names."""

from __future__ import annotations

from datetime import date, datetime

from fixtures.calendar import ZONE, Calendar, local
from harness.facts.run import Law
from suites.article13.clauses import TC5

__all__ = ["ZONE", "calendar", "due_day", "local"]


def calendar(law: Law) -> Calendar:
    """Weekends and public holidays, with the days that the edition closes or opens."""
    return Calendar(_days(law, "extra_holidays"), _days(law, "extra_working_days"))


def due_day(start: datetime, value: int, unit: str, law: Law) -> date:
    """The day on which a period of ``value`` ``unit`` that starts at ``start`` ends."""
    return local(calendar(law).deadline(start, value, unit))


def _days(law: Law, name: str) -> frozenset[date]:
    value = law.param(TC5, name).value
    return frozenset(date.fromisoformat(str(item)) for item in value) if isinstance(value, list) else frozenset()
