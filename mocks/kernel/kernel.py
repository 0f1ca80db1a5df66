"""The kernel: the systems, the runs, and the way from a request's path to the call that answers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mocks.kernel.calls import Call, Incoming, Outgoing
from mocks.kernel.dispatch import Slot, Table
from mocks.kernel.limits import Limits
from mocks.kernel.run import Run
from mocks.kernel.runs import Ground, Runs
from mocks.kernel.systems import Member


class Place(NamedTuple):
    """Where a request goes: a slot of a system in a run, with the values of its path's segments."""

    run: Run
    table: Table
    slot: Slot
    params: Mapping[str, str]


class Kernel:
    """Everything one server of mocks holds, without the server."""

    def __init__(self, members: Mapping[str, Member], ground: Ground, limits: Limits | None = None) -> None:
        self.members = members
        self.limits = limits or Limits()
        self.runs = Runs({name: member.system for name, member in members.items()}, ground, self.limits)

    def find(self, method: str, path: str) -> Place | None:
        """The place that ``/{run}/{system}/…`` names; None when nothing there answers."""
        _, key, system, rest = [*path.split("/", 3), "", "", ""][:4]
        member = self.members.get(system)
        run = self.runs.get(key) if member is not None else None
        found = member.table.find(method, f"/{rest}") if member is not None and run is not None else None
        if member is None or run is None or found is None:
            return None
        return Place(run, member.table, *found)

    @staticmethod
    def serve(place: Place, incoming: Incoming) -> Outgoing:
        """Answer the fast way."""
        return Call(place.run, place.table, place.slot, place.params, incoming).answer()
