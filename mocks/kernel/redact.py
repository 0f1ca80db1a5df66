"""What must not be shown: values that carry a secret keep only their last four characters."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

_SECRET = re.compile(r"authorization|cookie|secret|password|api-?key|token", re.IGNORECASE)
_INSIDE = re.compile(rf"{_SECRET.pattern}|^session|^assertion$|^matkhau$", re.IGNORECASE)
"""Names inside a body or query."""
_ELEMENT = re.compile(rb"<((?:[\w.-]+:)?([\w.-]+))([^<>]*)>([^<>]+)</\1>")
_ABOUT = {"token_type", "token_endpoint", "tokenlife"}
"""Names that speak of secrets and are none."""


def redacted(headers: Mapping[str, str]) -> dict[str, str]:
    """``headers`` with every value that carries a secret as ``***`` and its last four characters."""
    return {name: masked(value) if _SECRET.search(name) else value for name, value in headers.items()}


def masked(value: str) -> str:
    """``***`` and the last four characters; only ``***`` when that would show half of it or more."""
    return "***" + (value[-4:] if len(value) > 8 else "")


def body(raw: bytes, media: str) -> bytes:
    """A JSON, form or XML body with its secrets masked; any other, and one without secrets, as it is."""
    kind = media.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        return query(raw.decode("utf-8", "replace")).encode()
    if kind.endswith(("/xml", "+xml")):
        return _ELEMENT.sub(_masked_element, raw)
    if kind.endswith(("/json", "+json")) or raw.lstrip()[:1] in (b"{", b"["):
        return _json(raw)
    return raw


def query(text: str) -> str:
    """A query string, or the body of a form, with its secrets masked."""
    pairs = parse_qsl(text, keep_blank_values=True)
    if not any(secret(name) for name, _ in pairs):
        return text
    return urlencode([(name, masked(value) if secret(name) else value) for name, value in pairs], safe="*")


def secret(name: str) -> bool:
    """Whether what a field of this name holds in a body or query is a secret."""
    return bool(_INSIDE.search(name)) and name.lower() not in _ABOUT


def _json(raw: bytes) -> bytes:
    try:
        tree = json.loads(raw)
    except (ValueError, RecursionError):
        return raw
    clean = _tree(tree)
    return raw if clean == tree else json.dumps(clean, ensure_ascii=False, separators=(",", ":")).encode()


def _tree(value: Any) -> Any:
    if isinstance(value, list):
        return [_tree(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: masked(one) if isinstance(one, str) and secret(name) else _tree(one) for name, one in value.items()}


def _masked_element(found: re.Match[bytes]) -> bytes:
    tag, name, more, value = found.groups()
    if not secret(name.decode("latin-1")):
        return found[0]
    return b"<%s%s>%s</%s>" % (tag, more, masked(value.decode("utf-8", "replace")).encode(), tag)
