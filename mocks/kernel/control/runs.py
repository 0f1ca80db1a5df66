"""Runs: create, list, inspect, reset, remove; their environment and callback targets; acting in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import ConfigDict, Field

from mocks.kernel import actions, targets
from mocks.kernel.control.common import Input, NamedRun, application
from mocks.kernel.problem import Problem
from mocks.kernel.run import Run
from mocks.kernel.runs import KEY, RunExists, TooManyRuns

router = APIRouter()


class NewRun(Input):
    """What a run is created with. ``services``: descriptors as JSON; left out: the bundled ones."""

    key: str | None = Field(None, pattern=f"^{KEY.pattern}$")
    seed: int = Field(1, ge=0)
    services: list[dict[str, Any]] | None = None
    secrets: dict[str, str] = Field(
        default_factory=dict, description="secrets by label, portal.password; others are made"
    )
    now: datetime | None = Field(None, description="start of the run's clock; without offset: local time")


class Action(Input):
    """What a person does in a system; further fields are the action's inputs."""

    model_config = ConfigDict(extra="allow")

    system: str
    action: str


@router.post("/runs", status_code=201, summary="Create a run")
async def create(request: Request, new: NewRun) -> dict[str, Any]:
    app = application(request)
    home = app.home or str(request.base_url).rstrip("/")
    try:
        run = app.kernel.runs.create(home, new.key, new.seed, new.services, new.now, new.secrets)
    except RunExists as error:
        raise Problem(409, f"Đã có lượt chạy {error}", "Chọn khóa khác, hoặc DELETE lượt chạy cũ") from None
    except TooManyRuns as error:
        detail = "Xóa bớt bằng DELETE /_/runs/{run}, hoặc khởi động lại với --max-runs lớn hơn"
        raise Problem(429, f"Máy chủ chỉ giữ {error} lượt chạy", detail) from None
    except ValueError as error:
        raise Problem(422, "Không tạo được lượt chạy", str(error)) from None
    return {**_shown(run), "environment": run.environment}


@router.get("/runs", summary="All runs")
async def listing(request: Request) -> list[dict[str, Any]]:
    runs = application(request).kernel.runs
    runs.sweep()
    return [_shown(run) for run in runs]


@router.get("/runs/{run}", summary="One run")
async def one(run: NamedRun) -> dict[str, Any]:
    return {**_shown(run), "environment": run.environment}


@router.delete("/runs/{run}", status_code=204, summary="Remove a run")
async def remove(request: Request, run: NamedRun) -> Response:
    application(request).kernel.runs.remove(run.key)
    return Response(status_code=204)


@router.post("/runs/{run}/reset", summary="Back to the start; targets, secrets and accounts stay")
async def reset(run: NamedRun) -> dict[str, Any]:
    run.reset()
    return {**_shown(run), "environment": run.environment}


@router.get("/runs/{run}/environment", summary="The CITY_* variables that reach this run")
async def environment(run: NamedRun) -> dict[str, str]:
    return run.environment


@router.get("/runs/{run}/targets", summary="Callback targets")
async def read_targets(run: NamedRun) -> dict[str, str]:
    return dict(run.targets)


@router.put("/runs/{run}/targets", summary="Set callback targets (loopback and private networks only)")
async def write_targets(request: Request, run: NamedRun, values: dict[str, str]) -> dict[str, str]:
    known = {name for system in run.systems.values() for name in system.targets}
    if unknown := sorted(values.keys() - known):
        raise Problem(422, f"Không có đích gọi về {unknown[0]!r}", f"Có: {', '.join(sorted(known))}")
    try:
        hosts = application(request).kernel.limits.hosts
        run.targets.update({name: targets.checked(url, hosts) for name, url in values.items()})
    except targets.TargetRefused as error:
        raise Problem(422, "Đích gọi về bị từ chối", str(error)) from None
    return dict(run.targets)


@router.post("/runs/{run}/act", summary="Act for a person, or make a system do something")
async def act(run: NamedRun, what: Action) -> dict[str, Any]:
    if what.system in run.passes:
        detail = f"Hệ thống thật trả lời ở {run.passes[what.system]}; làm trực tiếp ở đó"
        raise Problem(409, f"{what.system} đang được chuyển tiếp", detail)
    return actions.act(run, what.system, what.action, what.model_extra or {})


def _shown(run: Run) -> dict[str, Any]:
    return {
        "run": run.key,
        "base": run.base,
        "seed": run.seed,
        "created": run.created.isoformat(),
        "systems": list(run.systems),
        "modes": run.modes,
        "journal": {"last": run.journal.last, "dropped": run.journal.dropped},
    }
