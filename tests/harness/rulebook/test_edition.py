"""What is in force on a day."""

from __future__ import annotations

from datetime import date

import pytest

from harness.rulebook import Instrument, RulebookError, edition
from harness.rulebook.applicability import PREDICATES
from harness.rulebook.edition import assemble
from harness.rulebook.loader import instruments, parse
from harness.verdicts import Strength

TODAY = date(2026, 11, 22)
TC1, TC3, TC5 = (f"TT01-2023.13.1.tc{n}" for n in (1, 3, 5))


def test_the_five_criteria_and_the_result_are_in_force() -> None:
    wanted = [*(f"TT01-2023.13.1.tc{n}" for n in range(1, 6)), "RETURN"]
    assert [item.criterion for item in edition(TODAY).criteria] == wanted


@pytest.mark.parametrize(
    ("day", "basis"),
    [
        (date(2022, 8, 15), "ND42-2022.11.1.a"),
        (date(2026, 6, 30), "ND42-2022.11.1.a"),
        (date(2026, 7, 1), "CITY-2026.return"),
    ],
)
def test_the_basis_of_the_result_depends_on_the_day(day: date, basis: str) -> None:
    in_force = [item.id for book in instruments() for item in book.requirements if item.force.covers(day)]
    assert [ident for ident in in_force if "TT01" not in ident] == [basis]


def test_the_city_policy_is_unverified_and_free_of_cost() -> None:
    found = edition(TODAY).criterion("RETURN")
    assert found is not None
    assert found.verified is False
    assert found.costs_class == "when_verified"


@pytest.mark.parametrize(("day", "duty"), [(date(2025, 6, 30), "required"), (date(2025, 7, 1), "open")])
@pytest.mark.parametrize("criterion", [TC1, TC3])
def test_the_city_front_is_a_question_since_the_reform(criterion: str, day: date, duty: str) -> None:
    found, question = edition(day).duty(criterion, "city", "city_form")
    assert found == duty
    assert bool(question) == (duty == "open")


def test_surfaces_depend_on_hosting() -> None:
    assert edition(TODAY).duty(TC3, "city", "portal_form") == ("none", "")
    assert edition(TODAY).duty(TC3, "portal", "portal_form")[0] == "required"


def test_and_and_or_of_the_wording_are_kept() -> None:
    combine = {item.criterion.rsplit(".", 1)[-1]: item.combine for item in edition(TODAY).criteria}
    assert combine == {"tc1": "all", "tc2": "all", "tc3": "all", "tc4": "any", "tc5": "all", "RETURN": "any"}


def test_nothing_in_force_is_said_with_a_remedy() -> None:
    with pytest.raises(RulebookError) as caught:
        edition(date(2023, 5, 24))
    assert "24/05/2023" in caught.value.message
    assert caught.value.remedy


def test_two_entries_for_one_criterion_are_refused() -> None:
    book = instruments()[-1]
    twice = book.requirements[0].model_copy(update={"id": "TT01-2023.13.1.again"})
    with pytest.raises(RulebookError, match="cùng có hiệu lực"):
        assemble([book.model_copy(update={"requirements": [*book.requirements, twice]})], TODAY)


def test_every_requirement_names_a_known_predicate_and_says_where_it_comes_from() -> None:
    for book in instruments():
        for item in book.requirements:
            assert item.applies in PREDICATES
            assert item.cite
            assert item.provenance


def test_a_parameter_that_is_not_declared_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        edition(TODAY).param(TC5, "no_such")


def test_raising_needs_an_overlay() -> None:
    assert edition(TODAY).strength("d05", Strength.DERIVED) is Strength.DERIVED


GOOD = """
id: XX-1
version: "1"
instrument: Văn bản thử
title: {vi: Thử, en: Test}
requirements:
  - id: XX-1.a
    criterion: XX
    cite: điều 1
    vi: Thử
    en: Test
    force: {from: 2024-01-01}
    applies: always
    combine: all
    surfaces: []
    strength: MUST
    provenance: [text]
    verified: false
"""


def test_a_good_file_is_read() -> None:
    assert parse(GOOD, "x.yaml", Instrument).requirements[0].id == "XX-1.a"


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("applies: always", "applies: sometimes", "requirements[0]", "sometimes"),
        ("force: {from: 2024-01-01}", "force: {from: soon}", "requirements[0].force.from", "cần ngày"),
        ("{from: 2024-01-01}", "{from: 2024-01-01, to: 2023-01-01}", "requirements[0].force", "ngày kết thúc"),
        ("combine: all", "combine: some", "requirements[0].combine", "some"),
        ("strength: MUST", "strength: MUST\n    colour: red", "requirements[0].colour", "không có trong mô hình"),
        ("    cite: điều 1\n", "", "requirements[0].cite", "thiếu"),
        ("id: XX-1.a", "id: YY-1.a", "", "bắt đầu bằng XX-1."),
        ("verified: false", "verified: {by: ai}", "requirements[0].verified", ""),
        ("criterion: XX", "kind: classification\n    criterion: XX", "requirements[0]", "kind: criterion"),
        (
            "surfaces: []",
            "surfaces: [{surface: city, duty: open}]",
            "requirements[0].surfaces[0]",
            "question",
        ),
        ("id: XX-1\n", "id: XX-1\nid: XX-2\n", "dòng", "hai lần"),
        ("title: {vi", "title: [vi", "dòng", "cú pháp"),
    ],
)
def test_a_bad_file_is_refused_at_the_field(old: str, new: str, field: str, words: str) -> None:
    assert old in GOOD
    with pytest.raises(RulebookError) as caught:
        parse(GOOD.replace(old, new, 1), "x.yaml", Instrument)
    assert caught.value.file == "x.yaml"
    assert caught.value.field.startswith(field)
    assert words in caught.value.message
    assert caught.value.remedy
    assert "x.yaml" in str(caught.value)


def test_a_file_that_is_a_list_is_refused() -> None:
    with pytest.raises(RulebookError, match="nhóm trường"):
        parse("- 1", "x.yaml", Instrument)
