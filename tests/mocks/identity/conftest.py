"""A sign-in of its own for each test, and the city's client."""

from __future__ import annotations

import pytest

from fixtures.world import Organisation, Person, World
from mocks.identity.api import SYSTEM
from mocks.identity.testing import REDIRECT, Client
from mocks.kernel.testing import Bench


@pytest.fixture(scope="session")
def world() -> World:
    """The world of seed 1."""
    return World(1)


@pytest.fixture
def person(world: World) -> Person:
    return world.applicants()[0]


@pytest.fixture
def firm(world: World) -> Organisation:
    return world.organisations[0]


@pytest.fixture
def bench(world: World) -> Bench:
    return Bench(SYSTEM, world=world, targets={"identity.redirect": REDIRECT})


@pytest.fixture
def client(bench: Bench) -> Client:
    return Client(bench)
