"""The self-test's arithmetic: what counts as caught, and what makes the matrix unsound."""

from __future__ import annotations

from fixtures.reference_city.defects.catalogue import Defect
from toantrinh.kill import Clean, Kill, Matrix, _kill, _matrix, plan

DEFECT = Defect("D-d2", "TT01-2023.13.1.tc4", "d03", "sai số tiền", "wrong amount", "…", ())


def verdicts(**statuses: str) -> dict[str, object]:
    return {"criteria": [{"checks": [{"id": ident, "status": status} for ident, status in statuses.items()]}]}


def test_a_defect_is_caught_by_its_expected_check() -> None:
    kill = _kill(DEFECT, "s", verdicts(d03="FAIL", d04="PASS"))
    assert kill.caught
    assert kill.caught_by == ["d03"]


def test_another_check_failing_does_not_count_as_caught() -> None:
    assert not _kill(DEFECT, "s", verdicts(d03="PASS", d04="FAIL")).caught


def test_a_blocked_check_has_not_caught_anything() -> None:
    assert not _kill(DEFECT, "s", verdicts(d03="BLOCKED")).caught


def test_one_survivor_or_one_false_alarm_makes_the_matrix_unsound() -> None:
    good = Kill("D-d2", "tc4", "s", "d03", ["d03"], True)
    assert Matrix([Clean("s", [])], [good]).sound
    assert not Matrix([Clean("s", ["a02"])], [good]).sound
    assert not Matrix([Clean("s", [])], [Kill("D-d2", "tc4", "s", "d03", [], False)]).sound


def test_faults_of_the_interface_are_run_only_when_named() -> None:
    services = ["cap-lai-chung-chi-moi-gioi"]
    idents = [ident for _, ident in plan(services, [])]
    assert "D-d2" in idents
    assert not [ident for ident in idents if ident.startswith("D-p")]
    assert plan(services, ["D-p1"]) == [(services[0], "PROPERTY"), (services[0], "D-p1")]
    assert plan(services, ["D-d2"]) == [(services[0], ""), (services[0], "D-d2")]


def test_the_clean_run_counts_its_interface_too() -> None:
    beside = {"criteria": [], "profiles": [{"checks": [{"id": "p02", "status": "FAIL"}]}]}
    matrix = _matrix([("s", "PROPERTY")], {("s", "PROPERTY"): beside})
    assert matrix.clean == [Clean("s", ["p02"])]
    assert not matrix.defects


def test_a_check_beside_the_criteria_can_catch_a_defect() -> None:
    defect = Defect("D-p1", "PROPERTY", "p01", "sập", "crash", "…", ())
    beside = {"criteria": [], "profiles": [{"checks": [{"id": "p01", "status": "FAIL"}]}]}
    assert _kill(defect, "s", beside).caught
