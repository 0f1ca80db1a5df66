"""The journal of a run, with long-poll, and the bodies it names."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from mocks.kernel.control.common import NamedRun, application
from mocks.kernel.journal import Filter
from mocks.kernel.problem import Problem

router = APIRouter()


@router.get("/runs/{run}/journal", summary="Entries after a number; wait for the first match if there is none yet")
async def read(
    request: Request,
    run: NamedRun,
    after: Annotated[int, Query(ge=0)] = 0,
    wait: Annotated[float, Query(ge=0, description="seconds, at most 25", allow_inf_nan=False)] = 0,
    limit: Annotated[int, Query(ge=1, le=5000)] = 500,
    system: str = "",
    operation: str = "",
    direction: str = "",
    key: Annotated[str, Query(description="value of any correlation key")] = "",
) -> dict[str, Any]:
    longest = application(request).kernel.limits.poll
    wanted = Filter(system, operation, key, direction)
    page = await run.journal.poll(after, limit, wanted, min(wait, longest))
    return {"entries": page.entries, "next": page.next, "dropped": page.dropped}


@router.get("/runs/{run}/bodies/{sha256}", summary="A journalled body", response_class=Response)
async def body(run: NamedRun, sha256: str) -> Response:
    found = run.journal.body(sha256)
    if found is None:
        raise Problem(404, "Nhật ký không còn nội dung này", "Có thể đã bị đẩy ra khỏi nhật ký (xem dropped)")
    return Response(found, media_type="application/octet-stream")
