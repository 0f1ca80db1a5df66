"""Completes the OpenAPI document with what FastAPI can't see: the messages of the mocked operations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import TypeAdapter

from mocks.kernel.dispatch import Slot
from mocks.kernel.systems import Member

_Mode = Literal["validation", "serialization"]


def complete(document: dict[str, Any], members: Mapping[str, Member]) -> dict[str, Any]:
    """``document`` with request and response schemas, path parameters and the bearer scheme."""
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
    requests = _all(schemas, system, (prepared.operation.request for prepared in slot.operations), "validation")
    responses = _all(schemas, system, (prepared.operation.response for prepared in slot.operations), "serialization")
    pages = any(prepared.operation.page for prepared in slot.operations)
    if requests:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": requests}}}
    answer: dict[str, Any] = {"description": "Câu trả lời của hệ thống"}
    if responses:
        answer["content"] = {"application/json": {"schema": responses}}
    elif pages:
        answer["content"] = {"text/html": {"schema": {"type": "string"}}}
    operation["responses"] = {"200": answer}


def _all(schemas: dict[str, Any], system: str, models: Iterable[Any], mode: _Mode) -> dict[str, Any]:
    """One schema for all ``models``; their parts go into ``schemas``."""
    found = [_schema(schemas, system, model, mode) for model in models if model is not None]
    return found[0] if len(found) == 1 else {"anyOf": found} if found else {}


def _schema(schemas: dict[str, Any], system: str, model: Any, mode: _Mode) -> dict[str, Any]:
    prefix = f"{system}.{mode}."
    reference = "#/components/schemas/" + prefix + "{model}"
    schema = TypeAdapter(model).json_schema(ref_template=reference, mode=mode)
    schemas.update({prefix + name: part for name, part in schema.pop("$defs", {}).items()})
    return schema


def _parameters(item: dict[str, Any], path: str) -> None:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{") and part.endswith("}")]
    item["parameters"] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names
    ]
