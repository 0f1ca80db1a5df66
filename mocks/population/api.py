"""The population database's two SOAP services, declared once each, with their WSDL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from mocks.kernel.operation import Message, Operation, Put, Record, Refusal, Reply, State, System
from mocks.population import messages, rules
from mocks.population.messages import LOOK_UP, MEDIA_TYPE, VERIFY, Question
from mocks.population.seed import seed
from mocks.population.troubles import TROUBLES
from mocks.population.yardstick import YARDSTICK


def look_up(message: Message, state: State, now: datetime) -> Reply:
    """The full records of the citizens who answer to the question; none is not an error (§2.3)."""
    return _answer(LOOK_UP, message, state, now)


def verify(message: Message, state: State, now: datetime) -> Reply:
    """Whether a citizen with exactly these data exists."""
    return _answer(VERIFY, message, state, now)


def _answer(operation: str, message: Message, state: State, now: datetime) -> Reply:
    urls = rules.addresses(operation, message)
    question: Question = message.body
    refusal = rules.authenticate(message.headers, urls, state.settings["partner"], now) or rules.check(
        question, operation, state.settings
    )
    if refusal:
        return refuse(message, refusal)
    candidates = _candidates(question, state)
    found = [citizen for citizen in candidates if not rules.mismatches(question, citizen)]
    return Reply(
        answer=_write(operation, found, message, now),
        media_type=MEDIA_TYPE,
        changes=[_audit(message, question, candidates, found, now)],
        keys={"SoDinhDanh": found[0]["SoDinhDanh"]} if found else {},
    )


def _candidates(question: Question, state: State) -> list[Record]:
    """Citizens by either number; an old 9-digit number may have several holders."""
    if question.SoDinhDanh:
        numbers = [question.SoDinhDanh]
    else:
        numbers = (state.get("old_numbers", question.SoCMND) or {"holders": []})["holders"]
    records = (state.get("citizens", number) for number in numbers)
    return [record for record in records if record]


def _write(operation: str, found: list[Record], message: Message, now: datetime) -> bytes:
    if operation == VERIFY:
        return messages.verification(bool(found))
    return messages.collection(found, now, message.token("collection"))


def _audit(message: Message, question: Question, candidates: list[Record], found: list[Record], now: datetime) -> Put:
    """Who asked about whom, for which procedure, and what did not agree."""
    mismatches = [] if found else [name for one in candidates for name in rules.mismatches(question, one)]
    record = {
        "at": now.isoformat(),
        "operation": question.operation,
        "asked_by": question.MaCanBo,
        "unit": question.MaDonVi,
        "MaYeuCau": question.MaYeuCau,
        "MaDVC": question.MaDVC,
        "about": question.SoDinhDanh or question.SoCMND,
        "found": bool(found),
        "mismatches": sorted(set(mismatches)),
    }
    return Put("audit", f"{message.serial:010d}", record)


def refuse(message: Message, refusal: Refusal) -> Reply:
    """A SOAP Fault with HTTP 500 and the detail code of §2.4."""
    del message
    reason = f"{refusal.field or refusal.rule}: cần {refusal.expected}; nhận được {refusal.received or 'không có gì'}"
    return Reply(
        answer=messages.fault("Client", rules.code(refusal), reason),
        status=500,
        media_type=MEDIA_TYPE,
        refusal=refusal,
    )


def describe(operation: str, message: Message, state: State, now: datetime) -> Reply:
    """The service's WSDL, whatever the query string says."""
    del state, now
    return Reply(answer=messages.description(operation, rules.addresses(operation, message)[0]), media_type=MEDIA_TYPE)


def _keys(message: Message) -> Mapping[str, str]:
    if not isinstance(message.body, Question):
        return {}
    found: dict[str, Any] = {"SoDinhDanh": message.body.SoDinhDanh, "MaTTHC": message.body.MaDVC}
    return {name: value for name, value in found.items() if value and value != "VPCP"}


def _soap(name: str, handler: Any, summary: str) -> Operation:
    return Operation(
        name=name,
        method="POST",
        path=f"/{name}",
        handler=handler,
        decode=messages.read,
        refuse=refuse,
        keys=_keys,
        summary=summary,
        takes="text/xml",
        headers=("Timestamp", "X-Road-Client", "ApiKey"),
        answers={200: "text/xml", 500: "text/xml"},
    )


def _wsdl(name: str) -> Operation:
    return Operation(
        name=f"{name}.wsdl",
        method="GET",
        path=f"/{name}",
        handler=partial(describe, name),
        summary=f"WSDL of {name} (?wsdl)",
        answers={200: "text/xml"},
    )


SYSTEM = System(
    name="population",
    title="Cơ sở dữ liệu quốc gia về dân cư",
    operations=[
        _soap(LOOK_UP, look_up, "Tra cứu thông tin công dân (hồ sơ đầy đủ)"),
        _soap(VERIFY, verify, "Xác thực thông tin công dân (có tồn tại hay không)"),
        _wsdl(LOOK_UP),
        _wsdl(VERIFY),
    ],
    seed=seed,
    troubles=TROUBLES,
    yardstick=YARDSTICK,
)
