from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from load.evidence import Evidence, Order, Service
from load.latency import Figures
from load.profiles import Limit
from load.verdict import Row, Verdict, judge

FEE = 200_000


def failed(visit=1, outcome="broken", operation="submit", why="HTTP 500"):
    return {"kind": "failed", "visit": visit, "operation": operation, "outcome": outcome, "why": why}


def with_limits(case, **fields):
    limit = Limit(**{"id": "l", "measure": "slowest", "value": 100, "source": "nguồn", **fields})
    return replace(case, plan=replace(case.plan, profile=case.plan.profile.model_copy(update={"limits": [limit]})))


def test_books_that_agree_pass(case):
    verdict = judge(case)
    assert {row.id: row.status for row in verdict.rows if row.status != "PASS"} == {}
    assert (verdict.status, verdict.exit_code) == ("PASS", 0)


def test_a_lost_dossier_fails(case, row_of):
    del case.evidence.dossiers["H2"]
    row = row_of(case, "lost")
    assert (row.status, row.details, row.blame) == ("FAIL", ("H2",), "service")
    assert judge(case).exit_code == 1


def test_a_dossier_that_only_the_portal_lacks_is_not_lost(case, row_of):
    del case.evidence.dossiers["H2"]
    case.evidence.tracked = {"H2": True}
    assert row_of(case, "lost").status == "PASS"
    assert row_of(case, "synced").status == "WARNING"
    assert judge(case).exit_code == 0


def test_a_dossier_nobody_finds_is_lost(case, row_of):
    del case.evidence.dossiers["H2"]
    case.evidence.tracked = {"H2": False}
    assert row_of(case, "lost").status == "FAIL"


def test_two_codes_for_one_draft_are_doubled(case, told, row_of):
    case.evidence.dossiers["H9"] = "P2"
    case = replace(case, books=told({"kind": "acknowledged", "visit": 2, "draft": "d2", "code": "H9"}))
    row = row_of(case, "doubled")
    assert row.status == "FAIL"
    assert "H2, H9" in row.details[0]


def test_a_dossier_nobody_was_told_of_is_doubled(case, row_of):
    case.evidence.dossiers["H9"] = "P2"
    row = row_of(case, "doubled")
    assert row.status == "FAIL"
    assert "H9" in row.details[0]


def test_an_answer_that_never_came_may_have_made_one_dossier_but_not_two(case, told, row_of):
    books = told({"kind": "sent", "visit": 3, "draft": "d3", "person": "P2"})
    case.evidence.dossiers["H8"] = "P2"
    assert row_of(replace(case, books=books), "doubled").status == "PASS"
    case.evidence.dossiers["H9"] = "P2"
    assert row_of(replace(case, books=books), "doubled").status == "FAIL"


def test_money_the_service_does_not_know_of_fails(case, told, row_of):
    unseen = {"kind": "paid", "visit": 1, "code": "H1", "reference": "R1", "seen": False}
    seen = {"kind": "paid", "visit": 2, "code": "H2", "reference": "R2", "seen": True}
    row = row_of(replace(case, books=told(unseen, seen, leave_out=["paid"])), "paid")
    assert row.status == "FAIL"
    assert "R1" in row.details[0]


def test_money_that_was_never_taken_fails(case, row_of):
    case.evidence.orders[0] = Order("R1", "H1", FEE, False)
    assert "sổ không có" in row_of(case, "paid").details[0]


def test_an_order_still_on_its_way_is_not_held_against_the_service(case, told, row_of):
    books = told(leave_out=["paid"])
    assert row_of(replace(case, books=books), "paid").status == "PASS"


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (Order("R3", "H1", FEE, True), "thu 2 lần"),
        (Order("R3", "H3", FEE, True), "H3"),
    ],
)
def test_a_charge_too_many_fails(case, row_of, order, words):
    case.evidence.orders.append(order)
    row = row_of(case, "charged")
    assert row.status == "FAIL"
    assert words in row.details[0]


def test_a_wrong_amount_fails(case, row_of):
    case.evidence.orders[0] = Order("R1", "H1", 200, True)
    assert "200 đ" in row_of(case, "charged").details[0]


def test_a_free_procedure_has_no_payments_to_compare(case, row_of):
    case = replace(case, plan=replace(case.plan, fee=0))
    assert row_of(case, "paid").status == "NOT_APPLICABLE"
    assert judge(case).status == "PASS"


def test_breakdowns_fail(case, told, row_of):
    case = replace(case, books=told(failed()))
    assert row_of(case, "broken").status == "FAIL"
    assert "lượt 1" in row_of(case, "broken").details[0]


def test_failed_requests_fail_even_when_nobody_noted_them(case, row_of):
    case = replace(case, figures=[replace(case.figures[0], failures=2)])
    assert row_of(case, "broken").status == "FAIL"


def test_a_visit_that_stopped_for_no_noted_reason_fails(case, told, row_of):
    ended = {"kind": "ended", "visit": 5, "status": "failed", "why": "không ký được"}
    assert "không ký được" in row_of(replace(case, books=told(ended)), "broken").details[0]


def test_refusals_fail(case, told, row_of):
    case = replace(case, books=told(failed(outcome="refused", why="429")))
    assert row_of(case, "refused").status == "FAIL"
    assert row_of(case, "broken").status == "PASS"


