"""Working days in Việt Nam: weekends, public holidays, and the exceptions that the rulebook or an overlay names.

The day on which a period starts doesn't count (Civil Code 2015, Article 147).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from harness.facts.run import Law
from suites.article13.clauses import TC5

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SPANS = ((time(8), time(12)), (time(13), time(17)))
"""Working hours of a day."""


@cache
def _public(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("VN", years=year))


def local(at: datetime) -> date:
    """The day in Việt Nam at ``at``."""
    return at.astimezone(ZONE).date()


@dataclass(frozen=True)
class Calendar:
    """The working calendar; ``closed`` and ``opened`` are exceptions set by decision."""

    closed: frozenset[date]
    opened: frozenset[date]

    @classmethod
    def of(cls, law: Law) -> Calendar:
        """The calendar under the edition in force."""
        return cls(_days(law, "extra_holidays"), _days(law, "extra_working_days"))

    def works(self, day: date) -> bool:
        """Whether ``day`` is a working day."""
        return day in self.opened or (day.weekday() < 5 and day not in self.closed and day not in _public(day.year))

    def after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``."""
        while count:
            day += timedelta(days=1)
            count -= self.works(day)
        return day

    def next_morning(self, at: datetime) -> datetime:
        """Opening time of the first working day after ``at``."""
        return datetime.combine(self.after(local(at), 1), SPANS[0][0], ZONE)


def due_day(start: datetime, value: int, unit: str, calendar: Calendar) -> date:
    """The day on which a period of ``value`` ``unit`` that starts at ``start`` ends."""
    if unit == "days":
        return local(start) + timedelta(days=value)
    if unit == "working_hours":
        return _after_hours(start.astimezone(ZONE), value, calendar)
    return calendar.after(local(start), value)


def _after_hours(start: datetime, hours: int, calendar: Calendar) -> date:
    day, rest = start.date(), timedelta(hours=hours)
    while True:
        for opening, closing in SPANS if calendar.works(day) else ():
            begin = max(start, datetime.combine(day, opening, ZONE))
            rest -= max(datetime.combine(day, closing, ZONE) - begin, timedelta())
            if rest <= timedelta():
                return day
        day += timedelta(days=1)


def _days(law: Law, name: str) -> frozenset[date]:
    value = law.param(TC5, name).value
    return frozenset(date.fromisoformat(str(item)) for item in value) if isinstance(value, list) else frozenset()
