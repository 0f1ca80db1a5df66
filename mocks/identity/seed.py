"""From the world to the accounts of the sign-in, and how a city reaches it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mocks.identity.claims import citizen, organisation
from mocks.kernel.operation import Put, RunSpec, SystemSeed

CLIENT = "Y99-mot-cua"
NAME = "Hệ thống thông tin giải quyết TTHC Thành phố Hoa Sen"


def seed(spec: RunSpec) -> SystemSeed:
    """The city's client, the run's signing secret, and an account for each person and organisation that has one."""
    secret = spec.secret("identity.client")
    settings = {
        "clients": {CLIENT: {"secret": secret, "name": NAME}},
        "signing": spec.secret("identity.signing"),
    }
    environment = {
        "CITY_SSO_URL": f"{spec.base}/identity",
        "CITY_SSO_CLIENT_ID": CLIENT,
        "CITY_SSO_CLIENT_SECRET": secret,
    }
    return SystemSeed(settings, [*people(spec.world), *firms(spec.world)], environment)


def people(world: Any) -> Iterator[Put]:
    """Accounts of citizens by personal number; those meant as applicants come first."""
    names = {person.number: person.full_name for person in world.people}
    first = {person.number: person for person in world.applicants()}
    everybody = {**first, **{person.number: person for person in world.people}}
    for number, person in everybody.items():
        if person.tech_id:
            record = {"name": person.full_name, "representative": "", "claims": citizen(person, names)}
            yield Put("accounts", number, record)


def firms(world: Any) -> Iterator[Put]:
    """Accounts of organisations by enterprise code."""
    for firm in world.organisations:
        record = {"name": firm.name, "representative": firm.representative.number, "claims": organisation(firm)}
        yield Put("accounts", firm.code, record)
