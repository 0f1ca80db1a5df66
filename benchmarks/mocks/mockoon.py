"""Mockoon as a functional stub: a route per path, a response per operation with a rule on each mandatory field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from benchmarks.mocks.stubs import Stub

_TLS = ("pfxPath", "certPath", "keyPath", "caPath", "passphrase")


def arrange(folder: Path, stubs: list[Stub], port: int) -> Path:
    """Write the environment file and give its place."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / "environment.json"
    place.write_text(json.dumps(environment(stubs, port), ensure_ascii=False))
    return place


def environment(stubs: list[Stub], port: int) -> dict[str, Any]:
    """The data file of one server."""
    paths = list(dict.fromkeys(stub.path for stub in stubs))
    routes = [_route(path, [stub for stub in stubs if stub.path == path]) for path in paths]
    return {
        "uuid": _uuid("environment"),
        "lastMigration": 33,
        "name": "benchmark",
        "port": port,
        "hostname": "127.0.0.1",
        "endpointPrefix": "",
        "latency": 0,
        "routes": routes,
        "rootChildren": [{"type": "route", "uuid": route["uuid"]} for route in routes],
        "folders": [],
        "proxyMode": False,
        "proxyHost": "",
        "proxyRemovePrefix": False,
        "tlsOptions": {"enabled": False, "type": "CERT", **dict.fromkeys(_TLS, "")},
        "cors": False,
        "headers": [{"key": "content-type", "value": "application/json"}],
        "proxyReqHeaders": [],
        "proxyResHeaders": [],
        "data": [],
        "callbacks": [],
    }


def _route(path: str, stubs: list[Stub]) -> dict[str, Any]:
    refusal = _response(f"{path} refused", 400, '{"error_code":"-1","message":"Thiếu trường"}', [], True)
    return {
        "uuid": _uuid(path),
        "type": "http",
        "documentation": "",
        "method": "post",
        "endpoint": path.removeprefix("/"),
        "responses": [*map(_answer, stubs), refusal],
        "responseMode": None,
        "streamingMode": None,
        "streamingInterval": 0,
    }


def _answer(stub: Stub) -> dict[str, Any]:
    equal = [_rule(name, value, "equals", False) for name, value in stub.equals.items()]
    there = [_rule(name, "", "null", True) for name in stub.present]
    return _response(stub.workload, 200, stub.answer(lambda path: f"{{{{body '{path}'}}}}"), [*equal, *there], False)


def _rule(name: str, value: str, operator: str, invert: bool) -> dict[str, Any]:
    return {"target": "body", "modifier": name, "value": value, "invert": invert, "operator": operator}


def _response(label: str, status: int, body: str, rules: list[dict[str, Any]], default: bool) -> dict[str, Any]:
    return {
        "uuid": _uuid(label),
        "body": body,
        "latency": 0,
        "statusCode": status,
        "label": label,
        "headers": [],
        "bodyType": "INLINE",
        "filePath": "",
        "databucketID": "",
        "sendFileAsBody": False,
        "rules": rules,
        "rulesOperator": "AND",
        "disableTemplating": False,
        "fallbackTo404": False,
        "default": default,
        "crudKey": "id",
        "callbacks": [],
    }


def _uuid(label: str) -> str:
    return str(uuid5(NAMESPACE_URL, label))
