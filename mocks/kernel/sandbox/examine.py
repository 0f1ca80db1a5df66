"""Holds both directions of a passed-through call against the rules of the mock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from mocks.kernel import decode
from mocks.kernel.dispatch import Prepared, Slot
from mocks.kernel.operation import Message, Operation, Refusal, State, Yardstick

REQUEST, ANSWER = "request", "answer"
_XML = ("text/xml", "application/xml", "application/soap+xml")


def finding(side: str, refusal: Refusal) -> dict[str, str]:
    """As it stands in the journal."""
    return {"side": side, **asdict(refusal)}


def asked(slot: Slot, message: Message) -> tuple[Prepared | None, Message, Refusal | None]:
    """The operation that is asked for, the message with its body read, and what is wrong with its shape."""
    prepared: Prepared | None = slot.operations[0]
    try:
        prepared, tree = slot.choose(message.raw, message.headers, None)
        if prepared is None:
            return None, message, _unknown(slot, message)
        return prepared, _read(message, prepared.decode(message.raw, tree, None)), None
    except ValueError as error:
        assert prepared is not None
        return prepared, message, decode.refusal(error, message.raw, prepared.clause)


def broken(yardstick: Yardstick, operation: str, message: Message, state: State) -> Refusal | None:
    """The first rule that the message breaks in itself."""
    examine = yardstick.examine.get(operation)
    return None if examine is None else examine(message, state)


def answered(prepared: Prepared, status: int, headers: Mapping[str, str], body: bytes) -> Refusal | None:
    """What of an answer isn't as the mock's own would be: its status, its type, its shape."""
    operation, clause = prepared.operation, prepared.clause
    shapes = _shapes(operation, status)
    if not shapes:
        known = ", ".join(map(str, sorted({200, *operation.answers})))
        return Refusal("answer.status", clause, known, str(status), "status")
    media = headers.get("content-type", "").partition(";")[0].strip().lower()
    wrongs = [
        _typed(shape, media, body, clause) if isinstance(shape, str) else _shaped(shape, body, clause)
        for shape in shapes
    ]
    return None if None in wrongs else wrongs[0]


def _read(message: Message, body: Any) -> Message:
    return Message(**{**vars(message), "body": body})


def _unknown(slot: Slot, message: Message) -> Refusal:
    names = [prepared.operation.selector.value for prepared in slot.operations if prepared.operation.selector]
    received = slot.received(message.raw, message.headers)
    return Refusal("operation.unknown", slot.operations[0].clause, ", ".join(names), received)


def _shapes(operation: Operation, status: int) -> list[Any]:
    """The models and media types that an answer with ``status`` may have; "" is any, none is a status unheard of."""
    shapes = [operation.answers[status]] if status in operation.answers else []
    if status == 200 and operation.response is not None:
        shapes.append(operation.response)
    elif status == 200 and not shapes:
        shapes.append("text/html" if operation.page else "")
    return shapes


def _typed(expected: str, media: str, body: bytes, clause: str) -> Refusal | None:
    if expected and media != expected and not (expected in _XML and media in _XML):
        return Refusal("answer.content_type", clause, expected, media or "không có", "content-type")
    if expected not in _XML:
        return None
    try:
        decode.xml(body)
    except ValueError as error:
        return Refusal("answer.unreadable", clause, "XML đúng cú pháp", str(error))
    return None


def _shaped(model: Any, body: bytes, clause: str) -> Refusal | None:
    try:
        _adapter(model).validate_json(body)
    except ValidationError as error:
        told = decode.refusal(error, body, clause)
        return Refusal(f"answer.{told.rule.removeprefix('message.')}", clause, told.expected, told.received, told.field)
    return None


@lru_cache(maxsize=256)
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)
