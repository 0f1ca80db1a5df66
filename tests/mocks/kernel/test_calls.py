"""How a call is answered and journalled: by declarations alone, without server or sockets."""

from __future__ import annotations

from typing import Any

import pytest

from mocks.kernel.operation import Later, Operation, Put, Reply, Selector, System, SystemSeed
from mocks.kernel.systems import member
from mocks.kernel.testing import Bench


@pytest.fixture
def bench(toy: System) -> Bench:
    return Bench(toy)


def batch(**changes: Any) -> dict[str, Any]:
    return {"service": "KEEP", "data": [{"code": "H1", "amount": 5}], **changes}


def test_an_accepted_call_changes_the_state_and_is_journalled(bench: Bench) -> None:
    answer = bench.call("POST", "/g", json=batch(note="s1"))
    assert answer.json()["error"] == "0"
    assert bench.records("items")["H1"]["amount"] == 5
    (entry,) = bench.journal()
    assert (entry["operation"], entry["accepted"], entry["direction"]) == ("KEEP", True, "in")
    assert entry["keys"] == {"MaHoSo": "H1", "sub": "s1", "docId": bench.last.keys["docId"]}
    assert (entry["method"], entry["path"]) == ("POST", "/r1/toy/g")
    assert "toantrinh-diagnosis" not in answer.headers


def test_every_answer_says_how_long_the_mock_took(bench: Bench) -> None:
    answer = bench.call("POST", "/g", json=batch())
    name, _, duration = answer.headers["server-timing"].partition(";dur=")
    assert name == "mock"
    assert float(duration) * 1000 == bench.last.elapsed_us


def test_an_alias_is_the_same_operation(bench: Bench) -> None:
    bench.call("POST", "/alias/g", json=batch())
    assert bench.last.operation == "KEEP"


def test_a_refusal_by_a_rule_links_to_its_diagnosis(bench: Bench) -> None:
    bench.call("POST", "/g", json=batch())
    answer = bench.call("POST", "/g", json=batch())
    assert answer.json() == {"error": "3"}
    assert answer.headers["toantrinh-diagnosis"] == "http://127.0.0.1:8000/_/runs/r1/diagnosis/2"
    assert bench.journal()[1]["refusal"]["rule"] == "toy.duplicate"
    assert not bench.last.accepted


@pytest.mark.parametrize(
    ("changes", "field", "rule", "received"),
    [({"data": [{"amount": 1}]}, "data.0.code", "message.missing", "không có"),
     ({"data": [{"code": "x", "amount": -1}]}, "data.0.amount", "message.greater_than_equal", "-1"),
     ({"data": [{"code": "x" * 21, "amount": 1}]}, "data.0.code", "message.string_too_long", "x" * 21),
     ({"data": "x"}, "data", "message.list_type", "x"),
     ({"note": 5}, "note", "message.string_type", "5")],
)  # fmt: skip
def test_a_message_its_model_refuses(
    bench: Bench, changes: dict[str, Any], field: str, rule: str, received: str
) -> None:
    answer = bench.call("POST", "/g", json=batch(**changes))
    assert (answer.status, answer.json()["error"]) == (200, "-1")
    refusal = bench.last.refusal
    assert refusal is not None
    assert (refusal.field, refusal.rule, refusal.received) == (field, rule, received)
    assert bench.records("items") == {}


