"""What a load profile holds (legal-criteria §2.2 R7, §4)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

VisitKind = Literal["inform", "file", "double"]
VISITS: tuple[VisitKind, ...] = get_args(VisitKind)
FILING: tuple[VisitKind, ...] = ("file", "double")
"""The kinds of visit that leave a dossier behind."""

Measure = Literal["average", "p50", "p95", "p99", "slowest"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
LONGEST, MOST_PEOPLE = 3600, 200
"""Bounds of a run: seconds, and people at the same time."""
ROUNDING = 0.001


class Part(BaseModel):
    """Base of every part: unknown fields are refused, values don't change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Think(Part):
    """Seconds a person takes before each act, drawn evenly from ``min`` to ``max``."""

    min: float = Field(ge=0, le=60, allow_inf_nan=False)
    max: float = Field(ge=0, le=60, allow_inf_nan=False)

    @model_validator(mode="after")
    def keep_order(self) -> Think:
        """``min`` comes first."""
        if self.min > self.max:
            raise ValueError("min lớn hơn max")
        return self

    @property
    def mean(self) -> float:
        """Seconds on average."""
        return (self.min + self.max) / 2


class Limit(Part):
    """A limit for the answers of every operation. An unverified one can only warn."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    measure: Measure
    value: float = Field(gt=0, allow_inf_nan=False)
    unit: Literal["ms", "s"] = "ms"
    source: Text
    verified: bool = False
    effective_from: date | None = None
    effective_to: date | None = None

    @property
    def milliseconds(self) -> float:
        """The value in milliseconds."""
        return self.value * (1000 if self.unit == "s" else 1)

    def in_force(self, on: date) -> bool:
        """Whether the limit counts on the day ``on``."""
        return (self.effective_from or date.min) <= on <= (self.effective_to or date.max)


class Profile(Part):
    """How a service is loaded.

    Either ``yearly`` (dossiers a year, with ``k`` for the peak hour) decides how often somebody comes, or ``users``
    (people at the same time). ``share``: the part of the visits that are of each kind, together 1. ``duration``:
    seconds during which people arrive.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: Text
    about: str = ""
    yearly: int | None = Field(default=None, gt=0, le=100_000_000)
    yearly_source: str = ""
    k: float = Field(default=3.0, ge=1, le=20, allow_inf_nan=False)
    users: int | None = Field(default=None, ge=1, le=MOST_PEOPLE)
    share: dict[VisitKind, Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]]
    duration: int = Field(ge=1, le=LONGEST)
    think: Think
    limits: list[Limit] = Field(default_factory=list)

    @model_validator(mode="after")
    def keep_rules(self) -> Profile:
        """Refuse a profile that contradicts itself."""
        if (self.yearly is None) == (self.users is None):
            raise ValueError("ghi đúng một trong hai: yearly (hồ sơ mỗi năm) hoặc users (số người cùng lúc)")
        if abs(sum(self.share.values()) - 1) > ROUNDING:
            raise ValueError(f"share cộng lại phải bằng 1, đang là {sum(self.share.values()):g}")
        if self.yearly is not None and not self.filing:
            raise ValueError("yearly tính theo hồ sơ, nên share phải có lượt nộp hồ sơ (file hoặc double)")
        ids = [limit.id for limit in self.limits]
        if len(set(ids)) < len(ids):
            raise ValueError("limits có hai giới hạn trùng id")
        return self

    @property
    def filing(self) -> float:
        """The part of the visits that leave a dossier behind."""
        return sum(self.share.get(kind, 0.0) for kind in FILING)
