"""From a profile to a schedule: who comes when, and how many people that takes at the same time.

The peak hour is ``yearly / 250 / 8 × k`` (legal-criteria §4, an engineering assumption of ours, not law). People
come at a fixed rate whether or not the service keeps up (an open model): a slow service is not spared.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fixtures.services.model import Service
from load.profiles import VISITS, Profile, ProfileError, VisitKind
from load.profiles.model import MOST_PEOPLE

DAYS, HOURS = 250, 8
"""Working days a year, hours a day."""
ANSWER = 0.25
"""Seconds an act is assumed to take the service, for the estimate of a visit's length."""
SPARE = 1.5
"""How many more people than the estimate needs, so that a slower service doesn't stop the arrivals."""
MOST_VISITS = 5000


@dataclass(frozen=True)
class Visit:
    """One visit: its number from 1, kind, and seconds after the start at which the person arrives."""

    number: int
    kind: VisitKind
    at: float


@dataclass(frozen=True)
class Plan:
    """A profile worked out for a service. ``rate``: visits a second; ``users``: people at the same time."""

    profile: Profile
    service: Service
    fee: int
    rate: float
    users: int
    visits: tuple[Visit, ...]

    @property
    def filings(self) -> int:
        """Dossiers that the schedule leaves behind."""
        return sum(visit.kind != "inform" for visit in self.visits)

    @property
    def seconds(self) -> float:
        """The estimated length of a visit, all kinds together."""
        return visit_seconds(self.profile, self.service, self.fee)


def make_plan(profile: Profile, service: Service, on: date) -> Plan:
    """The plan of ``profile`` for ``service`` on the day ``on``.

    Raises :class:`ProfileError` when it needs more people or visits than a run may have.
    """
    fee = service.fee_due("online", on)
    seconds = visit_seconds(profile, service, fee)
    if profile.users is not None:
        users, rate = profile.users, profile.users / (seconds * SPARE)
    else:
        rate = per_hour(profile) / profile.filing / 3600
        users = math.ceil(rate * seconds * SPARE)
    count = max(1, math.ceil(rate * profile.duration))
    _keep_bounds(profile, users, count)
    return Plan(profile, service, fee, rate, min(users, count), _schedule(profile.share, rate, count))


def per_hour(profile: Profile) -> float:
    """Dossiers in the peak hour. Only for a profile with ``yearly``."""
    assert profile.yearly is not None
    return profile.yearly / DAYS / HOURS * profile.k


def visit_seconds(profile: Profile, service: Service, fee: int) -> float:
    """Seconds a visit takes on average: thinking and waiting before and in each of its acts."""
    acts = sum(part * acts_of(kind, service, fee) for kind, part in profile.share.items())
    return acts * (profile.think.mean + ANSWER)


def acts_of(kind: VisitKind, service: Service, fee: int) -> int:
    """How many acts (port operations) a visit of ``kind`` consists of."""
    forms = sum(part.form is not None for part in service.components)
    if kind == "inform":
        return 3 + forms
    signed = sum(part.signature_required for part in service.components)
    filing = 3 + len(service.components) - forms + 2 * signed + 1
    return filing + 2 + (2 if fee else 0)


def _schedule(share: Mapping[VisitKind, float], rate: float, count: int) -> tuple[Visit, ...]:
    """Evenly spaced arrivals; kinds are dealt so that every stretch of the schedule has its share of each."""
    credit = dict.fromkeys(VISITS, 0.0)
    visits = []
    for number in range(1, count + 1):
        for kind, part in share.items():
            credit[kind] += part
        kind = max(VISITS, key=lambda kind: credit[kind])
        credit[kind] -= 1
        visits.append(Visit(number, kind, round((number - 1) / rate, 3)))
    return tuple(visits)


def _keep_bounds(profile: Profile, users: int, count: int) -> None:
    remedy = "giảm yearly, k, duration hoặc think; bài thử này chạy trên một máy"
    if users > MOST_PEOPLE:
        raise ProfileError(profile.id, "users", f"cần {users} người cùng lúc, nhiều nhất là {MOST_PEOPLE}", remedy)
    if count > MOST_VISITS:
        raise ProfileError(profile.id, "duration", f"cần {count} lượt, nhiều nhất là {MOST_VISITS}", remedy)
