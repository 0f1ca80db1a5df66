"""``load.json`` and ``report.html``: the same facts for machines and people; the page is made from the JSON alone."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from importlib import metadata
from importlib.resources import files
from typing import Any

from harness.runfile import versions
from load import words
from load.explain import explain, explain_limits
from load.latency import PARTS, Figures, of_values
from load.plan import Plan
from load.verdict import Case, Verdict

FORMAT = 1
DIGITS = 1


def data(case: Case, verdict: Verdict, *, started: datetime, ended: datetime, **asked: Any) -> dict[str, Any]:
    """Everything about the run as plain JSON values. Times in milliseconds unless named otherwise."""
    service = case.plan.service
    return {
        "format": FORMAT,
        "service": service.id,
        "procedure_code": service.code,
        "title": service.title,
        "agency": service.agency.name,
        "status": verdict.status,
        "exit_code": verdict.exit_code,
        **asked,
        "started": started.isoformat(timespec="seconds"),
        "ended": ended.isoformat(timespec="seconds"),
        "versions": {**versions(), "locust": metadata.version("locust")},
        "profile": case.plan.profile.model_dump(mode="json"),
        "plan": plan_data(case.plan),
        "totals": _totals(case),
        "rows": [asdict(row) for row in verdict.rows],
        "operations": [_operation(one) for one in case.figures],
        "generator": _generator(case),
        "mocks": [asdict(one) for one in case.evidence.services],
        "journal_dropped": case.evidence.dropped,
    }


def plan_data(plan: Plan) -> dict[str, Any]:
    """The plan: visits a second, people, visits, dossiers, the fee in đồng, and the arithmetic in words."""
    return {
        "rate": round(plan.rate, 4),
        "users": plan.users,
        "visits": len(plan.visits),
        "filings": plan.filings,
        "fee": plan.fee,
        "words": explain(plan),
        "limits": explain_limits(plan.profile),
    }


def render(facts: dict[str, Any]) -> str:
    """The page: one file, nothing loaded from elsewhere, readable on paper."""
    from jinja2 import DictLoader, Environment, StrictUndefined

    loader = DictLoader({"page": _read("report.html.j2")})
    options: dict[str, Any] = {"autoescape": True, "undefined": StrictUndefined}
    page = Environment(loader=loader, trim_blocks=True, lstrip_blocks=True, **options).get_template("page")
    scale = max((one["p99"] for one in facts["operations"]), default=0) or 1
    return page.render(**facts, w=words, scale=scale, moment=_moment, style=_read("report.css"))


def _totals(case: Case) -> dict[str, int]:
    kept, found = case.books, case.evidence
    endings = kept.endings()
    return {
        "visits": len(kept.started),
        "complete": endings["complete"],
        "requests": sum(one.requests for one in case.figures),
        "drafts_sent": len(kept.sent),
        "acknowledged": len(kept.codes),
        "dossiers": len(set(kept.codes) & set(found.dossiers)) + len(set(found.dossiers) - set(kept.codes)),
        "orders": len(found.orders),
        "paid": sum(order.paid for order in found.orders),
        "paid_known": sum(bool(line["seen"]) for line in kept.paid),
    }


def _operation(figures: Figures) -> dict[str, Any]:
    return {
        "operation": figures.operation,
        "title": words.operation(figures.operation),
        "requests": figures.requests,
        "failures": figures.failures,
        "average": round(figures.average, DIGITS),
        **{f"p{part}": figures.percentile(part) for part in PARTS},
        "slowest": round(figures.slowest, DIGITS),
    }


def _generator(case: Case) -> dict[str, Any]:
    own = dict(case.books.generator)
    own.pop("kind", None)
    late = case.books.late()
    share = own["cpu_seconds"] / max(own["wall_seconds"], 0.001) if own else None
    return {**own, "cpu_share": share, "late_ms": {f"p{part}": of_values(late, part) for part in PARTS}}


def _moment(text: str) -> str:
    return datetime.fromisoformat(text).strftime("%d/%m/%Y %H:%M:%S")


def _read(name: str) -> str:
    return (files("load") / name).read_text(encoding="utf-8")
