"""A plan, books and evidence that agree: each test spoils one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fixtures import services
from load.books import Books, add_up
from load.evidence import Evidence, Order, Service
from load.latency import Figures
from load.plan import make_plan
from load.profiles import adapt, read
from load.verdict import Case, Row, judge

DAY = date(2026, 11, 22)
FEE = 200_000


@pytest.fixture(scope="session")
def charged():
    return services.load("cap-lai-chung-chi-moi-gioi")


@pytest.fixture(scope="session")
def free():
    return services.load("cap-lai-giay-phep-san-giao-dich")


@pytest.fixture
def smoke():
    return read("smoke")


def lines() -> list[dict[str, Any]]:
    """Two visits: one files once, one clicks twice and gets the same code twice."""
    told = []
    for n, clicks in ((1, 1), (2, 2)):
        draft, code, reference, visit = f"d{n}", f"H{n}", f"R{n}", {"visit": n}
        told += [
            {"kind": "started", **visit, "visitor": "file", "person": f"P{n}", "late_ms": 2.0 * n},
            {"kind": "sent", **visit, "draft": draft, "person": f"P{n}"},
            *[{"kind": "acknowledged", **visit, "draft": draft, "code": code}] * clicks,
            {"kind": "ordered", **visit, "code": code, "reference": reference},
            {"kind": "paid", **visit, "code": code, "reference": reference, "seen": True},
            {"kind": "ended", **visit, "status": "complete", "why": ""},
        ]
    lag = {"50": 0.1, "95": 1.0, "99": 2.0, "max": 3.0}
    return [*told, {"kind": "generator", "cpu_seconds": 1.0, "wall_seconds": 10.0, "lag_ms": lag}]


def answers() -> list[Figures]:
    return [Figures("submit", 3, 0, 900.0, 400.0, Counter({200: 1, 300: 1, 400: 1}))]


@pytest.fixture
def evidence() -> Evidence:
    return Evidence(
        dossiers={"H1": "P1", "H2": "P2"},
        orders=[Order("R1", "H1", FEE, True), Order("R2", "H2", FEE, True)],
        services=[Service("portal", 10, 0, 1.0, 2.0, 3.0, 0.01)],
    )


@pytest.fixture
def case(charged, smoke, evidence) -> Case:
    plan = make_plan(adapt(smoke, users=2, duration=2), charged, DAY)
    return Case(replace(plan, visits=plan.visits[:1] * 2), add_up(lines()), answers(), evidence, DAY)


@pytest.fixture
def row_of() -> Callable[[Case, str], Row]:
    return lambda case, ident: next(row for row in judge(case).rows if row.id == ident)


@pytest.fixture
def told() -> Callable[..., Books]:
    """Books of the two visits with ``extra`` lines, and without the lines of ``leave_out``'s kinds."""
    return lambda *extra, leave_out=(): add_up([line for line in lines() if line["kind"] not in leave_out] + [*extra])
