"""The journal of a run as a file: NDJSON, HAR 1.2."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic_core import to_json

from mocks.kernel.control.common import NamedRun
from mocks.kernel.export import har, pages
from mocks.kernel.journal import Filter
from mocks.kernel.run import Run

router = APIRouter()


def chosen(
    system: str = "",
    operation: str = "",
    direction: str = "",
    key: Annotated[str, Query(description="value of any correlation key, a dossier code")] = "",
) -> Filter:
    """Which entries are wanted."""
    return Filter(system, operation, key, direction)


Wanted = Annotated[Filter, Depends(chosen)]
After = Annotated[int, Query(ge=0, description="only entries above this number")]


@router.get("/runs/{run}/journal.ndjson", summary="The journal, one JSON object a line", response_class=Response)
async def lines(run: NamedRun, wanted: Wanted, after: After = 0) -> Response:
    found = [to_json(entry) + b"\n" for entry in pages.entries(run.journal, after, wanted)]
    return _file(run, b"".join(found), "ndjson", "application/x-ndjson")


@router.get("/runs/{run}/journal.har", summary="The journal as HAR 1.2", response_class=Response)
async def archive(run: NamedRun, wanted: Wanted, after: After = 0) -> Response:
    whole = har.archive(pages.entries(run.journal, after, wanted), run.home, run.targets)
    return _file(run, to_json(whole), "har", "application/json")


def _file(run: Run, body: bytes, ending: str, media: str) -> Response:
    name = {"content-disposition": f'attachment; filename="{run.key}.{ending}"'}
    return Response(body, headers=name, media_type=media)
