"""Strategies for XML as it comes from strangers: text that fits, documents cut, bent and booby-trapped, plain noise."""

from __future__ import annotations

from hypothesis import strategies as st

LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"], exclude_characters="\ufffe\uffff")
"""Characters that an XML 1.0 document can hold as they are."""

WORDS = st.text(LETTERS, max_size=40)
NAMES = (
    "",
    "Nguyễn Thị Đỗ Lan",
    "  ",
    "<b>",
    "&lt;",
    "]]>",
    "'\"",
    "\u200b",
    "ĐÐđ",
    "0" * 300,
    "../../etc/passwd",
    "%00",
)

HOSTILE: tuple[bytes, ...] = (
    b"",
    b"\x00",
    b"\xef\xbb\xbf",
    b"<",
    b"<a/><a/>",
    b"<?xml version='1.0' encoding='UTF-16'?><a/>",
    b"<?xml version='1.0' encoding='no-such'?><a/>",
    "<?xml version='1.0'?><a>ở</a>".encode("utf-16"),
    b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
    b"<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/evil.dtd'><a/>",
    b"<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/p'> %p;]><a/>",
    b"<!DOCTYPE a [<!ENTITY l0 'ha'>"
    + b"".join(b"<!ENTITY l%d '%s'>" % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]><a>&l9;</a>",
    b"<a>&undefined;</a>",
    b"<a>" * 2000 + b"</a>" * 2000,
    b"<a " + b" ".join(b"x%d='y'" % n for n in range(2000)) + b"/>",
    b"<a x='1' x='2'/>",
    b"<p:a/>",
    b"<a xmlns:p=''><p:b/></a>",
    b"<?xml-stylesheet href='http://127.0.0.1:9/x'?><a><!-- -- --></a>",
    b"<a>\x01</a>",
    b"<a>\xff\xfe</a>",
    b"<a>" + b"x" * 100_000 + b"</a>",
)
"""Documents that attack a parser, or that no parser should take."""


def hostile() -> st.SearchStrategy[bytes]:
    """One of the attacks, or noise."""
    return st.one_of(st.sampled_from(HOSTILE), st.binary(max_size=200), WORDS.map(str.encode))


@st.composite
def bent(draw: st.DrawFn, sound: st.SearchStrategy[bytes]) -> bytes:
    """A ``sound`` document with something wrong: cut, doubled, a piece replaced or left out, an attack put in."""
    document = draw(sound)
    start = draw(st.integers(0, len(document)))
    end = draw(st.integers(start, min(len(document), start + 200)))
    put = draw(st.one_of(st.just(b""), st.binary(max_size=20), st.sampled_from(HOSTILE), st.just(document)))
    return document[:start] + put + document[end:]


def texts() -> st.SearchStrategy[str]:
    """A field's text: anything that XML can hold, often something awkward."""
    return st.one_of(st.sampled_from(NAMES), WORDS)
