"""Whether the mocks have room left, for load runs that must not blame the service for a slow mock."""

from __future__ import annotations

import time
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from mocks.kernel.control.common import NamedRun, application
from mocks.kernel.headroom import verdict
from mocks.kernel.headroom.sampler import KEPT

router = APIRouter()

Window = Annotated[float | None, Query(gt=0, le=KEPT, description="the last so many seconds; left out: all of the run")]


@router.get("/runs/{run}/headroom", summary="Own service times per system, lateness of the loop, saturation flags")
async def read(request: Request, run: NamedRun, seconds: Window = None) -> dict[str, Any]:
    begin = run.room.begun if seconds is None else time.monotonic() - seconds
    whole = verdict.process(application(request).sampler.since(begin))
    counts = {"last": run.journal.last, "dropped": run.journal.dropped}
    return {"process": whole, "systems": verdict.systems(run.room.meters, whole), "journal": counts}
