"""The population database under generated SOAP: a documented answer or a documented Fault, whatever is sent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.world import World
from mocks.kernel.testing import Bench
from mocks.population.api import SYSTEM
from suites.property import population
from suites.property.markup import bent, hostile
from suites.property.population import Caller, Fields, envelope, questions, told

EFFORT = settings(max_examples=40, deadline=None, database=None, derandomize=True)
HEADERS = st.dictionaries(
    st.sampled_from(["Timestamp", "Authorization", "X-Road-Client", "ApiKey", "Content-Type", "Host"]),
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=60),
    min_size=1,
)


@pytest.fixture(scope="module")
def world() -> World:
    return World(1)


@pytest.fixture(scope="module")
def caller(world: World) -> Caller:
    return Caller(Bench(SYSTEM, world=world))


@pytest.fixture(params=population.OPERATIONS)
def operation(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def sound(caller: Caller, world: World, operation: str) -> st.SearchStrategy[Fields]:
    return questions(world, caller.bench.environment["CITY_POPULATION_OFFICER"], operation)


def test_a_complete_question_is_answered(caller: Caller, sound: Any, operation: str) -> None:
    @EFFORT
    @given(sound)
    def asked(fields: Fields) -> None:
        assert told(caller.ask(operation, envelope(operation, fields)), operation) == ""
        assert caller.bench.last.accepted

    asked()


def test_any_text_in_a_field_is_answered_or_refused_by_its_code(caller: Caller, sound: Any, operation: str) -> None:
    @EFFORT
    @given(population.anything(sound))
    def asked(fields: Fields) -> None:
        code = told(caller.ask(operation, envelope(operation, fields)), operation)
        assert (code == "") == caller.bench.last.accepted

    asked()


def test_a_broken_or_hostile_document_is_refused_with_a_fault(caller: Caller, sound: Any, operation: str) -> None:
    documents = sound.map(lambda fields: envelope(operation, fields))

    @EFFORT
    @given(st.one_of(hostile(), bent(documents)))
    def asked(body: bytes) -> None:
        code = told(caller.ask(operation, body), operation)
        assert (code == "") == caller.bench.last.accepted
        assert caller.bench.last.error == ""

    asked()


def test_any_header_is_refused_with_a_fault_or_does_no_harm(caller: Caller, sound: Any, operation: str) -> None:
    @EFFORT
    @given(sound, HEADERS)
    def asked(fields: Fields, headers: dict[str, str]) -> None:
        told(caller.ask(operation, envelope(operation, fields), headers), operation)
        assert caller.bench.last.error == ""

    asked()
