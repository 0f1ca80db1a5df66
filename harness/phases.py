"""What a drive can do after its journeys, on the same bed: each phase by name, asked for one by one.

A phase comes when everything the journeys need is recorded: whatever it does to the service, their evidence stands.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from fixtures.services.model import Service
from harness.journeys.cast import Player
from harness.recording import Recorder
from harness.testbed import Bed
from harness.transport import Wire

PHASES: Mapping[str, str] = {"property": "harness.property.phase"}
"""Phase → the module that performs it. The suite ``suites.<phase>`` judges what it leaves in the recording."""


@dataclass(frozen=True)
class Scene:
    """The bed as the journeys left it. ``player`` is the applicant of the main journey; ``say`` tells where we are."""

    service: Service
    seed: int
    bed: Bed
    wire: Wire
    platform: Any
    recorder: Recorder
    player: Player
    say: Callable[[str], None]


class Phase(Protocol):
    """A module that performs a phase."""

    def missing(self) -> str:
        """Why it can't be performed here at all (in Vietnamese, with the remedy); empty when it can."""
        ...

    def perform(self, scene: Scene) -> None:
        """Do it, and record what came of it; trouble of the service is recorded, not raised."""
        ...


class PhaseError(Exception):
    """A phase that doesn't exist or can't be performed here; ``str()`` says so in Vietnamese."""


def chosen(names: Sequence[str]) -> dict[str, Phase]:
    """The phases called ``names``. Raises :class:`PhaseError`."""
    found: dict[str, Phase] = {}
    for name in names:
        if name not in PHASES:
            raise PhaseError(f"Không có phần kiểm thử thêm {name!r}. Có: {', '.join(PHASES)}.")
        found[name] = cast(Phase, importlib.import_module(PHASES[name]))
        if trouble := found[name].missing():
            raise PhaseError(trouble)
    return found
