"""A city's overlay: it verifies entries, raises derived checks, sets local values. It can't weaken anything."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pydantic import Field

from harness.rulebook.errors import RulebookError
from harness.rulebook.loader import load
from harness.rulebook.model import Instrument, Param, ParamValue, Part, Requirement, Verification


class Verified(Verification):
    """An entry that a person compared with the document."""

    id: str = Field(min_length=1)


class Raised(Part):
    """A DERIVED check that counts as MUST from now on, by whose decision."""

    check: str = Field(pattern=r"^[a-z]+[0-9]+[a-z]?$")
    by: str = Field(min_length=1)
    document: str = Field(min_length=1)
    date: date


class Local(Verification):
    """A local value of a declared parameter."""

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    value: ParamValue


class Overlay(Part):
    """One overlay file."""

    id: str = Field(pattern=r"^[A-Za-z0-9-]+$")
    verify: list[Verified] = Field(default_factory=list)
    raised: list[Raised] = Field(default_factory=list, alias="raise")
    parameters: list[Local] = Field(default_factory=list)


def load_overlay(path: Path) -> tuple[Overlay, str]:
    """The overlay at ``path`` and the first 8 hex digits of its SHA-256. Raises :class:`RulebookError`."""
    overlay = load(path, Overlay)
    return overlay, hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def apply(overlay: Overlay, books: Sequence[Instrument], file: str) -> tuple[Instrument, ...]:
    """``books`` with the overlay laid over them. Raises :class:`RulebookError` for an id or a name nobody declared."""
    known = {item.id: item for book in books for item in book.requirements}
    for n, entry in enumerate(overlay.verify):
        found = _find(known, entry.id, file, f"verify[{n}].id")
        known[entry.id] = found.model_copy(update={"verified": _signed(entry)})
    for n, local in enumerate(overlay.parameters):
        found = _find(known, local.id, file, f"parameters[{n}].id")
        param = _local(found, local, file, f"parameters[{n}]")
        known[local.id] = found.model_copy(update={"params": {**found.params, local.name: param}})
    return tuple(
        book.model_copy(update={"requirements": [known[item.id] for item in book.requirements]}) for book in books
    )


def _find(known: dict[str, Requirement], ident: str, file: str, field: str) -> Requirement:
    if ident not in known:
        raise RulebookError(file, field, f"không có mục {ident!r}", f"chọn một trong: {', '.join(sorted(known))}")
    return known[ident]


def _local(requirement: Requirement, local: Local, file: str, field: str) -> Param:
    declared = requirement.params.get(local.name)
    if declared is None:
        names = ", ".join(sorted(requirement.params)) or "(mục này không có tham số)"
        raise RulebookError(file, f"{field}.name", f"mục không có tham số {local.name!r}", f"chọn một trong: {names}")
    if type(local.value) is not type(declared.value):
        remedy = f"ghi giá trị cùng kiểu với {declared.value!r} (đơn vị: {declared.unit})"
        raise RulebookError(file, f"{field}.value", f"sai kiểu: {local.value!r}", remedy)
    return declared.model_copy(update={"value": local.value, "source": local.document, "verified": _signed(local)})


def _signed(entry: Verification) -> Verification:
    return Verification(by=entry.by, document=entry.document, date=entry.date)
