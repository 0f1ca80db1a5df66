"""Whether a requirement applies is decided from the descriptor and held against the portal."""

from __future__ import annotations

from datetime import date

import pytest

from fixtures import services
from fixtures.services.model import Service
from harness.rulebook.applicability import PREDICATES, Circumstances

FEE = services.load("cap-lai-chung-chi-moi-gioi")
FREE = services.load("cap-lai-giay-phep-san-giao-dich")
TODAY = date(2026, 11, 22)


def asked(name: str, service: Service, charges: bool | None = None, on: date = TODAY) -> tuple[bool | None, str]:
    found = PREDICATES[name](Circumstances(service, on, charges, "journal:3"))
    return found.holds, found.code


def without(service: Service, **changes: object) -> Service:
    """The descriptor with every component changed."""
    return service.model_copy(
        update={"components": [component.model_copy(update=changes) for component in service.components]}
    )


def zero(service: Service) -> Service:
    return service.model_copy(update={"fees": [line.model_copy(update={"amount": 0}) for line in service.fees]})


@pytest.mark.parametrize(
    ("name", "service", "charges", "expected"),
    [
        ("always", FREE, None, (True, "")),
        ("has_form", FEE, None, (True, "")),
        ("has_form", without(FEE, form=None), None, (False, "NO_FORM_IN_DECISION")),
        ("requires_signature", FEE, None, (True, "")),
        ("requires_signature", without(FEE, signature_required=False), None, (False, "NO_SIGNATURE_REQUIRED")),
        ("requires_no_signature", without(FEE, signature_required=False), None, (True, "")),
        ("requires_no_signature", FEE, None, (False, "SIGNATURE_REQUIRED")),
        ("has_financial_obligation", FEE, True, (True, "")),
        ("has_financial_obligation", FREE, False, (False, "NO_FINANCIAL_OBLIGATION")),
        ("has_financial_obligation", FREE, None, (False, "NO_FINANCIAL_OBLIGATION")),
        ("has_financial_obligation", FREE, True, (None, "FEE_CONFLICT")),
        ("has_financial_obligation", zero(FEE), False, (False, "ZERO_ON_ONLINE_CHANNEL")),
        ("owes_nothing", FREE, False, (True, "")),
        ("owes_nothing", FEE, True, (False, "HAS_FINANCIAL_OBLIGATION")),
        ("owes_nothing", FREE, True, (None, "FEE_CONFLICT")),
        ("filed_by_deep_link", FEE, None, (True, "")),
        ("filed_by_deep_link", FEE.model_copy(update={"hosting": "portal_form"}), None, (False, "NOT_HOSTED_BY_CITY")),
        ("hands_in_files", FEE, None, (True, "")),
        (
            "hands_in_files",
            FEE.model_copy(update={"components": FEE.components[:1]}),
            None,
            (False, "NO_FILE_COMPONENT"),
        ),
    ],
)
def test_a_predicate_decides_with_a_code(
    name: str, service: Service, charges: bool | None, expected: tuple[bool | None, str]
) -> None:
    assert asked(name, service, charges) == expected


def test_a_fee_counts_only_while_it_is_in_force() -> None:
    assert asked("has_financial_obligation", FEE, on=date(2024, 7, 31)) == (False, "ZERO_ON_ONLINE_CHANNEL")


def test_the_evidence_names_the_decision() -> None:
    found = PREDICATES["has_financial_obligation"](Circumstances(FREE, TODAY, False, "journal:3"))
    assert "998/QĐ-UBND" in found.evidence
    assert found.seen_in == "journal:3"
    assert found.reason.startswith("NO_FINANCIAL_OBLIGATION: ")


def test_a_zero_fee_names_its_resolution() -> None:
    found = PREDICATES["has_financial_obligation"](Circumstances(zero(FEE), TODAY, False))
    assert "99/2024/NQ-HĐND" in found.evidence
