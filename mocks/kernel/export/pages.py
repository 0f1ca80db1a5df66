"""All entries of a journal that somebody wants, with their bodies."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from mocks.kernel import redact
from mocks.kernel.journal import Filter, Journal

_STRETCH = 1000


def entries(journal: Journal, after: int, wanted: Filter) -> Iterator[dict[str, Any]]:
    """Entries above number ``after`` as the control API shows them, each side with its ``content``."""
    while True:
        page = journal.find(after, _STRETCH, wanted)
        for entry in page.entries:
            yield {**entry, "query": redact.query(entry["query"]), **_sides(journal, entry)}
        if len(page.entries) < _STRETCH:
            return
        after = page.next


def content(body: bytes) -> dict[str, str]:
    """``text`` when the body is UTF-8, else ``base64``."""
    try:
        return {"text": body.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}


def _sides(journal: Journal, entry: dict[str, Any]) -> dict[str, Any]:
    return {name: _side(journal, entry[name]) for name in ("request", "response")}


def _side(journal: Journal, side: dict[str, Any] | None) -> dict[str, Any] | None:
    if side is None:
        return None
    body = journal.body(side["body"]) or b""
    return {**side, "content": content(redact.body(body, side["headers"].get("content-type", "")))}
