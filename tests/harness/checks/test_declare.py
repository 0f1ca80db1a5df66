"""Declaring a check."""

from __future__ import annotations

from typing import Any

import pytest

from harness.checks import DERIVED, CheckError, check, check_of

GOOD: dict[str, Any] = {"verifies": "RETURN", "strength": DERIVED, "clause": "điều 1", "vi": "Tiêu đề"}


def test_a_check_knows_itself() -> None:
    @check("x01", journeys=["main", "refuse"], **GOOD)
    def test_it(payment: object, law: object) -> None:
        """Its title,
        on two lines.

        More words.
        """

    found = check_of(test_it)
    assert found is not None
    assert (found.id, found.title, found.title_vi) == ("x01", "Its title, on two lines.", "Tiêu đề")
    assert found.facts == ("payment", "law")
    assert found.journeys == ("main", "refuse")
    assert found.strength is DERIVED


def test_other_functions_are_no_checks() -> None:
    assert check_of(len) is None
    assert check_of(None) is None


@pytest.mark.parametrize("ident", ["d3!", "03", "tc", ""])
def test_a_strange_id_is_refused(ident: str) -> None:
    with pytest.raises(CheckError, match="id"):
        check(ident, **GOOD)


@pytest.mark.parametrize("name", ["verifies", "clause", "vi"])
def test_nothing_may_be_left_out(name: str) -> None:
    with pytest.raises(CheckError, match="must say"):
        check("x01", **{**GOOD, name: ""})


def test_a_check_without_a_title_is_refused() -> None:
    with pytest.raises(CheckError, match="docstring"):

        @check("x01", **GOOD)
        def test_it() -> None:
            pass
