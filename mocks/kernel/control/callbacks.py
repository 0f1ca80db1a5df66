"""The messages to the system under test: list, hold, release, duplicate, drop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter

from mocks.kernel.agenda import Delivery, NotPossible
from mocks.kernel.control.common import Input, NamedRun
from mocks.kernel.problem import Problem

router = APIRouter()


class Policy(Input):
    """``hold``: keep every new callback of the run until it is released."""

    hold: bool


@router.get("/runs/{run}/callbacks", summary="All callbacks, oldest first")
async def listing(run: NamedRun) -> list[dict[str, Any]]:
    return [delivery.shown() for delivery in run.agenda.deliveries()]


@router.put("/runs/{run}/callbacks", summary="Hold new callbacks, or let them go as they come")
async def policy(run: NamedRun, wanted: Policy) -> dict[str, bool]:
    run.agenda.hold_new = wanted.hold
    return {"hold": run.agenda.hold_new}


@router.post("/runs/{run}/callbacks/{id}/hold", summary="Keep a queued callback back")
async def hold(run: NamedRun, id: str) -> dict[str, Any]:
    return _done(id, lambda: run.agenda.hold(id))


@router.post("/runs/{run}/callbacks/{id}/release", summary="Let a held callback go")
async def release(run: NamedRun, id: str) -> dict[str, Any]:
    return _done(id, lambda: run.agenda.release(id))


@router.post("/runs/{run}/callbacks/{id}/duplicate", summary="Send the same message once more")
async def duplicate(run: NamedRun, id: str) -> dict[str, Any]:
    return _done(id, lambda: run.agenda.duplicate(id, run.clock.now()))


@router.post("/runs/{run}/callbacks/{id}/drop", summary="Never send it")
async def drop(run: NamedRun, id: str) -> dict[str, Any]:
    return _done(id, lambda: run.agenda.drop(id))


def _done(id: str, do: Callable[[], Delivery]) -> dict[str, Any]:
    try:
        return do().shown()
    except KeyError:
        raise Problem(404, f"Không có lượt gọi về {id!r}") from None
    except NotPossible as error:
        raise Problem(409, "Không làm được ở trạng thái này", str(error)) from None
