"""Declaring a check: what it verifies, how strongly, on which journeys, under which clause."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from harness.verdicts.status import Strength

MUST, DERIVED, GOOD, PROFILE = Strength.MUST, Strength.DERIVED, Strength.GOOD, Strength.PROFILE

ID = re.compile(r"[a-z]+[0-9]+[a-z]?")
MARK = "__check__"
F = TypeVar("F", bound=Callable[..., None])


class CheckError(Exception):
    """A check is declared wrongly: our own mistake, found when its module is imported."""


@dataclass(frozen=True)
class Check:
    """One declared check."""

    id: str
    verifies: str
    """Criterion id: ``TT01-2023.13.1.tc4``, ``RETURN``."""
    strength: Strength
    journeys: tuple[str, ...]
    clause: str
    title: str
    title_vi: str
    applies: str
    """Name of a predicate of :mod:`harness.rulebook.applicability`."""
    portal_side: bool
    """Looks only at what the portal publishes; given, not tested, when the portal is a simulator."""
    function: Callable[..., None]

    @property
    def facts(self) -> tuple[str, ...]:
        """Names of the facts it reads."""
        return tuple(inspect.signature(self.function).parameters)


def check(
    ident: str,
    *,
    verifies: str,
    strength: Strength,
    clause: str,
    vi: str,
    journeys: Sequence[str] = ("main",),
    applies: str = "always",
    portal_side: bool = False,
) -> Callable[[F], F]:
    """Declare the decorated function as check ``ident``; its docstring is the English title, ``vi`` the Vietnamese.

    ``clause`` says what it rests on; ``journeys`` must have been driven. Raises :class:`CheckError`.
    """
    if not ID.fullmatch(ident):
        raise CheckError(f"check id {ident!r} must be letters and a number, like d03")
    if not (verifies and clause and vi):
        raise CheckError(f"check {ident} must say what it verifies, its clause and its Vietnamese title")

    def declare(function: F) -> F:
        title = inspect.getdoc(function)
        if not title:
            raise CheckError(f"check {ident} has no docstring to be its title")
        setattr(
            function,
            MARK,
            Check(
                id=ident,
                verifies=verifies,
                strength=Strength(strength),
                journeys=tuple(journeys),
                clause=clause,
                title=" ".join(title.split("\n\n")[0].split()),
                title_vi=vi,
                applies=applies,
                portal_side=portal_side,
                function=function,
            ),
        )
        return function

    return declare


def check_of(function: Any) -> Check | None:
    """The check that ``function`` was declared as, if any."""
    found = getattr(function, MARK, None)
    return found if isinstance(found, Check) else None