def test_a_service_that_died_fails(case):
    rows = judge(replace(case, trouble="đã dừng (mã thoát 1)")).rows
    assert [row.status for row in rows if row.id == "standing"] == ["FAIL"]


def test_slow_only_warns_while_the_limit_is_unverified(case, row_of):
    case = with_limits(case, verified=False)
    row = row_of(case, "limit.l")
    assert (row.status, row.details) == ("WARNING", ("Nộp hồ sơ: 400 ms",))
    assert "chưa được xác minh" in row.title
    assert judge(case).exit_code == 0


def test_slow_fails_once_the_limit_is_verified(case, row_of):
    assert row_of(with_limits(case, verified=True), "limit.l").status == "FAIL"


@pytest.mark.parametrize(
    ("measure", "value", "status"),
    [("average", 299, "FAIL"), ("average", 300, "PASS"), ("p50", 299, "FAIL"), ("p95", 400, "PASS")],
)
def test_a_limit_is_held_to_its_own_measure(case, row_of, measure, value, status):
    assert row_of(with_limits(case, measure=measure, value=value, verified=True), "limit.l").status == status


def test_the_slowest_operation_decides(case, row_of):
    quick = Figures("track", 100, 0, 100.0, 1.0, Counter({1: 100}))
    case = replace(with_limits(case, verified=True), figures=[quick, *case.figures])
    assert row_of(case, "limit.l").details == ("Nộp hồ sơ: 400 ms",)


def test_a_limit_of_another_time_does_not_count(case):
    case = with_limits(case, verified=True, effective_from=date(2030, 1, 1))
    assert "limit.l" not in [row.id for row in judge(case).rows]


def test_late_arrivals_warn(case, told, row_of):
    late = {"kind": "started", "visit": 3, "late_ms": 5000.0}
    done = {"kind": "ended", "visit": 3, "status": "complete", "why": ""}
    assert row_of(replace(case, books=told(late, done)), "pace").status == "WARNING"


def test_visits_that_never_began_warn(case, row_of):
    case = replace(case, plan=replace(case.plan, visits=case.plan.visits * 2))
    assert "2 lượt không bắt đầu" in row_of(case, "pace").details[0]


def test_visits_that_did_not_end_warn(case, told, row_of):
    assert "chưa xong" in row_of(replace(case, books=told(leave_out=["ended"])), "pace").details[0]


@pytest.mark.parametrize(("cpu", "lag"), [(9.5, 1.0), (1.0, 80.0)])
def test_a_busy_generator_warns(case, told, row_of, cpu, lag):
    own = {"kind": "generator", "cpu_seconds": cpu, "wall_seconds": 10.0, "lag_ms": {"95": lag}}
    row = row_of(replace(case, books=told(own)), "generator")
    assert (row.status, row.blame) == ("WARNING", "generator")


def test_a_generator_that_says_nothing_of_itself_warns(case, told, row_of):
    assert row_of(replace(case, books=told(leave_out=["generator"])), "generator").status == "WARNING"


@pytest.mark.parametrize(("p95", "busy"), [(500.0, 0.1), (1.0, 9.0)])
def test_busy_mocks_warn(case, row_of, p95, busy):
    case.evidence.services[0] = Service("portal", 10, 0, 1.0, p95, p95, busy)
    row = row_of(case, "mocks")
    assert (row.status, row.blame) == ("WARNING", "mock")
    assert judge(case).exit_code == 0


def test_a_saturated_process_of_mocks_warns(case, row_of):
    case.evidence.saturated.append("vòng lặp trễ 60 ms (p95)")
    row = row_of(case, "mocks")
    assert (row.status, row.blame) == ("WARNING", "mock")
    assert row.details == ("tiến trình mô phỏng vòng lặp trễ 60 ms (p95)",)


@pytest.mark.parametrize(
    "line",
    [
        failed(outcome="not_offered", why="không có thao tác này"),
        {"kind": "ended", "visit": 3, "status": "bench", "why": "hệ thống mô phỏng không trả lời"},
    ],
)
def test_trouble_of_the_bench_is_an_error_of_ours(case, told, row_of, line):
    case = replace(case, books=told(line))
    assert row_of(case, "bench").status == "ERROR"
    assert judge(case).exit_code == 3


def test_nothing_run_is_nothing_judged(case, told):
    kinds = ("started", "sent", "acknowledged", "ordered", "paid", "ended")
    nothing = replace(case, books=told(leave_out=kinds), figures=[], evidence=Evidence())
    assert (judge(nothing).status, judge(nothing).exit_code) == ("ERROR", 3)


def test_a_failure_outweighs_trouble_of_the_bench():
    rows = [Row("a", "", "ERROR", "", ""), Row("b", "", "FAIL", "", ""), Row("c", "", "WARNING", "", "")]
    assert Verdict(rows).exit_code == 1
    assert Verdict(rows[:1]).exit_code == 3
    assert Verdict(rows[2:]).exit_code == 0


def test_long_lists_are_cut_and_counted(case, told, row_of):
    row = row_of(replace(case, books=told(*[failed(n) for n in range(50)])), "broken")
    assert len(row.details) == 21
    assert "30 trường hợp nữa" in row.details[-1]
