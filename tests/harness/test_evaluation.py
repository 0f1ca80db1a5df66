"""One check over one recording: every way it can end."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fixtures import services
from harness.checks import DERIVED, GOOD, MUST, Check, blocked, check, check_of, expect, not_applicable, review
from harness.evaluation import evaluate, grade_of, plain, row_of
from harness.facts import FactMissing, Facts, UnknownFact
from harness.recording import Recording
from harness.rulebook import edition
from harness.verdicts import Grade, Outcome, Status

TC4 = "TT01-2023.13.1.tc4"
TODAY = edition(date(2026, 11, 22))


def recording(*events: dict[str, Any], service: str = "cap-lai-chung-chi-moi-gioi", **run: Any) -> Recording:
    described = {"descriptor": services.dump(services.load(service)), "as_of": "2026-11-22"}
    started = {"kind": "journey_started", "journey": "main"}
    ended = {"kind": "journey_ended", "journey": "main", "status": "complete", "reason": ""}
    modes = {"modes": {"payment": "simulator", "portal": "simulator"}}
    return Recording(Path("nowhere"), {**described, **modes, **run}, [started, *events, ended], True)


def made(function: Callable[..., None], **options: Any) -> Check:
    given = {"verifies": TC4, "strength": MUST, "clause": "điều 1", "vi": "Thử", **options}
    found = check_of(check("x01", **given)(function))
    assert found is not None
    return found


def ended(function: Callable[..., None], *events: dict[str, Any], **options: Any) -> Outcome:
    return evaluate(made(function, **options), recording(*events), TODAY)


def holds() -> None:
    """It holds."""
    expect(1, seen_in="x1").equals(1)
    expect(2, seen_in="x2").equals(2)
    expect(3, seen_in="x1").equals(3)


def misses() -> None:
    """It misses."""
    expect(200, seen_in="x1", what="Số tiền").equals(200_000)


def warns() -> None:
    """It warns."""
    expect(5, warning=True).at_most(3)


def is_blocked() -> None:
    """It is blocked."""
    blocked("thiếu tài khoản", seen_in="x9")


def asks() -> None:
    """It asks."""
    review("đọc ghi chú")


def exempts() -> None:
    """It doesn't apply."""
    not_applicable("NO_SUCH_THING", "không có")


def lacks() -> None:
    """A fact is missing."""
    raise FactMissing("không có bước", seen_in="main.submit")


def contradicts() -> None:
    """Facts contradict each other."""
    raise FactMissing("hai giá trị", contradictory=True)


def breaks() -> None:
    """It breaks."""
    raise ZeroDivisionError("division by zero")


def dials() -> None:
    """It dials out."""
    socket.create_connection(("127.0.0.1", 9))


def swallows() -> None:
    """It asks for a fact that doesn't exist."""


@pytest.mark.parametrize(
    ("function", "status", "blame"),
    [
        (holds, Status.PASS, ""),
        (misses, Status.FAIL, "service"),
        (warns, Status.WARNING, "service"),
        (is_blocked, Status.BLOCKED, "configuration"),
        (asks, Status.REVIEW, ""),
        (exempts, Status.NOT_APPLICABLE, ""),
        (lacks, Status.BLOCKED, "configuration"),
        (contradicts, Status.INCONCLUSIVE, "configuration"),
        (breaks, Status.ERROR, "check"),
        (dials, Status.ERROR, "check"),
    ],
)
def test_a_check_ends_in_one_way(function: Callable[..., None], status: Status, blame: str) -> None:
    outcome = ended(function)
    assert (outcome.status, outcome.blame) == (status, blame)


def test_a_pass_says_where_it_looked() -> None:
    outcome = ended(holds)
    assert (outcome.seen_in, outcome.evidence) == ("x1", ("x2",))


def test_a_failure_says_expected_received_and_where() -> None:
    outcome = ended(misses)
    assert (outcome.expected, outcome.received, outcome.seen_in, outcome.reason) == (200_000, 200, "x1", "Số tiền")


def test_a_good_practice_that_is_missed_is_a_warning() -> None:
    assert ended(misses, strength=GOOD).status is Status.WARNING
    assert ended(misses, strength=DERIVED).status is Status.FAIL


def test_sockets_are_open_again_after_the_check() -> None:
    ended(dials)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))


def test_a_journey_that_was_not_driven_blocks() -> None:
    note = {"kind": "note", "journey": "refuse", "level": "info", "text": "Hành trình refuse không được chạy. Vì thế."}
    outcome = ended(holds, note, journeys=["main", "refuse"])
    assert outcome.status is Status.BLOCKED
    assert "Vì thế" in outcome.reason


def test_a_check_that_does_not_apply_is_not_run() -> None:
    outcome = ended(breaks, applies="owes_nothing")
    assert outcome.status is Status.NOT_APPLICABLE
    assert outcome.reason.startswith("HAS_FINANCIAL_OBLIGATION")


def test_a_criterion_without_law_in_force_does_not_apply() -> None:
    early = edition(date(2023, 6, 1))
    assert evaluate(made(misses, verifies="RETURN"), recording(), early).status is Status.FAIL
    gone = early.__class__(early.as_of, early.version, early.books, early.requirements[:-1])
    outcome = evaluate(made(misses, verifies="RETURN"), recording(), gone)
    assert outcome.status is Status.NOT_APPLICABLE
    assert outcome.reason.startswith("NOT_IN_FORCE")


def test_an_unknown_fact_is_our_mistake() -> None:
    def wants(client: object) -> None:
        """It wants a client."""

    outcome = evaluate(made(wants), recording(), TODAY)
    assert outcome.status is Status.ERROR
    assert UnknownFact.__name__ in outcome.reason


def test_the_grade_is_the_weakest_ground() -> None:
    def looks(payment: object, filing: object) -> None:
        """It looks."""

    facts = Facts(recording(modes={"payment": "sandbox", "identity": "production-read-only"}), TODAY)
    assert grade_of(made(looks), facts) is Grade.SANDBOX
    assert grade_of(made(holds), facts) is Grade.DIRECT


def test_what_the_simulator_gives_is_blamed_on_the_mock() -> None:
    def looks(catalogue: object) -> None:
        """It looks at the portal."""
        expect(catalogue).equals(2)

    declared = made(looks, portal_side=True)
    outcome = evaluate(declared, recording(), TODAY)
    assert outcome.blame == "mock"
    assert row_of(declared, outcome, Facts(recording(), TODAY)).grade is Grade.GIVEN
    real = Facts(recording(modes={"portal": "production-read-only"}), TODAY)
    assert row_of(declared, outcome, real).grade is Grade.PRODUCTION


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, True),
        (None, None),
        ("x" * 700, "x" * 600 + "…"),
        (date(2026, 1, 2), "2026-01-02"),
        ({"b", "a"}, ["a", "b"]),
        (list(range(30)), list(range(20))),
        (b"raw", "b'raw'"),
    ],
)
def test_values_become_plain(value: object, expected: object) -> None:
    assert plain(value) == expected
