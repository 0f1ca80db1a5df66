"""From the bytes of a request to what an operation's handler expects, or to a refusal that names the field."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from lxml import etree
from pydantic import ValidationError
from pydantic_core import from_json

from mocks.kernel.operation import Refusal

UNREAD: Any = object()
"""Marks a body that nobody has parsed yet."""


class NotJson(ValueError):
    """The body is no JSON."""


_EXPECTED = {
    "missing": "có trường này",
    "string_type": "chuỗi ký tự",
    "int_type": "số nguyên",
    "int_parsing": "số nguyên",
    "bool_type": "true hoặc false",
    "list_type": "một danh sách",
    "dict_type": "một đối tượng",
    "model_type": "một đối tượng",
    "model_attributes_type": "một đối tượng",
    "string_too_short": "ít nhất {min_length} ký tự",
    "string_too_long": "nhiều nhất {max_length} ký tự",
    "string_pattern_mismatch": "theo mẫu {pattern}",
    "literal_error": "một trong {expected}",
    "extra_forbidden": "không có trường này",
    "too_short": "ít nhất {min_length} phần tử",
    "too_long": "nhiều nhất {max_length} phần tử",
    "json_invalid": "nội dung JSON đúng cú pháp",
}


def form(raw: bytes) -> dict[str, str]:
    """The fields of a form post (``application/x-www-form-urlencoded``); of a repeated one the last value.

    Raises:
        ValueError: not UTF-8.
    """
    return dict(parse_qsl(raw.decode(), keep_blank_values=True))


def xml(raw: bytes) -> etree._Element:
    """The root element; entities, DTD loading and the network are off.

    Raises:
        ValueError: not well-formed, or with a document type declaration.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"XML không đúng cú pháp: {error}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("XML không được khai báo DOCTYPE")
    return root


def quick(raw: bytes) -> Any:
    """Any JSON value, by the fast parser.

    Raises:
        NotJson: it is none.
    """
    try:
        return from_json(raw)
    except ValueError:
        raise NotJson from None


def plain(raw: bytes) -> Any:
    """Any JSON value, by the standard library: the second opinion on :func:`quick`.

    Raises:
        NotJson: it is none.
    """
    try:
        value = json.loads(raw.decode())
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise NotJson from None
    return value


def named(tree: Any, raw: bytes, headers: Mapping[str, str], kind: str, name: str) -> str | None:
    """The value by which a selector of ``kind`` and ``name`` picks the operation; None when it isn't there."""
    if kind == "header":
        return headers.get(name.lower())
    if kind == "field":
        value = tree.get(name) if isinstance(tree, dict) else None
        return None if value is None else str(value)
    return _element(raw, name)


def refusal(error: ValueError, raw: bytes, clause: str) -> Refusal:
    """What a decoding error says, in the words of the journal."""
    first: Any = error.errors(include_url=False)[0] if isinstance(error, ValidationError) else None
    if isinstance(error, NotJson) or (first and first["type"] == "json_invalid"):
        return Refusal("message.json_invalid", clause, _EXPECTED["json_invalid"], _short(raw))
    if first:
        return Refusal(
            rule=f"message.{first['type']}",
            clause=clause,
            expected=_expected(first),
            received="không có" if first["type"] == "missing" else _short(first["input"]),
            field=dotted(first["loc"]),
        )
    return Refusal("message.unreadable", clause, "nội dung đọc được", f"{error} · {_short(raw)}")


def dotted(location: Sequence[int | str]) -> str:
    """``data.0.MaHoSo`` from a path of keys and positions."""
    return ".".join(str(part) for part in location)


def _element(raw: bytes, name: str) -> str | None:
    found = next((node for node in xml(raw).iter() if _local(node) == name), None)
    if found is None:
        return None
    children = [_local(child) for child in found if isinstance(child.tag, str)]
    return children[0] if children else (found.text or "").strip()


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _expected(first: Any) -> str:
    text = _EXPECTED.get(first["type"])
    return first["msg"] if text is None else text.format_map(first.get("ctx") or {})


def _short(value: Any) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else _text(value)
    return text if len(text) <= 200 else f"{text[:200]}…"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
