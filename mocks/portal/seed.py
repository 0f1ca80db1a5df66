"""From the world and the service descriptors to the portal's own records."""

from __future__ import annotations

from typing import Any

from mocks.kernel.operation import Put, Record, RunSpec, SystemSeed
from mocks.portal import tree
from mocks.portal.gateway import DESTINATION

AGENCY = "Y99"
NEIGHBOUR = "Y98"
"""A second agency with an account of its own, so that ownership can be tried out."""


def seed(spec: RunSpec) -> SystemSeed:
    """Accounts, catalogue, forms and citizens' TechIDs of a run, and how a city reaches the gateway.

    Fees are those in force on the day the run starts.
    """
    base = f"{spec.base}/portal"
    password = spec.secret("portal.password")
    accounts = {
        AGENCY: {"password": password, "agency": AGENCY},
        NEIGHBOUR: {"password": spec.secret("portal.neighbour"), "agency": NEIGHBOUR},
    }
    environment = {
        "CITY_PORTAL_URL": base,
        "CITY_PORTAL_USERNAME": AGENCY,
        "CITY_PORTAL_PASSWORD": password,
        "CITY_PORTAL_DSTCODE": DESTINATION,
        "CITY_PORTAL_AGENCY": AGENCY,
    }
    return SystemSeed(
        {"accounts": accounts, "base": base}, [*catalogue(spec, base), *citizens(spec.world)], environment
    )


def catalogue(spec: RunSpec, base: str) -> list[Put]:
    """Procedures, services, forms, agencies and fields."""
    on = spec.now.date()
    tables: dict[str, dict[str, Record]] = {
        "procedures": {service.code: tree.plant(service, on, base) for service in spec.services},
        "services": {service.code: tree.offering(service) for service in spec.services},
        "forms": {key: record for service in spec.services for key, record in tree.forms(service).items()},
        "agencies": tree.agencies(spec.services),
        "fields": tree.fields(spec.services),
    }
    return [Put(table, key, record) for table, records in tables.items() for key, record in records.items()]


def citizens(world: Any) -> list[Put]:
    """``TraCuuTechID`` accounts of the world's people (by personal number) and organisations (by tax code)."""
    people = [(person.number, person.tech_id) for person in world.people if person.tech_id]
    firms = [(firm.code, firm.tech_id) for firm in world.organisations]
    return [Put("accounts", number, {"TECHNICALID": tech_id}) for number, tech_id in [*people, *firms]]
