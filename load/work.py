"""The order that the run gives to the generator: a file in a private folder, read once by the child process."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from fixtures import services
from fixtures.services.model import Service
from fixtures.world import World
from harness.journeys.cast import Player
from harness.signing import Holder, Keyring, Signature
from harness.signing.keyring import Kind
from load.plan import Plan, Visit
from load.profiles import Think

VARIABLE = "TOANTRINH_LOAD_WORK"
GRACE = 10.0
"""Seconds after the last arrival during which a late visit may still begin."""
DRAIN = 60
"""Seconds a visit that has begun may take to its end once the time is over."""


class Worker(BaseModel):
    """A person of the world with the key that signs for them (PEM)."""

    person: str
    organisation: str = ""
    key: str
    certificate: str


class Work(BaseModel):
    """Everything the generator needs to know. ``control`` is the mocks' address, ``books`` the file to write."""

    model_config = ConfigDict(extra="forbid")

    base_url: str
    control: str
    run: str
    platform: str
    seed: int
    service: dict[str, Any]
    users: int
    duration: float
    think: Think
    visits: list[dict[str, Any]]
    workers: list[Worker]
    chain: str
    books: Path

    def schedule(self) -> list[Visit]:
        """The visits in the order of their arrival."""
        return [Visit(**visit) for visit in self.visits]

    def described(self) -> Service:
        """The service's descriptor."""
        return Service.model_validate(self.service)

    def players(self) -> list[Player]:
        """The people, as the world knows them."""
        world = World(self.seed)
        return [_player(world, worker) for worker in self.workers]


def plan_fields(plan: Plan) -> dict[str, Any]:
    """The fields of :class:`Work` that the plan decides."""
    return {
        "service": services.dump(plan.service),
        "users": plan.users,
        "duration": plan.profile.duration,
        "think": plan.profile.think,
        "visits": [asdict(visit) for visit in plan.visits],
    }


def worker(keyring: Keyring, player: Player) -> Worker:
    """``player`` with a valid certificate from ``keyring``."""
    credential = keyring.credential(player.holder)
    code = player.organisation.code if player.organisation else ""
    key, certificate = credential.key_pem.decode(), credential.certificate_pem.decode()
    return Worker(person=player.person.number, organisation=code, key=key, certificate=certificate)


class Ring(Keyring):
    """A keyring of keys that were handed over: it signs as their holders, and issues nothing."""

    def __init__(self, work: Work, players: list[Player]) -> None:
        self._chain = work.chain.encode()
        pairs = zip(players, work.workers, strict=True)
        self._keys = {player.holder: (one.key.encode(), one.certificate.encode()) for player, one in pairs}

    def sign(self, document: bytes, holder: Holder, *, kind: Kind = "valid", other: Holder, at: Any) -> Signature:  # noqa: ARG002
        """``document`` signed for ``holder`` with its valid certificate, whatever ``kind`` says."""
        from harness.signing.pades import sign_pdf  # imported late: pyHanko takes a second

        key, certificate = self._keys[holder]
        signed = sign_pdf(document, key=key, certificate=certificate, chain=self._chain, at=at)
        return Signature(signed, "valid", holder.name, holder.identifier)


def _player(world: World, worker: Worker) -> Player:
    organisation = world.organisation(worker.organisation) if worker.organisation else None
    person = organisation.representative if organisation else world.person(worker.person)
    assert person is not None
    return Player(person, organisation)
