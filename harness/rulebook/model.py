"""The shape of a rulebook file. Every requirement has an id that never changes meaning."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from harness.rulebook.applicability import PREDICATES

Hosting = Literal["portal_form", "city_form", "ministry_system"]
Provenance = Literal["text", "seed", "secondary", "general", "derived", "policy"]
ParamValue = int | str | list[str]


class Part(BaseModel):
    """Base of every part: immutable, unknown keys refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Span(Part):
    """An interval of days, both ends included; an open end has no date."""

    start: date | None = Field(default=None, alias="from")
    end: date | None = Field(default=None, alias="to")

    def covers(self, day: date) -> bool:
        """Whether ``day`` lies in it."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    @model_validator(mode="after")
    def _ordered(self) -> Span:
        if self.start and self.end and self.end < self.start:
            raise ValueError("ngày kết thúc trước ngày bắt đầu")
        return self


class Verification(Part):
    """Who compared an entry with which document, and when."""

    by: str = Field(min_length=1)
    document: str = Field(min_length=1)
    date: date


class Surface(Span):
    """Where a requirement must be met. ``open``: whether it must is a legal question (``question``)."""

    surface: Literal["portal", "city"]
    duty: Literal["required", "open", "none"]
    hosting: list[Hosting] = Field(default_factory=list, description="empty: whatever the hosting")
    question: str = ""

    @model_validator(mode="after")
    def _asks(self) -> Surface:
        if self.duty == "open" and not self.question:
            raise ValueError("duty: open phải kèm question")
        return self


class Param(Part):
    """A value that the law or the city sets. An unverified limit can only warn."""

    value: ParamValue
    unit: str
    source: str
    verified: Literal[False] | Verification = False


class Requirement(Part):
    """One requirement of one instrument."""

    id: str = Field(pattern=r"^[A-Z0-9-]+\.[A-Za-z0-9.]+$")
    kind: Literal["criterion", "classification"] = "criterion"
    criterion: str
    """The criterion it is reported under: its own id, or ``RETURN`` whatever the instrument."""
    cite: str = Field(min_length=1)
    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)
    force: Span
    applies: Annotated[str, Field(min_length=1)]
    """Name of a predicate in :data:`harness.rulebook.applicability.PREDICATES`."""
    combine: Literal["all", "any"]
    """How the wording joins the surfaces: and / or."""
    surfaces: list[Surface]
    strength: Literal["MUST", "DERIVED", "GOOD", "PROFILE"]
    provenance: list[Provenance] = Field(min_length=1)
    verified: Literal[False] | Verification
    costs_class: Literal["always", "when_verified"] = "always"
    note: str = ""
    params: dict[str, Param] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _known(self) -> Requirement:
        if self.applies not in PREDICATES:
            raise ValueError(f"applies: không có điều kiện tên {self.applies!r}; chọn: {', '.join(sorted(PREDICATES))}")
        if (self.kind == "criterion") != bool(self.criterion):
            raise ValueError("criterion phải có, và chỉ có, ở mục kind: criterion")
        return self


class Title(Part):
    vi: str
    en: str


class Instrument(Part):
    """One rulebook file: one instrument."""

    id: str = Field(pattern=r"^[A-Z0-9-]+$")
    version: str = Field(min_length=1)
    instrument: str
    title: Title
    requirements: list[Requirement] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids(self) -> Instrument:
        ids = [item.id for item in self.requirements]
        twice = sorted({item for item in ids if ids.count(item) > 1})
        if twice:
            raise ValueError(f"mã ghi hai lần: {', '.join(twice)}")
        strange = [item for item in ids if not item.startswith(f"{self.id}.")]
        if strange:
            raise ValueError(f"mã phải bắt đầu bằng {self.id}.: {', '.join(strange)}")
        return self
