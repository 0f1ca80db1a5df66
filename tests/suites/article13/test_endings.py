"""How the whole suite ends on unusual recordings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from victims import FEE, FREE
from victims.tc1 import gone

from harness.checks import Check
from harness.doctor import Doctor
from harness.evaluation import evaluate, row_of
from harness.facts import Facts
from harness.judge import day_of
from harness.judging import document
from harness.recording import Recording
from harness.rulebook import edition
from harness.verdicts import Outcome

Golden = Callable[[str], Recording]
Checks = dict[str, Check]


def judged(recording: Recording, checks: Checks, as_of: date | None = None) -> dict[str, Outcome]:
    chosen = edition(as_of or day_of(recording))
    facts = Facts(recording, chosen)
    return {ident: evaluate(check, recording, chosen, facts) for ident, check in checks.items()}


def concluded(recording: Recording, checks: Checks, as_of: date | None = None) -> dict[str, object]:
    facts = Facts(recording, edition(as_of or day_of(recording)))
    rows = [row_of(check, evaluate(check, recording, facts.edition, facts), facts) for check in checks.values()]
    return document(facts, rows)


def spoke(outcomes: dict[str, Outcome], *statuses: str) -> dict[str, str]:
    return {ident: found.reason for ident, found in outcomes.items() if found.status in statuses}


@pytest.mark.parametrize("service", [FEE, FREE])
@pytest.mark.parametrize("share", [0.0, 0.02, 0.05, 0.08, 0.1, 0.12, 0.15, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_drive_cut_short_never_blames_the_service(service: str, share: float, golden: Golden, checks: Checks) -> None:
    doctor = Doctor(golden(service))
    del doctor.events[int(len(doctor.events) * share) :]
    outcomes = judged(doctor.recording(), checks)
    assert spoke(outcomes, "FAIL", "ERROR") == {}
    assert spoke(outcomes, "BLOCKED")


def test_a_retired_front_is_a_question_and_never_fails(golden: Golden, checks: Checks) -> None:
    doctor = Doctor(golden(FEE))
    retire(doctor)
    outcomes = judged(doctor.recording(), checks)
    assert spoke(outcomes, "FAIL", "ERROR", "BLOCKED", "INCONCLUSIVE") == {}
    assert {"a02", "a04", "b02", "b03"} <= set(spoke(outcomes, "REVIEW"))
    found = concluded(doctor.recording(), checks)
    assert (found["class"], found["exit_code"]) == ("UNDETERMINED", 4)


def test_before_the_reform_a_missing_front_fails(golden: Golden, checks: Checks) -> None:
    doctor = Doctor(golden(FEE))
    retire(doctor)
    failed = spoke(judged(doctor.recording(), checks, date(2025, 6, 30)), "FAIL")
    assert {"a02", "a04", "b02", "b03"} <= set(failed)


def retire(doctor: Doctor) -> None:
    """The city has no pages for citizens any more; the portal's link still leads to its form."""
    gone(doctor)
    for step in doctor.all("step", journey="main"):
        if step["operation"] in ("list_forms", "search_procedures"):
            doctor.withhold(step["id"], "hệ thống không còn trang cho người dân")
    doctor.drop(lambda event: event.get("operation") == "download_form")


def test_a_city_that_offers_nothing_but_information(golden: Golden, checks: Checks) -> None:
    doctor = Doctor(golden(FEE))
    for step in doctor.all("step"):
        if step["operation"] == "open_form":
            doctor.refuse(step["id"], "Nộp hồ sơ tại Bộ phận Một cửa")
    doctor.drop(lambda event: event["kind"] == "step" and event["operation"] == "submit")
    found = concluded(doctor.recording(), checks)
    assert found["class"] == "CHI_THONG_TIN"
    assert "khoản 3 Điều 13" in str(found["class_reason"])


def test_a_service_approved_as_partial_may_be_partial(golden: Golden, checks: Checks) -> None:
    doctor = Doctor(golden(FEE))
    doctor.run["descriptor"]["approved_level"] = "mot_phan"
    doctor.result("main.read_procedure")["level"] = "mot_phan"
    doctor.result("main.open_form")["slots"][-1]["paper_required"] = True
    found = concluded(doctor.recording(), checks)
    assert (found["class"], found["exit_code"]) == ("MOT_PHAN", 0)


@pytest.mark.parametrize(
    ("as_of", "requirement", "class_"),
    [(date(2026, 6, 30), "ND42-2022.11.1.a", "MOT_PHAN"), (date(2026, 7, 1), "CITY-2026.return", "TOAN_TRINH")],
)
def test_the_result_costs_the_class_while_the_decree_is_in_force(
    as_of: date, requirement: str, class_: str, golden: Golden, checks: Checks
) -> None:
    doctor = Doctor(golden(FEE))
    doctor.result("main.open_form")["delivery"] = ["counter"]
    found = concluded(doctor.recording(), checks, as_of)
    rows = found["criteria"]
    assert isinstance(rows, list)
    assert (rows[-1]["requirement"], rows[-1]["status"]) == (requirement, "FAIL")
    assert (found["class"], found["exit_code"]) == (class_, 1)


@pytest.mark.parametrize("as_of", [date(2025, 6, 30), date(2026, 6, 30), date(2026, 11, 22), date(2027, 1, 1)])
@pytest.mark.parametrize("service", [FEE, FREE])
def test_the_golden_recording_stays_judgeable_under_every_edition(
    service: str, as_of: date, golden: Golden, checks: Checks
) -> None:
    found = concluded(golden(service), checks, as_of)
    assert (found["class"], found["exit_code"], found["as_of"]) == ("TOAN_TRINH", 0, as_of.isoformat())
