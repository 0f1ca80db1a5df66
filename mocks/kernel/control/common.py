"""What the control API's endpoints share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict

from mocks.kernel.problem import Problem, unknown_run
from mocks.kernel.run import Run

if TYPE_CHECKING:
    from mocks.kernel.app import MockApp


class Input(BaseModel):
    """A request body; unknown fields are refused by name."""

    model_config = ConfigDict(extra="forbid")


def application(request: Request) -> MockApp:
    """The application that serves ``request``."""
    return cast("MockApp", request.app)


async def named_run(request: Request, run: str) -> Run:
    """The run in the path. Problem 404: nobody created it."""
    found = application(request).kernel.runs.get(run)
    if found is None:
        raise unknown_run(run)
    return found


def checked_system(run: Run, system: str) -> str:
    """``system`` when the run has it. Problem 404: it doesn't."""
    if system not in run.systems:
        raise Problem(404, f"Không có hệ thống {system!r}", f"Có: {', '.join(run.systems)}")
    return system


NamedRun = Annotated[Run, Depends(named_run)]
