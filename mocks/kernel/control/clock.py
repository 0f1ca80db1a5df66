"""A run's clock: read, freeze, set, scale, advance."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field

from fixtures.calendar import Calendar
from mocks.kernel.clock import local
from mocks.kernel.control.common import Input, NamedRun, application
from mocks.kernel.run import Run

router = APIRouter()

Unit = Literal["working_days", "working_hours", "days"]
Start = Annotated[datetime | None, Query(description="without offset: local time; left out: the run's time")]

LONGEST = 10 * 366 * 86_400.0
"""The furthest one advance may go, in seconds."""


class Setting(Input):
    """What to change; a field left out stays. ``scale``: simulated seconds per real second."""

    now: datetime | None = None
    frozen: bool | None = None
    scale: float | None = Field(None, gt=0, le=1_000_000)


class Advance(Input):
    seconds: float = Field(ge=0, le=LONGEST, allow_inf_nan=False)


@router.get("/runs/{run}/clock", summary="The run's time")
async def read(run: NamedRun) -> dict[str, Any]:
    return _shown(run)


@router.put("/runs/{run}/clock", summary="Freeze, set or scale; a jump forward does what comes due on the way")
async def write(request: Request, run: NamedRun, setting: Setting) -> dict[str, Any]:
    if setting.frozen is not None:
        run.clock.freeze(setting.frozen)
    if setting.scale is not None:
        run.clock.pace(setting.scale)
    return await _moved(request, run, None if setting.now is None else local(setting.now))


@router.post("/runs/{run}/clock/advance", summary="Go forward; callbacks and expiries that come due are done first")
async def advance(request: Request, run: NamedRun, by: Advance) -> dict[str, Any]:
    return await _moved(request, run, run.clock.now() + timedelta(seconds=by.seconds))


@router.get("/runs/{run}/clock/deadline", summary="When a statutory period that begins now, or at start, ends")
async def deadline(
    run: NamedRun, value: Annotated[int, Query(ge=0, le=10_000)], unit: Unit = "working_days", start: Start = None
) -> dict[str, Any]:
    begin = run.clock.now() if start is None else local(start)
    return {"start": begin.isoformat(), "due": Calendar.vietnam().deadline(begin, value, unit).isoformat()}


async def _moved(request: Request, run: Run, until: datetime | None) -> dict[str, Any]:
    pump = application(request).pumps[run.key]
    done = 0 if until is None else await pump.move(until)
    pump.wake()
    return {**_shown(run), "done": done}


def _shown(run: Run) -> dict[str, Any]:
    return {"now": run.clock.now().isoformat(), "frozen": run.clock.frozen, "scale": run.clock.scale}
