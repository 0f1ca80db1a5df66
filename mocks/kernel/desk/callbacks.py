"""The callbacks of a run on a page: hold, release, send again, drop; and whether new ones are held."""

from __future__ import annotations

from fastapi import APIRouter, Response

from mocks.kernel.control import callbacks as control
from mocks.kernel.control.common import NamedRun
from mocks.kernel.desk.forms import Posted, back
from mocks.kernel.desk.start import said
from mocks.kernel.pages import PAGES, html
from mocks.kernel.problem import Problem
from mocks.kernel.run import Run

router = APIRouter()

ACTIONS = {
    "hold": control.hold, "release": control.release, "duplicate": control.duplicate, "drop": control.drop,
}  # fmt: skip


@router.get("/_/runs/{run}/callbacks/page")
async def show(run: NamedRun) -> Response:
    return _page(run, "")


@router.post("/_/runs/{run}/callbacks/page")
async def change(run: NamedRun, fields: Posted) -> Response:
    """What the button says, to one callback or, without one, to all new ones."""
    action, id = fields.get("lam", ""), fields.get("id", "")
    if not id:
        run.agenda.hold_new = action == "hold"
        return back(f"/_/runs/{run.key}/callbacks/page")
    if action not in ACTIONS:
        raise Problem(422, f"Không có thao tác {action!r}", f"Có: {', '.join(ACTIONS)}")
    try:
        await ACTIONS[action](run, id)
    except Problem as problem:
        return _page(run, said(problem), problem.status)
    return back(f"/_/runs/{run.key}/callbacks/page")


def _page(run: Run, wrong: str, status: int = 200) -> Response:
    shown = [delivery.shown() for delivery in reversed(run.agenda.deliveries())]
    return html(PAGES.render("callbacks.html", run=run, callbacks=shown, wrong=wrong), status)
