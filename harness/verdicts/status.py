"""The words of a verdict."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

Blame = Literal["", "service", "configuration", "mock", "check", "network"]


class Status(StrEnum):
    """How a check, and so a criterion, ends."""

    PASS = "PASS"
    FAIL = "FAIL"
    WARNING = "WARNING"
    REVIEW = "REVIEW"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    INCONCLUSIVE = "INCONCLUSIVE"
    BLOCKED = "BLOCKED"
    ERROR = "ERROR"


class Strength(StrEnum):
    """How far a check binds (legal-criteria §0.2)."""

    MUST = "MUST"
    """Follows from the words of the criterion."""
    DERIVED = "DERIVED"
    """A necessary consequence that we infer: a miss needs a person's conclusion."""
    GOOD = "GOOD"
    """Good practice: a miss is a warning."""
    PROFILE = "PROFILE"
    """Belongs to another instrument; never changes Article 13."""


class Class(StrEnum):
    """What the service is, as far as the evidence goes (legal-criteria §0.3)."""

    TOAN_TRINH = "TOAN_TRINH"
    MOT_PHAN = "MOT_PHAN"
    CHI_THONG_TIN = "CHI_THONG_TIN"
    UNDETERMINED = "UNDETERMINED"


class Grade(StrEnum):
    """What the evidence of a check rests on, weakest first."""

    GIVEN = "given"
    """Put there by the simulator itself: not tested."""
    SIMULATOR = "simulator"
    SANDBOX = "sandbox"
    PRODUCTION = "production-read-only"
    DIRECT = "direct"
    """The service's own answers only."""


WORST_FIRST = (
    Status.ERROR,
    Status.BLOCKED,
    Status.REVIEW,
    Status.INCONCLUSIVE,
    Status.WARNING,
    Status.PASS,
)
