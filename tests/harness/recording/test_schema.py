"""The published schema of events takes what the harness writes, and nothing that lacks a part."""

import json
from pathlib import Path

import jsonschema
import pytest

CONTRACTS = Path(__file__).resolve().parents[3] / "contracts"
SHA = "0" * 64
SIDE = {"headers": {}, "body": SHA, "size": 0}
ENTRY = {
    "seq": 1,
    "system": "payment",
    "operation": "INIT",
    "direction": "in",
    "at": "2026-11-20T02:00:00Z",
    "clock": "2026-11-20T09:00:00+07:00",
    "method": "POST",
    "path": "/init",
    "request": SIDE,
    "response": {**SIDE, "status": 200},
    "keys": {"MaHoSo": "H1"},
    "accepted": True,
    "refusal": None,
}
STEP = {
    "id": "main.submit",
    "journey": "main",
    "operation": "submit",
    "actor": {"role": "applicant"},
    "inputs": {},
    "outcome": "done",
    "result": None,
    "refusal": None,
    "reason": "",
    "exchanges": ["x1"],
    "elapsed_ms": 1.5,
}
EXCHANGE = {
    "id": "x1",
    "journey": "main",
    "step": "main.submit",
    "actor": "applicant",
    "method": "GET",
    "url": "http://127.0.0.1/",
    "request": SIDE,
    "response": {**SIDE, "status": 200},
    "elapsed_ms": 1,
    "error": "",
}
SIGNING = {
    "journey": "main",
    "certificate": "valid",
    "subject": "A",
    "identifier": "CCCD:1",
    "document": SHA,
    "signed": SHA,
    "signed_at": "2026-11-20T09:00:00+07:00",
}
PROPERTY = {
    "tool": "schemathesis",
    "version": "4.32.5",
    "url": "http://127.0.0.1:9/openapi.json",
    "seed": 1,
    "exit_code": None,
    "complete": False,
    "operations": {"total": 2, "tested": 1, "errored": 1},
    "cases": 9,
    "reached": ["GET /a"],
    "signed_in": [],
    "failures": [{"operation": "GET /a", "code": "ST101", "title": "Server error", "message": "", "reproduce": "curl"}],
    "errors": ["Schema Error"],
    "junit": SHA,
    "json": "",
}
EVENTS = {
    "journey_started": {"journey": "main"},
    "journey_ended": {"journey": "main", "status": "complete", "reason": ""},
    "step": STEP,
    "exchange": EXCHANGE,
    "journal": {"entry": ENTRY},
    "signing": SIGNING,
    "national": {"journey": "main", "system": "payment", "action": "pay", "inputs": {}, "answer": {}},
    "observation": {"id": "main.x", "journey": "main", "about": "portal", "what": "x", "value": None},
    "wait": {"journey": "main", "condition": "x", "met": True, "elapsed_ms": 1},
    "case": {"journey": "main", "keys": {"MaHoSo": ["H1"]}},
    "trust": {"ca": SHA, "crl": SHA, "official": "Sở Xây dựng"},
    "property": PROPERTY,
    "note": {"level": "info", "text": "x"},
    "run_ended": {"status": "complete"},
}
PARTS = [(kind, part) for kind, event in EVENTS.items() for part in event]
WRONG = [
    ("property", {"junit": "abc"}),
    ("property", {"failures": [{"operation": "GET /a"}]}),
    ("journey_ended", {"status": "gone"}),
    ("step", {"outcome": "perhaps"}),
    ("step", {"refusal": {"message": "x"}}),
    ("exchange", {"response": SIDE}),
    ("exchange", {"request": {**SIDE, "body": ""}}),
    ("journal", {"entry": {**ENTRY, "direction": "sideways"}}),
    ("journal", {"entry": {**ENTRY, "system": "moon"}}),
    ("signing", {"certificate": "stolen"}),
    ("case", {"keys": {"MaHoSo": "H1"}}),
    ("trust", {"ca": "abc"}),
    ("wait", {"met": "yes"}),
    ("note", {"level": "loud"}),
    ("run_ended", {"status": "fine"}),
    ("step", {"seq": 0}),
    ("step", {"format": 2}),
    ("surprise", {}),
]


@pytest.fixture(scope="module")
def published() -> jsonschema.Draft202012Validator:
    schema = json.loads((CONTRACTS / "event.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def event(kind: str, **change) -> dict:
    return {"format": 1, "seq": 1, "kind": kind, "at": "2026-11-20T02:00:00Z", **EVENTS.get(kind, {}), **change}


@pytest.mark.parametrize("kind", EVENTS)
def test_every_kind_is_taken(published, kind):
    published.validate(event(kind))


@pytest.mark.parametrize(("kind", "part"), PARTS)
def test_nothing_may_be_left_out(published, kind, part):
    short = event(kind)
    del short[part]
    assert not published.is_valid(short)


@pytest.mark.parametrize(("kind", "change"), WRONG)
def test_wrong_values_are_refused(published, kind, change):
    assert not published.is_valid(event(kind, **change))


def test_an_exchange_without_an_answer(published):
    published.validate(event("exchange", response=None))
