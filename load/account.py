"""The books compared: what applicants were told, what the portal and the payment platform hold, what went wrong."""

from __future__ import annotations

from collections.abc import Iterable

from load.books import Line
from load.evidence import Order
from load.rows import Case, Row, row
from load.words import money, number, operation


def lost(case: Case) -> Row:
    """Every dossier that was acknowledged is in the system: at the portal, or found by its code."""
    codes, there = case.books.codes, case.evidence
    missing = [code for code in codes if code not in there.dossiers and not there.tracked.get(code)]
    return row(
        "lost",
        "Mọi hồ sơ đã báo nhận đều có trong hệ thống",
        bad=missing,
        expected=f"{number(len(codes))} hồ sơ",
        received=f"{number(len(codes) - len(missing))} hồ sơ, {number(len(missing))} hồ sơ mất",
    )


def doubled(case: Case) -> Row:
    """One draft makes one dossier, however often it is sent."""
    books = case.books
    twice = [f"bản nháp {draft} → {', '.join(codes)}" for draft, codes in books.acknowledged.items() if len(codes) > 1]
    extra = _extra(case)
    return row(
        "doubled",
        "Mỗi bản nháp chỉ thành một hồ sơ, kể cả khi gửi hai lần",
        bad=[*twice, *extra],
        expected=f"{number(len(books.acknowledged))} bản nháp đã nộp → {number(len(books.acknowledged))} hồ sơ",
        received=f"{number(len(set(books.codes) | set(case.evidence.dossiers)))} hồ sơ",
    )


def _extra(case: Case) -> list[str]:
    """Owners with more dossiers at the portal than they were told of, answers that never came set aside."""
    told = set(case.books.codes)
    spare = case.books.in_doubt
    found = []
    for code, owner in case.evidence.dossiers.items():
        if code in told:
            continue
        if spare[owner] > 0:
            spare[owner] -= 1
        else:
            found.append(f"hồ sơ {code} của {owner} không ai được báo nhận")
    return found


def synced(case: Case) -> Row:
    """The portal knows every dossier once the run is over. How long it may take is nobody's verified limit."""
    codes = case.books.codes
    behind = [code for code in codes if code not in case.evidence.dossiers and case.evidence.tracked.get(code)]
    return row(
        "synced",
        "Hồ sơ được đồng bộ lên Cổng Dịch vụ công quốc gia",
        bad=behind,
        status="WARNING",
        expected=f"{number(len(codes))} hồ sơ",
        received=f"{number(len(codes) - len(behind))} hồ sơ, {number(case.evidence.waited, 1)} giây sau khi hết tải",
    )


def payments(case: Case) -> list[Row]:
    """What was paid is booked once, for the right amount, and the service knows it."""
    if not case.plan.fee:
        title = "Thanh toán khớp với sổ của nền tảng thanh toán"
        return [Row("paid", title, "NOT_APPLICABLE", "", "Thủ tục không thu phí, lệ phí qua kênh trực tuyến.")]
    return [_paid(case), _charged(case)]


def _paid(case: Case) -> Row:
    paid = [order for order in case.evidence.orders if order.paid]
    known = {line["reference"] for line in case.books.paid if line["seen"]}
    told = {line["reference"] for line in case.books.paid}
    forgotten = [_named(order) for order in paid if order.reference in told and order.reference not in known]
    ledger = {order.reference for order in paid}
    invented = [f"đơn {one}: hệ thống báo đã nộp, sổ không có" for one in sorted(known - ledger)]
    return row(
        "paid",
        "Hệ thống ghi nhận mọi khoản mà nền tảng thanh toán đã thu",
        bad=[*forgotten, *invented],
        expected=f"{number(len(paid))} khoản đã thu",
        received=f"{number(len(known))} khoản được ghi nhận",
    )


def _charged(case: Case) -> Row:
    paid = [order for order in case.evidence.orders if order.paid]
    by_dossier: dict[str, list[Order]] = {}
    for order in paid:
        by_dossier.setdefault(order.dossier, []).append(order)
    twice = [f"hồ sơ {code} bị thu {len(some)} lần" for code, some in by_dossier.items() if len(some) > 1]
    wrong = [_named(order) for order in paid if order.amount != case.plan.fee]
    strange = [_named(order) for order in paid if order.dossier not in set(case.books.codes)]
    return row(
        "charged",
        "Mỗi hồ sơ chỉ bị thu một lần, đúng số tiền",
        bad=[*twice, *wrong, *strange],
        expected=f"{number(len(by_dossier))} hồ sơ × {money(case.plan.fee)}",
        received=f"{number(len(paid))} khoản, tổng {money(sum(order.amount for order in paid))}",
    )


def _named(order: Order) -> str:
    return f"đơn {order.reference} của hồ sơ {order.dossier}: {money(order.amount)}"


def broken(case: Case) -> Row:
    """No request without an answer, none answered with HTTP 5xx or with something unreadable."""
    requests, failures = sum(one.requests for one in case.figures), sum(one.failures for one in case.figures)
    lines = [line for line in case.books.failures if line["outcome"] == "broken"]
    noted = {line["visit"] for line in case.books.failures}
    stopped = [line for line in case.books.ended if line["status"] == "failed" and line["visit"] not in noted]
    cases = [*told(lines), *(f"lượt {line['visit']}: {line['why']}" for line in stopped)]
    return row(
        "broken",
        "Không có yêu cầu nào bị lỗi máy chủ hoặc không có câu trả lời",
        bad=cases or [f"{number(failures)} yêu cầu lỗi trong số liệu của máy phát tải"][: bool(failures)],
        expected="0 lỗi",
        received=f"{number(max(failures, len(cases)))} lỗi trong {number(requests)} yêu cầu",
    )


def refused(case: Case) -> Row:
    """Nothing that a correct applicant asks for is refused under load."""
    lines = [line for line in case.books.failures if line["outcome"] == "refused"]
    return row(
        "refused",
        "Không có thao tác đúng nào bị từ chối",
        bad=told(lines),
        expected="0 lần từ chối",
        received=f"{number(len(lines))} lần từ chối",
    )


def told(lines: Iterable[Line]) -> list[str]:
    """What was noted when something wasn't done, one text each."""
    return [f"lượt {line['visit']}, {operation(line['operation'])}: {line['why']}" for line in lines]


def standing(case: Case) -> list[Row]:
    """The service was still there at the end."""
    if not case.trouble:
        return []
    title = "Hệ thống đứng vững đến hết bài tải"
    return [Row("standing", title, "FAIL", "còn chạy", "đã dừng giữa chừng", "service", (case.trouble,))]
