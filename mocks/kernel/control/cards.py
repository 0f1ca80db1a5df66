"""Fidelity cards, and how the server is."""

from __future__ import annotations

import time
from typing import Any

from fastapi import APIRouter, Request

from mocks.kernel.cards import shown
from mocks.kernel.control.common import application
from mocks.kernel.headroom import verdict
from mocks.kernel.problem import Problem

router = APIRouter()

LATELY = 10.0
"""Seconds over which the server says how it is."""


@router.get("/cards", summary="The fidelity cards of all systems")
async def listing(request: Request) -> list[dict[str, Any]]:
    members = application(request).kernel.members.values()
    return [shown(member.card) for member in members if member.card is not None]


@router.get("/cards/{system}", summary="One system's fidelity card")
async def one(request: Request, system: str) -> dict[str, Any]:
    member = application(request).kernel.members.get(system)
    if member is None or member.card is None:
        raise Problem(404, f"Không có thẻ độ trung thực của {system!r}")
    return shown(member.card)


@router.get("/health", summary="Whether the server is up, how many runs it holds, whether it has room left")
async def health(request: Request) -> dict[str, Any]:
    app = application(request)
    room = verdict.process(app.sampler.since(time.monotonic() - LATELY))
    runs, systems = sum(1 for _ in app.kernel.runs), list(app.kernel.members)
    return {"status": "ok", "runs": runs, "systems": systems, "saturated": room["saturated"], "headroom": room}
