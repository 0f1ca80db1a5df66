"""XML as it comes from outside: parsed without entities, document types, network or huge trees.

Every mock that reads XML reads it through :func:`parse`; a document that tries any of these is a
:class:`MarkupError`, never an expansion.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

LIMIT = 50 * 1024 * 1024
"""Largest document read, in bytes (axis-population-enterprise §1.4 gives 50 MB for the document axis)."""


class MarkupError(ValueError):
    """The bytes are not an XML document that we are willing to read."""


def parse(data: bytes, limit: int = LIMIT) -> etree._Element:
    """The root element of ``data``.

    Raises MarkupError for anything not well formed, above ``limit`` bytes, nested deeper or holding a
    longer text than libxml2's own safe limits (256 levels, 10 MB), or carrying a DOCTYPE.
    """
    if len(data) > limit:
        raise MarkupError(f"the document has {len(data)} bytes, more than {limit}")
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise MarkupError(f"not well-formed XML: {error}") from error
    if root is None:
        raise MarkupError("not well-formed XML: no root element")
    document: Any = root.getroottree().docinfo
    if document.doctype:
        raise MarkupError("a DOCTYPE is not allowed")
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def local(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return etree.QName(element).localname


def namespace(element: etree._Element) -> str:
    """The element's namespace; empty when it has none."""
    return etree.QName(element).namespace or ""


def each(element: etree._Element | None, *path: str) -> Iterator[etree._Element]:
    """The descendants reached by ``path`` of local names, whatever their namespace."""
    if element is None:
        return
    if not path:
        yield element
        return
    for child in element:
        if local(child) == path[0]:
            yield from each(child, *path[1:])


def first(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant reached by ``path``; None when there is none."""
    return next(each(element, *path), None)


def text(element: etree._Element | None, *path: str) -> str:
    """The stripped text at ``path``; empty when absent."""
    found = first(element, *path)
    return "" if found is None else (found.text or "").strip()
