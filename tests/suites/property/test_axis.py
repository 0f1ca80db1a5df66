"""The document axis under generated edXML, multipart and headers: it takes them, or says FAIL with an ErrorCode."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mocks.axis.api import SYSTEM
from mocks.kernel.testing import Bench
from suites.property import axis
from suites.property.axis import Station, documents, files, multipart, spoiled, told
from suites.property.markup import bent, hostile

EFFORT = settings(max_examples=60, deadline=None, database=None, derandomize=True)
LATIN = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"), max_size=40)


@pytest.fixture(scope="module")
def city() -> Station:
    return Station.of(Bench(SYSTEM), "Y99")


def test_a_whole_document_is_taken_and_comes_out_as_it_went_in(city: Station) -> None:
    @EFFORT
    @given(documents(files()))
    def sent(document: bytes) -> None:
        answer = city.send(document)
        assert answer.json()["status"] == "OK", answer.text
        again = city.call("POST", "getEdoc", {"docid": answer.json()["DocId"]})
        assert base64.b64decode(again.json()["data"]) == document

    sent()


def test_a_spoiled_attachment_is_taken_or_refused(city: Station) -> None:
    @settings(EFFORT, max_examples=200)
    @given(documents(spoiled()))
    def sent(document: bytes) -> None:
        told(city.send(document))
        assert city.bench.last.error == ""

    sent()


def test_a_broken_or_hostile_document_is_taken_or_refused(city: Station) -> None:
    @EFFORT
    @given(st.one_of(hostile(), bent(documents(files()))))
    def sent(document: bytes) -> None:
        found = told(city.send(document))
        assert found is not None
        assert (found.status == "OK") == city.bench.last.accepted

    sent()


def test_a_broken_multipart_body_is_taken_or_refused(city: Station) -> None:
    sound = documents(files())

    @EFFORT
    @given(sound, st.one_of(bent(sound.map(multipart)), hostile()), st.one_of(st.just(""), LATIN))
    def sent(document: bytes, body: bytes, content_type: str) -> None:
        told(city.send(document, body, content_type))
        assert city.bench.last.error == ""

    sent()


@pytest.mark.parametrize(("method", "name"), axis.OPERATIONS)
def test_any_signed_header_is_taken_or_refused(city: Station, method: str, name: str) -> None:
    known = {"servicetype": "eDoc", "messagetype": "status", "docid": "x", "status": "done", "from": "Y99", "to": "[]"}
    given_headers = st.dictionaries(st.sampled_from([*known, "hash-file", "systemid", "timestamp"]), LATIN)

    @EFFORT
    @given(given_headers, st.booleans())
    def sent(strange: dict[str, str], complete: bool) -> None:
        told(city.call(method, name, {**(known if complete else {}), **strange}))
        assert city.bench.last.error == ""

    sent()


def test_unsigned_headers_are_refused(city: Station) -> None:
    names = [name.lower() for name in city.sign({})]

    @EFFORT
    @given(st.dictionaries(st.sampled_from(names), LATIN, min_size=1))
    def sent(strange: dict[str, str]) -> None:
        headers = {**{name.lower(): value for name, value in city.sign({}).items()}, **strange}
        answer = city.bench.call("POST", "/getAgenciesList", headers=headers)
        found = told(answer)
        assert found is not None
        assert (found.status == "OK") == city.bench.last.accepted

    sent()
