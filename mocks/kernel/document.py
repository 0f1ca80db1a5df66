"""Completes the OpenAPI document with what FastAPI can't see: the messages of the mocked operations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import TypeAdapter

from mocks.kernel.dispatch import Prepared, Slot
from mocks.kernel.problem import MEDIA
from mocks.kernel.systems import Member

_Mode = Literal["validation", "serialization"]
_JSON, _HTML, _FORM = "application/json", "text/html", "application/x-www-form-urlencoded"
_TEXT: dict[str, Any] = {"type": "string"}
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "properties": {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT},
    "required": ["type", "title", "status"],
}


def complete(document: dict[str, Any], members: Mapping[str, Member]) -> dict[str, Any]:
    """``document`` with request and response schemas, parameters and the bearer scheme."""
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for member in members.values():
        for slot in member.table.slots.values():
            path = f"/{{run_key}}/{member.system.name}{slot.path}"
            _describe(document["paths"][path][slot.method.lower()], slot, schemas, member.system.name)
            _parameters(document["paths"][path], path)
    for path, item in document["paths"].items():
        if path.startswith("/_/"):
            item.update({method: {**operation, "security": [{"token": []}, {}]} for method, operation in item.items()})
    return document


def _describe(operation: dict[str, Any], slot: Slot, schemas: dict[str, Any], system: str) -> None:
    content = _request(slot, schemas, system)
    if content:
        operation["requestBody"] = {"required": _JSON in content, "content": content}
    given = [_parameter(name, "query") for name in _named(slot, "query")]
    given += [_parameter(name, "header") for name in _named(slot, "headers")]
    if given:
        operation["parameters"] = given
    operation["responses"] = _responses(slot, schemas, system)


def _request(slot: Slot, schemas: dict[str, Any], system: str) -> dict[str, Any]:
    content: dict[str, Any] = {}
    found = [_asked(schemas, system, prepared) for prepared in slot.operations if prepared.operation.request]
    if found:
        content[_JSON] = {"schema": _any(found)}
    for declared in (prepared.operation for prepared in slot.operations):
        if declared.takes or declared.fields:
            fields = {"type": "object", "properties": dict.fromkeys(declared.fields, _TEXT)}
            content[declared.takes or _FORM] = {"schema": fields if declared.fields else _TEXT}
    return content


def _asked(schemas: dict[str, Any], system: str, prepared: Prepared) -> dict[str, Any]:
    """The schema of a request; a JSON field that names the operation has only that value."""
    schema = _schema(schemas, system, prepared.operation.request, "validation")
    selector = prepared.operation.selector
    if selector is None or selector.kind != "field" or "properties" not in schema:
        return schema
    named = {**schema["properties"], selector.name: {"const": selector.value, "type": "string"}}
    required = [*schema.get("required", []), selector.name]
    return {**schema, "properties": named, "required": list(dict.fromkeys(required))}


def _responses(slot: Slot, schemas: dict[str, Any], system: str) -> dict[str, Any]:
    answers: dict[int, dict[str, list[dict[str, Any]]]] = {200: {}, 404: {MEDIA: [_PROBLEM]}, 413: {MEDIA: [_PROBLEM]}}
    for prepared in slot.operations:
        declared = prepared.operation
        if declared.response is not None:
            _add(answers, 200, _JSON, _schema(schemas, system, declared.response, "serialization"))
        elif declared.page:
            _add(answers, 200, _HTML, _TEXT)
        if declared.refuse is None and (declared.request is not None or declared.decode or declared.selector):
            _add(answers, 400, MEDIA, _PROBLEM)
        for status, answer in declared.answers.items():
            media, schema = (answer, _TEXT) if isinstance(answer, str) else (_JSON, None)
            _add(answers, status, media, schema or _schema(schemas, system, answer, "serialization"))
    return {str(status): _answer(status, answers[status]) for status in sorted(answers)}


def _add(answers: dict[int, Any], status: int, media: str, schema: dict[str, Any]) -> None:
    places = answers.setdefault(status, {})
    if media and schema not in places.setdefault(media, []):
        places[media].append(schema)


def _answer(status: int, content: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    text = "Câu trả lời của hệ thống" if status < 400 else "Bị từ chối"
    shown = {media: {"schema": _any(schemas)} for media, schemas in content.items()}
    return {"description": text, "content": shown} if shown else {"description": text}


def _any(schemas: list[dict[str, Any]]) -> dict[str, Any]:
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def _schema(schemas: dict[str, Any], system: str, model: Any, mode: _Mode) -> dict[str, Any]:
    """The schema of ``model``; its parts go into ``schemas``."""
    prefix = f"{system}.{mode}."
    reference = "#/components/schemas/" + prefix + "{model}"
    schema = TypeAdapter(model).json_schema(ref_template=reference, mode=mode)
    schemas.update({prefix + name: part for name, part in schema.pop("$defs", {}).items()})
    return schema


def _named(slot: Slot, kind: str) -> list[str]:
    """The names that the slot's operations read from one place, each once."""
    lists: Iterable[Iterable[str]] = (getattr(prepared.operation, kind) for prepared in slot.operations)
    return list(dict.fromkeys(name for names in lists for name in names))


def _parameter(name: str, place: str) -> dict[str, Any]:
    return {"name": name, "in": place, "schema": _TEXT}


def _parameters(item: dict[str, Any], path: str) -> None:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{") and part.endswith("}")]
    item["parameters"] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names
    ]
