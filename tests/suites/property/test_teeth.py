"""The property suite finds what it is there for: a crash, an answer outside its schema, a success given to nonsense."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from mocks.kernel.operation import Message, Operation, Refusal, Reply
from mocks.kernel.systems import member
from mocks.payment.api import SYSTEM
from suites.property import national
from suites.property.mixing import fill

EFFORT = settings(
    max_examples=15, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
INIT = "/{run_key}/payment/paymentplatform/init"


def crash(operation: Operation) -> Operation:
    def handler(*_: Any) -> Reply:
        raise RuntimeError("hỏng")

    return replace(operation, handler=handler)


def wrong_type(operation: Operation) -> Operation:
    return replace(operation, handler=lambda *_: Reply({"MaLoi": 0}))


def always_fine(operation: Operation) -> Operation:
    def refuse(message: Message, refusal: Refusal) -> Reply:  # noqa: ARG001
        names = ("MoTaLoi", "MaDoiTac", "MaThamChieu", "ThoiGianGD", "MaXacThuc")
        return Reply({"MaLoi": "00", **dict.fromkeys(names, "")})

    return replace(operation, refuse=refuse)


def unlisted_status(operation: Operation) -> Operation:
    return replace(operation, handler=lambda *_: Reply({}, status=418))


@pytest.mark.parametrize(
    ("spoil", "mode", "found"),
    [
        (crash, "positive", "Server error"),
        (wrong_type, "positive", "Response violates schema"),
        (unlisted_status, "positive", "Undocumented status code"),
        (always_fine, "negative", "MaLoi is '00' though the message breaks its schema"),
    ],
)
def test_a_planted_fault_is_found(spoil: Callable[[Operation], Operation], mode: str, found: str) -> None:
    from schemathesis import GenerationMode

    operations = [spoil(one) if one.name == "INIT" else one for one in SYSTEM.operations]
    schema = national.document("payment", member(replace(SYSTEM, operations=operations)))

    @EFFORT
    @given(case=schema[INIT]["POST"].as_strategy(generation_mode=GenerationMode(mode)))
    def tried(case: Any) -> None:
        national.try_out(case)

    with pytest.raises((AssertionError, BaseExceptionGroup)) as told:
        tried()
    assert found in "".join(_messages(told.value))


def _messages(error: BaseException) -> list[str]:
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    return [str(error), *(message for one in inner for message in _messages(one))]


def case(tag: str = "portal", negative: bool = True, method: str = "POST") -> Any:
    meta = SimpleNamespace(generation=SimpleNamespace(mode=SimpleNamespace(is_negative=negative)))
    return SimpleNamespace(operation=SimpleNamespace(tags=[tag]), meta=meta, method=method)


def answer(status: int = 200, media: str = "application/json", **body: Any) -> Any:
    request = SimpleNamespace(headers={"Content-Type": media})
    return SimpleNamespace(status_code=status, json=lambda: body, request=request)


@pytest.mark.parametrize(
    ("given_case", "response"),
    [
        (case(), answer(error_code="-1")),
        (case(), answer(404)),
        (case(negative=False), answer(error_code="0")),
        (case("payment"), answer(MaLoi="99")),
        (case("identity"), answer()),
        (case(method="GET"), answer()),
        (case("payment"), answer(media="text/plain", MaLoi="00")),
    ],
)
def test_an_error_code_is_a_refusal(given_case: Any, response: Any) -> None:
    national.refused(None, response, given_case)


@pytest.mark.parametrize(
    ("given_case", "response"),
    [(case(), answer(error_code="0")), (case(), answer()), (case("payment"), answer(MaLoi="00"))],
)
def test_no_error_code_is_none(given_case: Any, response: Any) -> None:
    with pytest.raises(AssertionError):
        national.refused(None, response, given_case)


def test_in_a_broken_message_what_was_broken_stays_broken() -> None:
    known = {"MaDoiTac": ["P"], "SoTien": ["1"]}
    places = [{"MaDoiTac": "x", "SoTien": ["", None, 5, "y" * 300][n % 4], "n": n} for n in range(40)]
    for place in places:
        was = dict(place)
        fill(place, known, str(place), broken=True)
        assert place["SoTien"] == was["SoTien"]
    assert {place["MaDoiTac"] for place in places} == {"P", "x"}


def test_known_values_reach_any_depth() -> None:
    body = {"data": [{"MaHoSo": None, "in": {"MaHoSo": "x"}}] * 5}
    fill(body, {"MaHoSo": ["H1"]}, "a", broken=False)
    assert body["data"][0] == {"MaHoSo": "H1", "in": {"MaHoSo": "H1"}}
