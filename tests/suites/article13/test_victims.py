"""No check without its victim: each fails on some doctored recording and stays silent on another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from victims import CASES, FEE, FREE, Case

from harness.checks import Check
from harness.doctor import Doctor
from harness.evaluation import evaluate
from harness.judge import day_of
from harness.recording import Recording
from harness.rulebook import edition

Golden = Callable[[str], Recording]
QUIET = ("PASS", "NOT_APPLICABLE")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.check}-{case.name}")
def test_check_ends_as_it_must(case: Case, golden: Golden, checks: dict[str, Check]) -> None:
    doctor = Doctor(golden(case.service))
    case.change(doctor)
    made = doctor.recording()
    outcome = evaluate(checks[case.check], made, edition(case.as_of or day_of(made)))
    told = f"{outcome.reason} | {outcome.expected} | {outcome.received}"
    assert outcome.status == case.status, told
    assert case.says in told
    if outcome.status == "FAIL":
        assert outcome.seen_in
        assert outcome.blame in ("service", "mock")


@pytest.mark.parametrize("service", [FEE, FREE])
def test_every_check_is_quiet_on_the_golden_recording(service: str, golden: Golden, checks: dict[str, Check]) -> None:
    recording = golden(service)
    chosen = edition(day_of(recording))
    spoke = {ident: evaluate(check, recording, chosen) for ident, check in checks.items()}
    assert {ident: outcome for ident, outcome in spoke.items() if outcome.status not in QUIET} == {}


def test_every_check_has_a_victim_and_a_silence(checks: dict[str, Check]) -> None:
    killed = {case.check for case in CASES if case.status == "FAIL"}
    spared = {case.check for case in CASES if case.status in QUIET}
    assert sorted(checks) == sorted(killed)
    assert sorted(checks) == sorted(spared)


def test_the_suite_is_as_large_as_it_must_be(checks: dict[str, Check]) -> None:
    counted = [check for check in checks.values() if not check.portal_side]
    assert len(counted) >= 36
    by_criterion = {check.verifies for check in counted if check.strength == "MUST"}
    assert len(by_criterion) == 6
