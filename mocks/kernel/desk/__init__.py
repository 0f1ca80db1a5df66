"""The pages for people who watch and steer the mocks: runs, journal, faults, callbacks, cards. No JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mocks.kernel.desk import callbacks, faults, journal, start

if TYPE_CHECKING:
    from mocks.kernel.app import MockApp


def add(app: MockApp) -> None:
    """Add the pages to ``app``."""
    for part in (start, journal, faults, callbacks):
        app.include_router(part.router, include_in_schema=False)
