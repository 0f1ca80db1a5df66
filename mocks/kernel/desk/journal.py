"""A run's journal, newest first, by filter, refreshed by the browser itself; and the diagnosis of one call."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from mocks.kernel.control.common import NamedRun, application
from mocks.kernel.journal import Entry, Filter
from mocks.kernel.pages import PAGES, html
from mocks.kernel.problem import Problem

router = APIRouter()

SHOWN = 200
"""Entries on one page."""
PACES = (0, 2, 5, 15, 60)
"""Seconds after which the page may load itself again; 0: never."""


@router.get("/_/runs/{run}/page")
async def show(
    run: NamedRun,
    system: str = "",
    operation: str = "",
    key: str = "",
    direction: str = "",
    moi: Annotated[int, Query(description="seconds until the page loads itself again")] = 0,
) -> Response:
    fields = {"system": system, "operation": operation, "key": key.strip(), "direction": direction}
    wanted = Filter(**fields)
    entries = run.journal.find(0 if any(fields.values()) else max(0, run.journal.last - SHOWN), 5000, wanted).entries
    chosen = {name: value for name, value in fields.items() if value}
    page = PAGES.render(
        "journal.html", run=run, entries=entries[: -SHOWN - 1 : -1], fields=fields, query=urlencode(chosen),
        pace=moi if moi in PACES else 0, paces=PACES,
    )  # fmt: skip
    return html(page)


@router.get("/_/runs/{run}/diagnosis/{seq}")
async def diagnose(request: Request, run: NamedRun, seq: int) -> Response:
    entry = run.journal.entry(seq)
    if entry is None:
        raise Problem(404, f"Nhật ký của {run.key} không có mục {seq}", "Có thể đã bị đẩy ra khỏi nhật ký")
    title = application(request).kernel.members[entry.system].system.title
    return html(PAGES.render("diagnosis.html", run=run, entry=entry, title=title, said=verdict(entry)))


def verdict(entry: Entry) -> str:
    """One sentence on how the call ended."""
    if entry.error:
        return entry.error
    if entry.refusal is not None:
        return f"Bị từ chối theo quy tắc {entry.refusal.rule}."
    return "Được chấp nhận." if entry.accepted else "Không được chấp nhận."
