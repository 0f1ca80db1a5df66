"""Finds what a verdict points at: the HTTP exchange, the journal entry or the step, ready for paper."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harness.recording import Recording

EXCERPT = 1500
TEXTUAL = ("json", "xml", "text", "html", "form-urlencoded")


@dataclass(frozen=True)
class Evidence:
    """One exchange as the report prints it. ``by`` tells who called whom."""

    ref: str
    by: str
    line: str
    status: str
    request: str
    response: str


def index(recording: Recording) -> dict[str, Evidence]:
    """Every exchange and journal entry of ``recording`` by its reference, and steps by their last exchange."""
    found: dict[str, Evidence] = {}
    for event in recording.events:
        if event["kind"] == "exchange":
            found[event["id"]] = _of_exchange(recording, event)
        elif event["kind"] == "journal":
            entry = event["entry"]
            found[f"journal:{entry['seq']}"] = _of_entry(recording, entry)
        elif event["kind"] == "property":
            found |= {one.ref: one for one in _of_property(event)}
    for event in recording.events:
        if event["kind"] == "step" and event.get("exchanges"):
            found.setdefault(event["id"], found[event["exchanges"][-1]])
    return found


def _of_exchange(recording: Recording, event: Mapping[str, Any]) -> Evidence:
    who = event.get("actor") or event.get("by") or ""
    return _evidence(recording, event["id"], f"{who} → dịch vụ", event["method"], event["url"], event)


def _of_entry(recording: Recording, entry: Mapping[str, Any]) -> Evidence:
    name = f"{entry['system']}.{entry['operation']}"
    way = f"dịch vụ → {name}" if entry["direction"] == "in" else f"{name} → dịch vụ"
    return _evidence(recording, f"journal:{entry['seq']}", way, entry["method"], entry["path"], entry)


def _of_property(event: Mapping[str, Any]) -> list[Evidence]:
    """The failures that generated input showed: how to send the input again, and what is wrong with the answer."""
    return [
        Evidence(
            ref=f"property:{number}",
            by=f"{event['tool']} → dịch vụ",
            line=failure["operation"],
            status=f"{failure['code']} {failure['title']}",
            request=_shorten(failure["reproduce"]),
            response=_shorten(failure["message"]),
        )
        for number, failure in enumerate(event["failures"], 1)
    ]


def _evidence(recording: Recording, ref: str, by: str, method: str, url: str, item: Mapping[str, Any]) -> Evidence:
    response = item.get("response")
    return Evidence(
        ref=ref,
        by=by,
        line=f"{method} {url}",
        status=str(response["status"]) if response else str(item.get("error") or "không có trả lời"),
        request=_excerpt(recording, item.get("request")),
        response=_excerpt(recording, response),
    )


def _excerpt(recording: Recording, part: Mapping[str, Any] | None) -> str:
    sha = (part or {}).get("body")
    if not part or not sha or not part.get("size"):
        return ""
    media = next((v for k, v in part.get("headers", {}).items() if k.lower() == "content-type"), "")
    if not any(word in media for word in TEXTUAL):
        return f"[{media or 'nhị phân'}, {part['size']} byte, SHA-256 {sha[:16]}…]"
    return _shorten(_pretty(_read(recording, sha), media))


def _read(recording: Recording, sha: str) -> str:
    try:
        return recording.body(sha).decode("utf-8", "replace")
    except (OSError, KeyError, ValueError):
        return ""


def _pretty(text: str, media: str) -> str:
    if "json" not in media:
        return text
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=1)
    except ValueError:
        return text


def _shorten(text: str) -> str:
    return text if len(text) <= EXCERPT else text[:EXCERPT] + f"\n… (còn {len(text) - EXCERPT} ký tự trong bản ghi)"
