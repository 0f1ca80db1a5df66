"""Fidelity cards: well-formed, and one entry per operation of every system."""

from __future__ import annotations

from typing import Any

import pytest

from mocks.kernel.cards import Card, CardError, gaps, load, parse
from mocks.kernel.systems import NAMES, installed

ENTRY = {
    "checked": ["x"],
    "not_checked": [],
    "source": "s",
    "confidence": "U",
    "last_compared": "2026-11-01",
    "owner": {"founding": "a", "today": "b", "verified": True},
}


def card(**operations: Any) -> Card:
    return Card.model_validate({"system": "toy", "title": "x", "operations": operations})


@pytest.mark.parametrize("name", NAMES)
def test_every_operation_has_an_entry_and_every_entry_an_operation(name: str) -> None:
    member = installed([name])[name]
    assert member.card is not None
    assert gaps(member.card, {operation.name for operation in member.system.operations}) == []
    assert member.card.system == name == member.system.name


def test_a_missing_an_extra_and_an_empty_entry_are_named() -> None:
    wrong = card(A=ENTRY, C={**ENTRY, "checked": []}, D={**ENTRY, "source": ""})
    assert gaps(wrong, {"A", "B", "D"}) == [
        "operation B has no entry",
        "entry C has no operation",
        "entry C says nothing checked or no source",
        "entry D says nothing checked or no source",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [("system: [", "while parsing"), ("system: toy\ntitle: x\noperations: {}\nmore: 1\n", "more"),
     ("system: toy\ntitle: x\noperations: {A: {checked: []}}\n", "operations.A.source"), ("", "dictionary")],
)  # fmt: skip
def test_a_card_that_can_not_be_used_says_why(text: str, says: str) -> None:
    with pytest.raises(CardError, match=r"toy/card\.yaml") as caught:
        parse("toy", text)
    assert says in str(caught.value)


def test_no_card_at_all_says_so() -> None:
    with pytest.raises(CardError, match=r"không có card\.yaml"):
        load("kernel")
