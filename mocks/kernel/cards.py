"""Fidelity cards: per operation what a mock checks, what it doesn't, on whose word, and who owns the fact."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib import resources
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError


class CardError(ValueError):
    """A card can't be used; the text names the system, the field and what is wrong."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Owner(_Part):
    """Who answers for the real operation: as founded, as it is today, and whether that was verified."""

    founding: str
    today: str
    verified: bool


class Fidelity(_Part):
    """How far one operation can be relied on."""

    checked: list[str]
    not_checked: list[str]
    source: str
    confidence: str
    last_compared: date | None
    """The day it was last compared with the real system; None: never."""
    owner: Owner


class Card(_Part):
    """The card of one system."""

    system: str
    title: str
    operations: dict[str, Fidelity]

    @property
    def clauses(self) -> Mapping[str, str]:
        """Source of each operation's rules."""
        return {name: fidelity.source for name, fidelity in self.operations.items()}


def load(system: str) -> Card:
    """The card in ``mocks/<system>/card.yaml``.

    Raises:
        CardError: missing, no YAML, or with other fields.
    """
    file = resources.files(f"mocks.{system}") / "card.yaml"
    try:
        return parse(system, file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CardError(f"{system}: không có card.yaml") from None


def parse(system: str, text: str) -> Card:
    """The card of ``system`` from its YAML. Raises :class:`CardError`."""
    try:
        return Card.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as error:
        raise CardError(f"{system}/card.yaml: {error}") from None


def gaps(card: Card, operations: set[str]) -> list[str]:
    """What is wrong between a card and the operations declared; empty when they match."""
    missing = [f"operation {name} has no entry" for name in sorted(operations - card.operations.keys())]
    extra = [f"entry {name} has no operation" for name in sorted(card.operations.keys() - operations)]
    empty = [f"entry {name} says nothing checked or no source" for name, f in card.operations.items() if not _said(f)]
    return missing + extra + empty


def shown(card: Card) -> dict[str, Any]:
    """As the control API serves it."""
    return card.model_dump(mode="json")


def _said(fidelity: Fidelity) -> bool:
    return bool(fidelity.checked and fidelity.source)
