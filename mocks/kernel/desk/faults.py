"""The faults of a run on a page: profiles on and off, single faults set and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Response
from pydantic import ValidationError

from mocks.kernel.control import faults as control
from mocks.kernel.control.common import NamedRun
from mocks.kernel.desk.forms import Posted, back
from mocks.kernel.desk.start import said
from mocks.kernel.faults.profile import profiles
from mocks.kernel.faults.rule import Rule
from mocks.kernel.pages import PAGES, html
from mocks.kernel.problem import Problem
from mocks.kernel.run import Run

router = APIRouter()

KINDS: Mapping[str, tuple[str, str]] = {
    "latency": ("trả lời chậm (số giây)", "seconds"),
    "status": ("trả lời mã HTTP", "status"),
    "timeout": ("không trả lời (tối đa số giây)", "seconds"),
    "reset": ("ngắt kết nối", ""),
    "empty": ("thân câu trả lời rỗng", ""),
    "malformed": ("thân câu trả lời hỏng", ""),
    "session": ("phiên hết hạn sớm", ""),
    "business": ("lỗi nghiệp vụ (mã lỗi, để trống: lỗi chung)", "code"),
    "stale": ("trả lời cũ", ""),
    "lost": ("gọi về bị mất", ""),
    "duplicate": ("gọi về thêm (số lần)", "times"),
}
"""Faults that the page can set: what they are, and the field that the one number of the form fills."""


@router.get("/_/runs/{run}/faults/page")
async def show(run: NamedRun) -> Response:
    return _page(run, {}, "")


@router.post("/_/runs/{run}/faults/page")
async def add(run: NamedRun, fields: Posted) -> Response:
    """One more fault, or the page again with what is wrong."""
    try:
        await control.add(run, Rule.model_validate(_rule(fields)))
    except ValidationError as error:
        first = error.errors()[0]
        return _page(run, fields, f"{first['loc'][-1]}: {first['msg']}", 422)
    except Problem as problem:
        return _page(run, fields, said(problem), problem.status)
    return back(f"/_/runs/{run.key}/faults/page")


@router.post("/_/runs/{run}/faults/page/profile")
async def switch(run: NamedRun, fields: Posted) -> Response:
    """A profile on or off, as the button says."""
    name = fields.get("name", "")
    try:
        await (control.use if fields.get("lam") == "bat" else control.leave)(run, name)
    except Problem as problem:
        return _page(run, {}, said(problem), problem.status)
    return back(f"/_/runs/{run.key}/faults/page")


@router.post("/_/runs/{run}/faults/page/drop")
async def drop(run: NamedRun, fields: Posted) -> Response:
    """One fault taken back; all of them when none is named."""
    if fields.get("id"):
        run.faults.drop(fields["id"])
    else:
        run.faults.clear()
    return back(f"/_/runs/{run.key}/faults/page")


def _rule(fields: Mapping[str, str]) -> dict[str, Any]:
    kind = fields.get("kind", "")
    fault: dict[str, Any] = {"kind": kind}
    name = KINDS[kind][1] if kind in KINDS else ""
    if name and fields.get("value"):
        fault[name] = fields["value"]
    aim = {name: fields[name] for name in ("system", "operation", "count") if fields.get(name)}
    return {**aim, "fault": fault}


def _page(run: Run, fields: Mapping[str, str], wrong: str, status: int = 200) -> Response:
    values = {"armed": [armed.shown() for armed in run.faults], "profiles": profiles().values(), "kinds": KINDS}
    names = ("system", "operation", "kind", "value", "count")
    filled = {name: fields.get(name, "") for name in names}
    return html(
        PAGES.render("faults.html", run=run, fields=filled, wrong=wrong, used=run.faults.profiles, **values), status
    )
