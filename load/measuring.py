"""Speed against its limits, and whether the measuring itself can be trusted.

A latency over a limit fails only if the limit is verified; an unverified one warns (legal-criteria §4). The other
thresholds are engineering choices of ours and only warn.
"""

from __future__ import annotations

from load.account import told
from load.latency import of_values
from load.profiles import Limit
from load.rows import Case, Row, row
from load.words import MEASURE, SYSTEM, milliseconds, number, operation, percent

BUSY, LAG = 0.8, 50.0
"""The generator's share of a processor core; p95 lateness of its loop, in milliseconds."""
LATE = 1000.0
"""p95 lateness of arrivals, in milliseconds."""
MOCKS_BUSY, MOCKS_SLOW = 0.6, 100.0
"""Part of the time that the mocks were answering; p95 of one system's answers, in milliseconds."""


def limited(limit: Limit, case: Case) -> Row:
    """The operation that is worst by the limit's measure keeps it."""
    measured = sorted(
        ((one.measure(limit.measure), one.operation) for one in case.figures if one.requests), reverse=True
    )
    over = [f"{operation(name)}: {milliseconds(value)}" for value, name in measured if value > limit.milliseconds]
    mark = "" if limit.verified else " (giới hạn chưa được xác minh, chỉ cảnh báo)"
    worst = f"{milliseconds(measured[0][0])} ở thao tác {operation(measured[0][1])}" if measured else "không có số liệu"
    return row(
        f"limit.{limit.id}",
        f"Thời gian trả lời {MEASURE[limit.measure]} của từng thao tác{mark}",
        bad=over,
        status="FAIL" if limit.verified else "WARNING",
        expected=f"không quá {milliseconds(limit.milliseconds)}; nguồn: {limit.source}",
        received=worst,
    )


def pace(case: Case) -> Row:
    """People came when they were due: otherwise the load was lighter than planned and the figures flatter."""
    books, late = case.books, of_values(case.books.late(), 95)
    missed, unfinished = len(case.plan.visits) - len(books.started), len(books.started) - len(books.ended)
    bad = [f"{missed} lượt không bắt đầu được trong thời gian chạy"][: bool(missed)]
    bad += [f"{unfinished} lượt chưa xong khi hết giờ"][: bool(unfinished)]
    bad += ["hệ thống trả lời chậm hơn ước lượng, hoặc cần thêm người cùng lúc (users)"][: late > LATE]
    return row(
        "pace",
        "Người dân đến đúng nhịp đã định",
        bad=bad,
        status="WARNING",
        blame="generator",
        expected=f"{number(len(case.plan.visits))} lượt, muộn không quá {milliseconds(LATE)} (p95)",
        received=f"{number(len(books.started))} lượt, muộn {milliseconds(late)} (p95)",
    )


def generator(case: Case) -> Row:
    """The generator wasn't the bottleneck."""
    title = "Máy phát tải không phải nút thắt"
    own = case.books.generator
    if not own:
        return Row(
            "generator", title, "WARNING", "có số liệu", "máy phát tải không kịp ghi số liệu của mình", "generator"
        )
    share, lag = own["cpu_seconds"] / max(own["wall_seconds"], 0.001), float(own["lag_ms"]["95"])
    return row(
        "generator",
        title,
        bad=["độ trễ đo được có thể là của máy phát tải; giảm tải hoặc chạy trên máy mạnh hơn"][
            : share > BUSY or lag > LAG
        ],
        status="WARNING",
        blame="generator",
        expected=f"dưới {percent(BUSY)} một lõi; vòng lặp trễ không quá {milliseconds(LAG)} (p95)",
        received=f"{percent(share)} một lõi (kể cả ký số); vòng lặp trễ {milliseconds(lag)} (p95)",
    )


def mocks(case: Case) -> Row:
    """The simulated national systems weren't the bottleneck."""
    services = case.evidence.services
    wall = float(case.books.generator.get("wall_seconds", 0.0)) or float(case.plan.profile.duration)
    share, worst = sum(one.busy for one in services) / wall, max((one.p95 for one in services), default=0.0)
    late = [one for one in services if one.p95 > MOCKS_SLOW]
    slow = [f"{SYSTEM.get(one.system, one.system)}: p95 {milliseconds(one.p95)}" for one in late]
    return row(
        "mocks",
        "Hệ thống mô phỏng không phải nút thắt",
        bad=[
            *[f"các hệ thống mô phỏng bận {percent(share)} thời gian"][: share > MOCKS_BUSY],
            *slow,
            *[f"tiến trình mô phỏng {why}" for why in case.evidence.saturated],
        ],
        status="WARNING",
        blame="mock",
        expected=f"bận dưới {percent(MOCKS_BUSY)} thời gian; trả lời không quá {milliseconds(MOCKS_SLOW)} (p95)",
        received=f"bận {percent(share)} thời gian; hệ thống chậm nhất {milliseconds(worst)} (p95)",
    )


def bench(case: Case) -> Row:
    """The bench itself worked, and there was something to judge."""
    endings = case.books.endings()
    lines = [line for line in case.books.failures if line["outcome"] == "not_offered"]
    troubles = [f"lượt {line['visit']}: {line['why']}" for line in case.books.ended if line["status"] == "bench"]
    nothing = ["không lượt nào kịp chạy; tăng duration"][: not case.books.started]
    return row(
        "bench",
        "Bệ thử hoạt động",
        bad=[*told(lines), *troubles, *nothing],
        status="ERROR",
        blame="bench",
        expected=f"{number(len(case.books.started))} lượt chạy hết",
        received=f"{number(endings['complete'])} lượt trọn vẹn, {number(endings['failed'])} lượt dở dang",
    )
