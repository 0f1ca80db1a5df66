"""The control API under ``/_/``: create and inspect runs, read the journal, act for people, move the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from mocks.kernel.control import (
    bindings,
    callbacks,
    cards,
    clock,
    errors,
    export,
    faults,
    headroom,
    journal,
    passes,
    runs,
    state,
)

if TYPE_CHECKING:
    from mocks.kernel.app import MockApp


def add(app: MockApp) -> None:
    """Add the control API to ``app``."""
    errors.add(app)
    router = APIRouter(prefix="/_", tags=["control"], responses=errors.DOCUMENTED)
    for part in (runs, bindings, clock, journal, export, state, callbacks, faults, passes, headroom, cards):
        router.include_router(part.router)
    app.include_router(router)
