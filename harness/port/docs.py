"""``docs/port.md`` and ``contracts/port.schema.json``, generated from the table of operations.

``python -P -m harness.port.docs`` writes both; a test fails when they are stale.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import models_json_schema

from harness.port import results
from harness.port.table import BY_ID, OPERATIONS, Operation

ROOT = Path(__file__).resolve().parents[2]
PAGE, SCHEMA = Path("docs/port.md"), Path("contracts/port.schema.json")
OUTCOMES = ("done", "refused", "broken", "not_offered")
HEAD = """# The port

The fixed table of operations by which the harness operates any service host. A *platform* offers some or all of
them as methods of the same name, called as `method(actor, **inputs)`; an operation that isn't offered makes the
checks that need it BLOCKED. Generated from `harness/port/table.py` by `python -P -m harness.port.docs`; the JSON Schema
of a recorded step is `contracts/port.schema.json`.

An operation answers its normalised result, or raises `Refused` (a business refusal, with message, code and fields),
`Broken` (no answer, HTTP 5xx, unreadable) or `NotOffered` (with the reason). Times are ISO 8601 with offset, amounts
whole đồng, dossier states the portal's codes 1–10; unknown is null, never a guess. In a recording a file is
`{sha256, size, media_type, filename}` and its bytes are in `bodies/`.
"""
FILE_REFERENCE = {
    "title": "Blob",
    "description": "A file; its bytes are the body with this digest.",
    "type": "object",
    "properties": {
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "size": {"type": "integer", "minimum": 0},
        "media_type": {"type": "string"},
        "filename": {"type": "string"},
    },
    "required": ["sha256", "size", "media_type", "filename"],
    "additionalProperties": False,
}


def page() -> str:
    """The port as a Markdown page."""
    rows = [f"| `{row.id}` | {row.title} | {row.actor} | {_inputs(row)} | {_link(row.output)} |" for row in OPERATIONS]
    table = ["| operation | Vietnamese | actor | inputs | output |", "|---|---|---|---|---|", *rows]
    shapes = [_shape(model) for model in _models()]
    return "\n".join([HEAD, "## Operations\n", *table, "\n## Outputs\n", *shapes])


def schema() -> dict[str, Any]:
    """The JSON Schema of a recorded ``step`` event: its operation decides its inputs and its result."""
    _, definitions = models_json_schema(
        [(model, "serialization") for model in _models()], ref_template="#/$defs/{model}"
    )
    shapes = {**definitions["$defs"], "Blob": FILE_REFERENCE}
    properties: dict[str, Any] = {
        "operation": {"enum": list(BY_ID)},
        "outcome": {"enum": list(OUTCOMES)},
        "inputs": {"type": "object"},
        "result": {"type": ["object", "null"]},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A recorded step of the port",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "allOf": [_rule(row) for row in OPERATIONS],
        "$defs": shapes,
    }


def write(root: Path = ROOT) -> None:
    """Write both files below ``root``."""
    (root / PAGE).write_text(page(), encoding="utf-8")
    (root / SCHEMA).write_text(json.dumps(schema(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _rule(row: Operation) -> dict[str, Any]:
    inputs = {"required": sorted(row.inputs), "properties": dict.fromkeys(sorted(row.inputs), True)}
    result = {"anyOf": [{"$ref": f"#/$defs/{row.output.__name__}"}, {"type": "null"}]}
    then = {"inputs": {**inputs, "additionalProperties": False}, "result": result}
    return {"if": {"properties": {"operation": {"const": row.id}}}, "then": {"properties": then}}


def _models() -> list[type[results.Result]]:
    found = [value for value in vars(results).values() if isinstance(value, type) and issubclass(value, results.Result)]
    return [model for model in found if model is not results.Result]


def _inputs(row: Operation) -> str:
    return "<br>".join(f"`{name}`: {meaning}" for name, meaning in row.inputs.items()) or "–"


def _link(model: type[results.Result]) -> str:
    return f"[{model.__name__}](#{model.__name__.lower()})"


def _shape(model: type[results.Result]) -> str:
    lines = [f"### {model.__name__}\n", (model.__doc__ or "").strip() + "\n"]
    for name, field in model.model_fields.items():
        kind = str(field.annotation.__name__ if isinstance(field.annotation, type) else field.annotation)
        kind = kind.replace("harness.port.results.", "").replace("typing.", "")
        meaning = f": {field.description}" if field.description else ""
        lines.append(f"- `{name}` ({kind}{', required' if field.is_required() else ''}){meaning}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    write()
