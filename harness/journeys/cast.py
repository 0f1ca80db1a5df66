"""Who plays in which journey: each journey has its own applicant, the same whichever journeys are chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fixtures.services.model import Service
from fixtures.world import Organisation, Person, World
from harness.port.platform import Actor
from harness.port.table import Role
from harness.signing import Holder

IN_OPERATION = "NNT đang hoạt động"


class CastError(Exception):
    """The world has too few people for the journeys; a larger world is needed."""


@dataclass(frozen=True)
class Player:
    """An applicant: the person who acts, and the organisation acted for (``None`` for a citizen)."""

    person: Person
    organisation: Organisation | None = None

    @property
    def holder(self) -> Holder:
        """Who the signing certificate is for."""
        if self.organisation:
            return Holder(self.organisation.name, f"MST:{self.organisation.code}")
        return Holder(self.person.full_name, f"CCCD:{self.person.number}")

    @property
    def keys(self) -> dict[str, str]:
        """The correlation keys by which the national systems know this applicant."""
        keys = {"SoDinhDanh": self.person.number}
        if self.organisation:
            keys["MaSoDoanhNghiep"] = self.organisation.code
        return keys

    def actor(self, role: Role = "applicant") -> Actor:
        """The player in ``role`` (applicant or other_applicant)."""
        code = self.organisation.code if self.organisation else ""
        return Actor(role=role, name=self.person.full_name, person=self.person.number, organisation=code)


@dataclass(frozen=True)
class Pair:
    """The players of one journey: the applicant, and another person who has nothing to do with the dossier."""

    applicant: Player
    other: Player


def cast(world: World, service: Service, journeys: Sequence[str]) -> dict[str, Pair]:
    """Two players for each of ``journeys``, no one twice. Raises :class:`CastError` when there are too few."""
    applicants = players(world, service)
    if len(applicants) < 2 * len(journeys):
        raise CastError(f"world {world.seed} has {len(applicants)} applicants, {2 * len(journeys)} are needed")
    return {name: Pair(applicants[2 * n], applicants[2 * n + 1]) for n, name in enumerate(journeys)}


def players(world: World, service: Service) -> list[Player]:
    """Everyone in the world who can file for ``service``, no one twice."""
    if service.applicant == "citizen":
        return [Player(person) for person in world.applicants()]
    return _firms(world)


def _firms(world: World) -> list[Player]:
    found, seen = [], set()
    for organisation in world.organisations:
        person = organisation.representative
        if person.number not in seen:
            seen.add(person.number)
            found.append(Player(person, organisation))
    return found
