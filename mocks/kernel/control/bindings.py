"""Ports and host names that lead straight to one system of a run, for connectors whose host and path are fixed."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import Field, model_validator

from mocks.kernel import doors
from mocks.kernel.control.common import Input, NamedRun, application, checked_system
from mocks.kernel.problem import Problem
from mocks.kernel.run import Run

router = APIRouter()


class Binding(Input):
    """What leads to ``system``: a ``port`` (0: any free one) or a ``host`` name, one of them."""

    system: str
    port: int | None = Field(None, ge=0, le=65_535)
    host: str | None = None

    @model_validator(mode="after")
    def _one(self) -> Binding:
        if (self.port is None) == (self.host is None):
            raise ValueError("cần port hoặc host, đúng một trong hai")
        return self


@router.get("/runs/{run}/bindings", summary="Ports and host names that lead to systems of the run")
async def read(request: Request, run: NamedRun) -> list[dict[str, Any]]:
    return _shown(request, run)


@router.put("/runs/{run}/bindings", summary="Let a port or a host name lead to one system")
async def write(request: Request, run: NamedRun, wanted: Binding) -> list[dict[str, Any]]:
    app = application(request)
    bound = doors.Bound(run.key, checked_system(run, wanted.system))
    if wanted.host is not None:
        _name(request, bound, wanted.host)
    elif wanted.port is not None:
        await app.doors.open(bound, wanted.port)
    return _shown(request, run)


@router.delete("/runs/{run}/bindings", status_code=204, summary="Take them all back")
async def clear(request: Request, run: NamedRun) -> Response:
    app = application(request)
    app.doors.close(run.key)
    app.kernel.runs.unname(run.key)
    return Response(status_code=204)


def _name(request: Request, bound: doors.Bound, text: str) -> None:
    try:
        host = doors.name(text)
    except ValueError as error:
        raise Problem(422, "Không dùng được tên máy này", str(error)) from None
    runs = application(request).kernel.runs
    held = runs.hosted(host)
    if held is not None and held != tuple(bound):
        raise Problem(409, f"{host} đã dẫn tới {'/'.join(held)}", "Gỡ bằng DELETE /_/runs/{run}/bindings")
    runs.name(host, *bound)


def _shown(request: Request, run: Run) -> list[dict[str, Any]]:
    app = application(request)
    opened = app.doors.ports(run.key)
    ports = [{"system": system, "port": port, "url": app.doors.url(port)} for port, system in opened.items()]
    names = [{"system": system, "host": host} for host, system in app.kernel.runs.names(run.key).items()]
    return [*ports, *names]
