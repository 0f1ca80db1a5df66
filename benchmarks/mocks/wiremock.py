"""WireMock as a functional stub: one mapping per operation, JSONPath matchers, an answer by its template language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.mocks.stubs import Stub
from mocks.portal.gateway import DESTINATION


def arrange(folder: Path, stubs: list[Stub]) -> None:
    """Write the mappings below ``folder``, the root directory of a WireMock."""
    (folder / "mappings").mkdir(parents=True)
    for stub in stubs:
        (folder / "mappings" / f"{stub.workload}.json").write_text(json.dumps(mapping(stub), ensure_ascii=False))


def options(folder: Path, port: int, journal: bool) -> list[str]:
    """Command line of the jar: request logging and gzip off; the journal as it comes, or off."""
    quiet = ["--disable-request-logging", "--disable-gzip", "--disable-banner", "--local-response-templating"]
    place = ["--port", str(port), "--bind-address", "127.0.0.1", "--root-dir", str(folder)]
    return [*place, *quiet, *([] if journal else ["--no-request-journal"])]


def mapping(stub: Stub) -> dict[str, Any]:
    """The matchers that tell operations apart come first, so that the other stub of the path fails early."""
    equal = [{"matchesJsonPath": {"expression": _path(name), "equalTo": value}} for name, value in stub.equals.items()]
    there = [{"matchesJsonPath": _path(name)} for name in stub.present]
    request: dict[str, Any] = {"method": "POST", "urlPath": stub.path, "bodyPatterns": [*equal, *there]}
    if stub.workload != "W3":
        request["headers"] = {"dstcode": {"equalTo": DESTINATION}}
    response = {
        "status": 200,
        "headers": {"content-type": "application/json"},
        "body": stub.answer(lambda path: f"{{{{jsonPath request.body '{_path(path)}'}}}}"),
        "transformers": ["response-template"],
    }
    return {"request": request, "response": response}


def _path(dotted: str) -> str:
    return "$." + dotted.replace(".0.", "[0].")
