"""Each check of the profile: what it fails on, what it stays silent on, and when it can't conclude."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from schemathesis.failure_codes import FAILURE_CLASSES

from fixtures import services
from harness.checks import PROFILE, Check, check_of
from harness.evaluation import evaluate, row_of
from harness.facts import Facts
from harness.judging import document
from harness.recording import Recording
from harness.rulebook import edition
from harness.verdicts import Outcome, Status
from suites.property import checks as suite
from suites.property.words import TITLES

TODAY = edition(date(2026, 11, 22))
CHECKS: dict[str, Check] = {found.id: found for value in vars(suite).values() if (found := check_of(value))}
FAILURES = {"p01": "ST101", "p02": "ST108", "p03": "ST201", "p04": "ST401", "p05": "ST901"}


def event(*codes: str, **change: Any) -> dict[str, Any]:
    failures = [
        {"operation": f"GET /{number}", "code": code, "title": "Title", "message": "", "reproduce": "curl"}
        for number, code in enumerate(codes)
    ]
    whole = {"complete": True, "operations": {"total": 5, "tested": 5, "errored": 0}, "errors": []}
    return {"kind": "property", "failures": failures, "reached": ["GET /0"], "signed_in": ["GET /0"], **whole, **change}


def recording(*events: dict[str, Any]) -> Recording:
    described = services.dump(services.load("cap-lai-chung-chi-moi-gioi"))
    run = {"descriptor": described, "as_of": "2026-11-22", "modes": {"portal": "simulator"}}
    return Recording(Path("nowhere"), run, list(events), True)


def ended(ident: str, *events: dict[str, Any]) -> Outcome:
    return evaluate(CHECKS[ident], recording(*events), TODAY)


def test_the_profile_is_apart_from_article_13() -> None:
    assert sorted(CHECKS) == sorted(FAILURES)
    assert {check.strength for check in CHECKS.values()} == {PROFILE}
    assert {check.verifies for check in CHECKS.values()} == {"PROPERTY"}
    assert TODAY.criterion("PROPERTY") is None


@pytest.mark.parametrize("ident", FAILURES)
def test_a_clean_run_passes(ident: str) -> None:
    assert ended(ident, event()) == Outcome(Status.PASS, seen_in="property")


@pytest.mark.parametrize(("ident", "code"), FAILURES.items())
def test_a_finding_fails_its_own_check_only(ident: str, code: str) -> None:
    outcome = ended(ident, event("ST999x", code) if ident != "p05" else event(code))
    assert outcome.status is Status.FAIL
    assert outcome.blame == "service"
    assert outcome.seen_in == ("property:1" if ident == "p05" else "property:2")
    others = [other for other in FAILURES if other != ident]
    assert {ended(other, event(code)).status for other in others} == {Status.PASS}


def test_every_finding_is_told_in_vietnamese_with_its_operation() -> None:
    outcome = ended("p02", event("ST103", "ST108"))
    assert outcome.received == f"GET /0: {TITLES['ST103']}; GET /1: {TITLES['ST108']}"
    assert outcome.expected == "không thao tác nào"


def test_without_a_sign_in_that_worked_nothing_is_known_of_sign_in() -> None:
    assert ended("p04", event(signed_in=[])).status is Status.INCONCLUSIVE


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"errors": ["Schema error"]}, Status.INCONCLUSIVE),
        ({"operations": {"total": 5, "tested": 4, "errored": 1}}, Status.FAIL),
    ],
)
def test_an_operation_that_could_not_be_tried_is_not_passed_over(change: dict[str, Any], status: Status) -> None:
    assert ended("p05", event(**change)).status is status


@pytest.mark.parametrize("ident", FAILURES)
@pytest.mark.parametrize("events", [(), (event(complete=False),)])
def test_a_run_that_is_missing_or_broke_off_blocks(ident: str, events: tuple[dict[str, Any], ...]) -> None:
    assert ended(ident, *events).status is Status.BLOCKED


def test_nothing_tested_is_nothing_proved() -> None:
    nothing = event(operations={"total": 0, "tested": 0, "errored": 0})
    assert ended("p01", nothing).status is Status.FAIL


def test_every_code_of_the_tool_belongs_to_one_check_and_has_its_words() -> None:
    groups = (suite.CRASHES, suite.SHAPES, suite.LENIENCE, suite.SIGN_IN)
    known = {code for group in groups for code in group}
    assert sum(map(len, groups)) == len(known)
    real = {found.code for found in FAILURE_CLASSES}
    assert known <= real
    assert set(TITLES) <= known
    assert {code for code in known if "GraphQL" not in _name(code)} - {"ST107"} <= set(TITLES)


def _name(code: str) -> str:
    return next(found.__name__ for found in FAILURE_CLASSES if found.code == code)


def rows(*codes: str) -> list[Any]:
    made = recording(event(*codes))
    facts = Facts(made, TODAY)
    return [row_of(check, evaluate(check, made, TODAY, facts), facts) for check in CHECKS.values()]


def test_a_profile_has_its_own_section_and_leaves_class_and_criteria_alone() -> None:
    facts = Facts(recording(event("ST101")), TODAY)
    told = document(facts, rows("ST101"))
    assert [(one["id"], one["status"]) for one in told["profiles"]] == [("PROPERTY", "FAIL")]
    assert [check["id"] for check in told["profiles"][0]["checks"]] == sorted(CHECKS)
    assert (told["criteria"], told["class"], told["exit_code"]) == ([], "UNDETERMINED", 1)


def test_a_clean_profile_costs_nothing() -> None:
    told = document(Facts(recording(event()), TODAY), rows())
    assert (told["profiles"][0]["status"], told["exit_code"]) == ("PASS", 0)
