"""Faults of a run: list, set, take back, by rule or by named profile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter, Response

from mocks.kernel.control.common import NamedRun
from mocks.kernel.faults.plan import RuleRefused
from mocks.kernel.faults.profile import Profile, profiles
from mocks.kernel.faults.rule import Rule
from mocks.kernel.problem import Problem
from mocks.kernel.run import Run

router = APIRouter()
T = TypeVar("T")


@router.get("/faults", summary="The named fault profiles")
async def named() -> list[dict[str, Any]]:
    return [profile.model_dump(mode="json", exclude_defaults=True) for profile in profiles().values()]


@router.get("/runs/{run}/faults", summary="The faults set, with how often each has struck")
async def listing(run: NamedRun) -> list[dict[str, Any]]:
    return _shown(run)


@router.post("/runs/{run}/faults", status_code=201, summary="Set a fault")
async def add(run: NamedRun, rule: Rule) -> dict[str, Any]:
    if rule.system in run.passes:
        detail = f"Hệ thống thật trả lời ở {run.passes[rule.system]}, không đặt lỗi được"
        raise Problem(409, f"{rule.system} đang được chuyển tiếp", detail)
    return _accepted(lambda: run.faults.arm(rule, run.clock.now())).shown()


@router.delete("/runs/{run}/faults", status_code=204, summary="Take all faults back")
async def clear(run: NamedRun) -> Response:
    run.faults.clear()
    return Response(status_code=204)


@router.delete("/runs/{run}/faults/{id}", status_code=204, summary="Take one fault back")
async def drop(run: NamedRun, id: str) -> Response:
    if not run.faults.drop(id):
        raise Problem(404, f"Lượt chạy không có lỗi {id!r}", f"Có: {', '.join(run.faults.armed) or 'không lỗi nào'}")
    return Response(status_code=204)


@router.put("/runs/{run}/faults/profiles/{name}", summary="Use a profile, from its beginning")
async def use(run: NamedRun, name: str) -> list[dict[str, Any]]:
    profile = known(name)
    _accepted(lambda: run.faults.use(profile, run.clock.now()))
    return _shown(run)


@router.delete("/runs/{run}/faults/profiles/{name}", status_code=204, summary="Leave a profile")
async def leave(run: NamedRun, name: str) -> Response:
    if not run.faults.leave(known(name).name):
        raise Problem(404, f"Lượt chạy không dùng bộ lỗi {name!r}")
    return Response(status_code=204)


def known(name: str) -> Profile:
    """The profile of this name. Problem 404: there is none."""
    if name not in profiles():
        raise Problem(404, f"Không có bộ lỗi {name!r}", f"Có: {', '.join(profiles())}")
    return profiles()[name]


def _accepted(do: Callable[[], T]) -> T:
    try:
        return do()
    except RuleRefused as error:
        raise Problem(422, "Không đặt được lỗi này", str(error)) from None


def _shown(run: Run) -> list[dict[str, Any]]:
    return [armed.shown() for armed in run.faults]
