"""Switches of the payment platform in a run, set by the action ``configure``."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from mocks.kernel.operation import Put, State


class Options(BaseModel):
    """Defaults are those of the fidelity card.

    ``strict``: fee lines must make up the amount. ``hours``: life of an unpaid order. ``delays``: seconds before
    each try of CONFIRM, from the one before.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    strict: bool = False
    hours: float = Field(24.0, gt=0)
    delays: tuple[float, ...] = Field((0.0, 30.0, 120.0), min_length=1)


_DEFAULT = Options()


def options(state: State) -> Options:
    """The run's present switches."""
    chosen = state.get("options", "run")
    return Options.model_validate(chosen) if chosen else _DEFAULT


def stored(chosen: Options) -> Put:
    return Put("options", "run", chosen.model_dump(mode="json"))
