"""The national systems this server mocks, by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from mocks.kernel.cards import Card, load
from mocks.kernel.dispatch import Table
from mocks.kernel.operation import System

NAMES = ("portal", "identity", "population", "enterprise", "payment", "axis")


@dataclass(frozen=True)
class Member:
    """One system with its operations' table and its fidelity card (None only in tests of the kernel)."""

    system: System
    table: Table
    card: Card | None


def installed(names: Sequence[str] = NAMES) -> dict[str, Member]:
    """The systems of ``mocks/<name>/api.py`` with their cards."""
    return {name: member(import_module(f"mocks.{name}.api").SYSTEM, load(name)) for name in names}


def member(system: System, card: Card | None = None) -> Member:
    """``system`` made ready to serve."""
    clauses: Mapping[str, str] = card.clauses if card is not None else {}
    return Member(system, Table(system, clauses), card)
