"""A journal as an HTTP archive, HAR 1.2; what the format has no place for stands in ``_toantrinh``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from importlib import metadata
from typing import Any
from urllib.parse import parse_qsl, urlsplit

OURS = (
    "seq", "run", "system", "operation", "direction", "clock", "keys", "accepted", "refusal", "error", "callback",
    "try", "target", "mode", "strict", "forwarded", "findings", "fault",
)  # fmt: skip


def archive(entries: Iterable[Mapping[str, Any]], home: str, targets: Mapping[str, str]) -> dict[str, Any]:
    """The archive of ``entries`` (with contents). ``home``: the server's URL; ``targets``: where callbacks go."""
    creator = {"name": "toantrinh mocks", "version": _version()}
    shown = [_entry(entry, _origin(entry, home, targets)) for entry in entries]
    return {"log": {"version": "1.2", "creator": creator, "entries": shown}}


def _entry(entry: Mapping[str, Any], origin: str) -> dict[str, Any]:
    milliseconds = entry["elapsed_us"] / 1000
    return {
        "startedDateTime": entry["at"],
        "time": milliseconds,
        "request": _request(entry, origin),
        "response": _response(entry["response"], entry["error"]),
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        "_toantrinh": {name: entry[name] for name in OURS if name in entry},
    }


def _request(entry: Mapping[str, Any], origin: str) -> dict[str, Any]:
    side, query = entry["request"], entry["query"]
    pairs = parse_qsl(query, keep_blank_values=True)
    posted = {"postData": {"mimeType": _media(side), "params": [], **_text(side["content"])}} if side["size"] else {}
    return {
        "method": entry["method"],
        "url": f"{origin}{entry['path']}{'?' if query else ''}{query}",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _headers(side),
        "queryString": [{"name": name, "value": value} for name, value in pairs],
        "headersSize": -1,
        "bodySize": side["size"],
        **posted,
    }


def _response(side: Mapping[str, Any] | None, error: str) -> dict[str, Any]:
    """Of a call without answer: status 0, as browsers write it."""
    status = side["status"] if side else 0
    return {
        "status": status,
        "statusText": HTTPStatus(status).phrase if status in set(HTTPStatus) else "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _headers(side) if side else [],
        "content": {"size": side["size"], "mimeType": _media(side), **_text(side["content"])}
        if side
        else {"size": 0, "mimeType": ""},
        "redirectURL": side["headers"].get("location", "") if side else "",
        "headersSize": -1,
        "bodySize": side["size"] if side else -1,
        **({} if side else {"_error": error}),
    }


def _headers(side: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in side["headers"].items()]


def _media(side: Mapping[str, Any]) -> str:
    return str(side["headers"].get("content-type", ""))


def _text(content: Mapping[str, str]) -> dict[str, str]:
    if "text" in content:
        return {"text": content["text"]}
    return {"text": content["base64"], "encoding": "base64"}


def _origin(entry: Mapping[str, Any], home: str, targets: Mapping[str, str]) -> str:
    if entry["direction"] == "in":
        return home
    parts = urlsplit(targets.get(entry["target"] or "", ""))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else "http://unknown.invalid"


def _version() -> str:
    try:
        return metadata.version("toantrinh")
    except metadata.PackageNotFoundError:
        return "0"
