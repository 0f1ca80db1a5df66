"""What the systems of a run hold, and what is put there to start from."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from mocks.kernel.control.common import NamedRun, checked_system
from mocks.kernel.operation import Drop, Put
from mocks.kernel.problem import Problem

router = APIRouter()


@router.get("/runs/{run}/state/{system}", summary="Tables with their number of records")
async def tables(run: NamedRun, system: str) -> dict[str, int]:
    return dict(run.store.tables(checked_system(run, system)))


@router.get("/runs/{run}/state/{system}/{table}", summary="All records of a table by key")
async def table(run: NamedRun, system: str, table: str) -> dict[str, Any]:
    return dict(run.store.state(checked_system(run, system)).rows(table))


@router.get("/runs/{run}/state/{system}/{table}/{key:path}", summary="One record")
async def record(run: NamedRun, system: str, table: str, key: str) -> dict[str, Any]:
    found = run.store.state(checked_system(run, system)).get(table, key)
    if found is None:
        raise Problem(404, f"{system}.{table} không có bản ghi {key!r}")
    return found


@router.put("/runs/{run}/state/{system}/{table}/{key:path}", summary="Put a record there: what a test starts from")
async def put_record(run: NamedRun, system: str, table: str, key: str, record: dict[str, Any]) -> dict[str, Any]:
    run.store.apply(checked_system(run, system), [Put(table, key, record)])
    return record


@router.delete("/runs/{run}/state/{system}/{table}/{key:path}", status_code=204, summary="Remove a record")
async def drop_record(run: NamedRun, system: str, table: str, key: str) -> Response:
    run.store.apply(checked_system(run, system), [Drop(table, key)])
    return Response(status_code=204)
