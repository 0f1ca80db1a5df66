"""Hostile XML never gets through the one parser that the mocks share."""

from __future__ import annotations

import pytest

from mocks.markup import MarkupError, each, first, local, namespace, parse, text

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><r>&c;</r>"""


@pytest.mark.parametrize(
    "data",
    [
        LAUGHS,
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><r>&x;</r>',
        b'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><r/>',
        b'<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]><r/>',
        "<!DOCTYPE r [<!ENTITY a 'x'>]><r>&a;</r>".encode("utf-16"),
        b"<r>&undefined;</r>",
    ],
    ids=["laughs", "external", "dtd", "parameter", "utf-16", "undefined"],
)
def test_entities_and_document_types_are_refused(data: bytes) -> None:
    with pytest.raises(MarkupError):
        parse(data)


@pytest.mark.parametrize(
    "data", [b"", b"   ", b"{}", b"<r>", b"<r></q>", b"\xff\xfe\x00", b'<r a="1" a="2"/>', b"PK\x03\x04"]
)
def test_what_is_not_xml_is_refused(data: bytes) -> None:
    with pytest.raises(MarkupError):
        parse(data)


def test_a_tree_too_deep_is_refused() -> None:
    with pytest.raises(MarkupError, match="well-formed"):
        parse(b"<a>" * 5000 + b"</a>" * 5000)


def test_a_text_too_long_is_refused() -> None:
    with pytest.raises(MarkupError, match="well-formed"):
        parse(b"<a>" + b"x" * 10_000_001 + b"</a>")


def test_a_document_above_the_limit_is_refused() -> None:
    with pytest.raises(MarkupError, match="more than 10"):
        parse(b"<aaaaaaaa/>", limit=10)


def test_comments_and_instructions_disappear() -> None:
    assert text(parse(b"<r><!-- a --><?php b?><c>x<!-- y -->z</c></r>"), "c") == "xz"


def test_an_ordinary_document_is_read_by_local_names() -> None:
    root = parse('<n:r xmlns:n="urn:n"><n:a><b>Đỗ</b><b> Hà </b></n:a></n:r>'.encode())
    assert (local(root), namespace(root), namespace(root[0][0])) == ("r", "urn:n", "")
    assert [b.text for b in each(root, "a", "b")] == ["Đỗ", " Hà "]
    assert text(root, "a", "b") == "Đỗ"
    assert text(root, "a", "z") == ""
    assert first(None, "a") is None