def test_a_refused_message_keeps_the_keys_that_can_be_read(bench: Bench) -> None:
    bench.call("POST", "/g", json=batch(data=[{"code": "H9"}]))
    assert bench.last.keys == {"MaHoSo": "H9"}


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[1", b'{"service": "KEEP"'])
def test_what_is_no_json_is_answered_by_the_first_operation(bench: Bench, body: bytes) -> None:
    answer = bench.call("POST", "/g", body=body)
    assert answer.json()["error"] == "-1"
    assert bench.last.refusal is not None
    assert bench.last.refusal.rule == "message.json_invalid"
    assert bench.last.operation == ""


@pytest.mark.parametrize("body", [{"service": "KEEPS"}, {"service": 3}, {"service": None}, {}, [], 5])
def test_an_unknown_selector_names_the_nearest_operation(bench: Bench, body: Any) -> None:
    answer = bench.call("POST", "/g", json=body)
    assert bench.last.refusal is not None
    assert bench.last.refusal.rule == "operation.unknown"
    assert bench.last.refusal.expected == "KEEP, RING"
    assert bench.last.nearest in ("KEEP", "RING")
    assert not bench.last.accepted
    assert "toantrinh-diagnosis" in answer.headers


def test_the_nearest_operation_is_the_one_meant(bench: Bench) -> None:
    bench.call("POST", "/g", json={"service": "RNIG"})
    assert bench.last.nearest == "RING"


def test_a_path_that_nothing_has_is_404_with_the_nearest(bench: Bench) -> None:
    answer = bench.call("POST", "/tpyed", json={})
    assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json")
    assert bench.last.nearest == "typed (POST /typed)"
    assert bench.last.refusal is not None
    assert bench.last.refusal.rule == "operation.path"


def test_a_method_that_a_path_lacks_is_405_with_those_it_has(bench: Bench) -> None:
    answer = bench.call("GET", "/g")
    assert (answer.status, answer.headers["allow"]) == (405, "POST")
    assert bench.call("DELETE", "/p/x").headers["allow"] == "GET"


def test_a_fault_of_the_mock_is_500_and_says_so(bench: Bench) -> None:
    answer = bench.call("POST", "/fail")
    assert answer.status == 500
    assert "hỏng" in answer.json()["detail"]
    assert bench.last.error == "lỗi của hệ thống giả lập: RuntimeError('hỏng')"
    assert not bench.last.accepted
    assert "toantrinh-diagnosis" in answer.headers


def test_path_segments_and_query_reach_the_handler(bench: Bench) -> None:
    assert bench.call("GET", "/p/đ?a=1&b=&a=%C4%91+x").text == "<p>đ {'a': 'đ x', 'b': ''}</p>"
    assert bench.last.query == "a=1&b=&a=%C4%91+x"


def test_a_literal_path_goes_before_a_pattern(bench: Bench) -> None:
    assert bench.call("GET", "/p/exact").text == "exact"
    assert bench.call("GET", "/p/a/b").status == 404


def test_forms_are_decoded(bench: Bench) -> None:
    assert "'a': 'x y'" in bench.call("POST", "/form", form={"a": "x y"}).json()["read"]
    assert bench.call("POST", "/form", body=b"\xff").status == 400


ENVELOPE = '<s:Envelope xmlns:s="urn:s"><s:Header/><s:Body>{}</s:Body></s:Envelope>'


@pytest.mark.parametrize(
    ("inside", "operation"),
    [('<A xmlns="urn:x"/>', "soap.A"), ("<!-- c --><x:B xmlns:x='urn:b'/>", "soap.B"), ("A", "soap.A")],
)
def test_an_element_selects(bench: Bench, inside: str, operation: str) -> None:
    assert bench.call("POST", "/soap", body=ENVELOPE.format(inside).encode()).status == 200
    assert bench.last.operation == operation


@pytest.mark.parametrize("body", [ENVELOPE.format("<C/>"), ENVELOPE.format(""), "<A/>"])
def test_an_element_that_selects_nothing_is_refused(bench: Bench, body: str) -> None:
    assert bench.call("POST", "/soap", body=body.encode()).status == 400
    assert bench.last.refusal is not None
    assert bench.last.refusal.rule == "operation.unknown"


@pytest.mark.parametrize(
    "body", [b"", b"<A", b'<!DOCTYPE x [<!ENTITY e "boom">]><Body>&e;</Body>', b'<!DOCTYPE Body SYSTEM "x.dtd"><Body/>']
)
def test_xml_that_is_broken_or_has_a_doctype_is_refused(bench: Bench, body: bytes) -> None:
    assert bench.call("POST", "/soap", body=body).status == 400
    assert bench.last.refusal is not None
    assert bench.last.refusal.rule == "message.unreadable"


def test_a_header_selects_and_the_rest_goes_to_the_plain_one(bench: Bench) -> None:
    bench.call("GET", "/head", headers={"X-KIND": "A"})
    assert bench.last.operation == "head.A"
    bench.call("GET", "/head", headers={"X-Kind": "Z"})
    assert bench.last.operation == "head.rest"


def test_identifiers_differ_between_calls_and_repeat_in_a_new_run(toy: System) -> None:
    def tokens(**more: Any) -> list[str]:
        bench = Bench(toy, **more)
        return [bench.call("POST", "/g", json=batch(data=[])).json()["token"] for _ in range(2)]

    first, second = tokens()
    assert first != second
    assert tokens() == [first, second]
    assert tokens(seed=2) != [first, second]
    assert tokens(key="r2") != [first, second]


def test_an_expiry_without_action_is_a_fault_and_changes_nothing() -> None:
    def handler(message: Any, state: Any, now: Any) -> Reply:  # noqa: ARG001
        return Reply(changes=[Put("t", "k", {})], effects=[Later(now, "nobody")])

    bench = Bench(System("toy", "x", [Operation("a", "POST", "/a", handler)], lambda spec: SystemSeed({})))
    assert bench.call("POST", "/a").status == 500
    assert bench.records("t") == {}


@pytest.mark.parametrize(
    "selectors",
    [(None, None), (Selector("field", "s", "A"), Selector("field", "s", "A"))],
)
def test_operations_that_can_not_be_told_apart_are_refused_at_the_start(selectors: tuple[Any, Any]) -> None:
    operations = [
        Operation(f"o{i}", "POST", "/a", lambda m, s, n: Reply(), selector) for i, selector in enumerate(selectors)
    ]
    with pytest.raises(ValueError, match="two operations"):
        member(System("toy", "x", operations, lambda spec: SystemSeed({})))
