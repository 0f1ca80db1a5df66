"""Prism with a description of the three operations: it validates the message and answers with a fixed example.

Prism can't tell two operations of one path apart, so each gets a path of its own.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.mocks.stubs import Stub


def arrange(folder: Path, stubs: list[Stub]) -> Path:
    """Write the OpenAPI document and give its place."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / "openapi.json"
    place.write_text(json.dumps(description(stubs), ensure_ascii=False))
    return place


def description(stubs: list[Stub]) -> dict[str, Any]:
    """The OpenAPI document."""
    paths = {path(stub.workload): {"post": _operation(stub)} for stub in stubs}
    return {"openapi": "3.0.3", "info": {"title": "benchmark", "version": "1"}, "paths": paths}


def path(workload: str) -> str:
    """Where Prism answers a workload."""
    return f"/{workload.lower()}"


def _operation(stub: Stub) -> dict[str, Any]:
    example = json.loads(stub.example())
    answer = {"description": "OK", "content": {"application/json": {"schema": {"type": "object"}, "example": example}}}
    body = {"required": True, "content": {"application/json": {"schema": schema(stub)}}}
    return {"requestBody": body, "responses": {"200": answer}}


def schema(stub: Stub) -> dict[str, Any]:
    """The JSON schema of the message: mandatory fields are there, the others free."""
    root: dict[str, Any] = {"type": "object", "required": [], "properties": {}}
    for name in [*stub.equals, *stub.present]:
        _require(root, name.split("."), {"enum": [stub.equals[name]]} if name in stub.equals else {})
    return root


def _require(node: dict[str, Any], parts: list[str], leaf: dict[str, Any]) -> None:
    name, rest = parts[0], parts[1:]
    if name not in node["required"]:
        node["required"].append(name)
    if not rest:
        node["properties"].setdefault(name, leaf)
    elif rest[0] == "0":
        inner = node["properties"].setdefault(name, {"type": "array", "minItems": 1, "items": _object()})
        _require(inner["items"], rest[1:], leaf)
    else:
        _require(node["properties"].setdefault(name, _object()), rest, leaf)


def _object() -> dict[str, Any]:
    return {"type": "object", "required": [], "properties": {}}
