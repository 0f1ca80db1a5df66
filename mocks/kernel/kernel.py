"""The kernel: the systems, the runs, and the way from a request's path to the call that answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from mocks.kernel.calls import Call, Incoming, Outgoing
from mocks.kernel.dispatch import Slot, Table
from mocks.kernel.limits import Limits
from mocks.kernel.operation import System
from mocks.kernel.run import Run
from mocks.kernel.runs import Ground, Runs
from mocks.kernel.systems import Member


class Place(NamedTuple):
    """Where a request goes: a slot of a system in a run, with the values of its path's segments."""

    run: Run
    table: Table
    slot: Slot
    params: Mapping[str, str]


Keep = Callable[[Mapping[str, System], Ground, Limits], Runs]
"""Makes the place where runs are kept."""


class Kernel:
    """Everything one server of mocks holds, without the server. ``keep``: runs are in memory unless it says else."""

    def __init__(
        self, members: Mapping[str, Member], ground: Ground, limits: Limits | None = None, keep: Keep = Runs
    ) -> None:
        self.members = members
        self.limits = limits or Limits()
        self.runs = keep({name: member.system for name, member in members.items()}, ground, self.limits)

    def find(self, method: str, path: str) -> Place | None:
        """The place that ``/{run}/{system}/…`` names; None when nothing there answers."""
        parts = path.split("/", 3)
        member = self.members.get(parts[2]) if len(parts) > 2 else None
        run = self.runs.get(parts[1]) if member is not None else None
        if member is None or run is None:
            return None
        found = member.table.find(method, f"/{parts[3]}" if len(parts) > 3 else "/")
        return Place(run, member.table, *found) if found is not None else None

    @staticmethod
    def serve(place: Place, incoming: Incoming) -> Outgoing:
        """Answer the fast way."""
        return Call(place.run, place.table, place.slot, place.params, incoming).answer()
