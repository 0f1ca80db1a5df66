"""Doctored recordings: for each check some on which it must fail, and some on which it must stay silent.

A case is a function that changes one fact of the golden recording.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from harness.doctor import Doctor

FEE, FREE = "cap-lai-chung-chi-moi-gioi", "cap-lai-giay-phep-san-giao-dich"
Change = Callable[[Doctor], object]
C = TypeVar("C", bound=Change)


@dataclass(frozen=True)
class Case:
    """One doctored recording and how a check must end on it. ``says`` stands in reason, expected or received."""

    check: str
    name: str
    change: Change
    status: str
    service: str
    as_of: date | None
    says: str


CASES: list[Case] = []


def fails(
    check: str, *, says: str = "", service: str = FEE, as_of: date | None = None, status: str = "FAIL"
) -> Callable[[C], C]:
    """The check must end as ``status`` on the golden recording changed by the decorated function."""
    return _case(check, status, service, as_of, says)


def silent(check: str, *, service: str = FEE, as_of: date | None = None, status: str = "PASS") -> Callable[[C], C]:
    """The check must stay silent on the golden recording changed by the decorated function: unusual, but lawful."""
    return _case(check, status, service, as_of, "")


def _case(check: str, status: str, service: str, as_of: date | None, says: str) -> Callable[[C], C]:
    def take(change: C) -> C:
        CASES.append(Case(check, change.__name__, change, status, service, as_of, says))
        return change

    return take


from victims import result, tc1, tc2, tc3, tc4, tc5  # noqa: E402, F401 importing them fills the table
