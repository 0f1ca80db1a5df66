"""The messages of the benchmark are ones that the mocks take, and what peers are told is what the mocks demand."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft7Validator

from benchmarks.mocks import mockoon, prism, wiremock
from benchmarks.mocks.stubs import Stub, stubs
from benchmarks.mocks.workloads import MAKERS, MANDATORY, Site, Workload
from mocks.portal.fields import DOSSIER

Send = Callable[[str, bytes, dict[str, str]], str]
FIRST = 100_000_001


def test_the_mocks_accept_each_message_once(workload: Workload, send: Send) -> None:
    answers = [send(workload.path, workload.rendered(FIRST), dict(workload.headers)) for _ in range(2)]
    assert workload.expects in answers[0]
    assert (workload.expects in answers[1]) == (workload.name == "W2")
    assert workload.expects in send(workload.path, workload.rendered(FIRST + 1), dict(workload.headers))


def test_all_messages_of_a_workload_have_one_length(workload: Workload) -> None:
    assert len({len(workload.rendered(FIRST + step)) for step in range(20)}) == 1
    assert "".join(workload.parts) == workload.body


def test_sizes_are_those_of_the_workloads() -> None:
    assert 1900 < len(MAKERS["W1"](Site()).rendered(FIRST)) < 2300
    read = next(stub for stub in stubs() if stub.workload == "W2")
    assert 2700 < len(read.example().encode()) < 4300


def test_peers_ask_for_every_mandatory_field() -> None:
    assert {field.name for field in DOSSIER if field.mandatory} == set(MANDATORY)


@pytest.mark.parametrize("stub", stubs(), ids=lambda stub: stub.workload)
def test_prism_refuses_a_message_without_any_one_required_field(stub: Stub) -> None:
    check = Draft7Validator(prism.schema(stub))
    message = json.loads(MAKERS[stub.workload](Site()).rendered(FIRST))
    assert check.is_valid(message)
    for path in [*stub.equals, *stub.present]:
        assert not check.is_valid(without(message, path)), path


@pytest.mark.parametrize("stub", stubs(), ids=lambda stub: stub.workload)
def test_every_stub_has_a_rule_for_every_required_field_and_a_templated_answer(stub: Stub) -> None:
    mapping = wiremock.mapping(stub)
    rules = mockoon.environment([stub], 1)["routes"][0]["responses"][0]["rules"]
    wanted = len(stub.equals) + len(stub.present)
    assert len(mapping["request"]["bodyPatterns"]) == len(rules) == wanted
    assert "{{jsonPath request.body" in mapping["response"]["body"]
    assert MAKERS[stub.workload](Site()).expects in stub.example()


def without(message: dict[str, Any], path: str) -> dict[str, Any]:
    """A copy of the message that lacks the field at a dotted path."""
    copy = json.loads(json.dumps(message))
    node, parts = copy, path.split(".")
    for part in parts[:-1]:
        node = node[int(part)] if part.isdigit() else node[part]
    del node[parts[-1]]
    return copy  # type: ignore[no-any-return]
