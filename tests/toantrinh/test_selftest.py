"""The kill matrix over real processes: a sample in ``make test``, everything in ``make test-all``."""

from __future__ import annotations

import pytest

from toantrinh import defects, kill

CITIZEN, ENTERPRISE = "cap-lai-chung-chi-moi-gioi", "cap-lai-giay-phep-san-giao-dich"
SAMPLE = ("D-a7", "D-b1", "D-c4", "D-d2", "D-e3", "D-ret1")
"""One defect per criterion."""


def matrix(plan: list[kill.Job]) -> kill.Matrix:
    return kill.run(plan, 2, lambda done, of, what: None)


def test_the_sample_has_a_defect_of_every_criterion() -> None:
    listed = {defect.id: defect.criterion for defect in defects.catalogue()}
    article13 = {criterion for criterion in listed.values() if criterion != "PROPERTY"}
    assert {listed[ident] for ident in SAMPLE} == article13


def test_every_criterion_has_two_defects_or_more() -> None:
    criteria = [defect.criterion for defect in defects.catalogue() if defect.criterion != "PROPERTY"]
    assert len(criteria) >= 14
    assert all(criteria.count(criterion) >= 2 for criterion in set(criteria))


@pytest.mark.slow
def test_sampled_defects_are_caught_and_the_conforming_city_is_not_accused() -> None:
    found = matrix([*kill.plan([CITIZEN], SAMPLE), (ENTERPRISE, "")])
    assert [row for row in found.clean if row.non_pass] == []
    assert [row for row in found.defects if not row.caught] == []
    assert len(found.defects) == len(SAMPLE)


@pytest.mark.slow
@pytest.mark.full
def test_every_defect_is_caught_in_every_service_it_applies_to() -> None:
    found = matrix(kill.plan([], []))
    assert [row for row in found.clean if row.non_pass] == []
    assert [row for row in found.defects if not row.caught] == []
