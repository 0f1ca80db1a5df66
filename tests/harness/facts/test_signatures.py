"""Offline verification, with the recorded CA and CRL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from fixtures.pki import Authority
from harness.doctor import Doctor
from harness.facts.book import Book
from harness.facts.missing import FactMissing
from harness.facts.result import ResultFact
from harness.facts.signatures import Anchors, holder, signatures
from harness.facts.signing import Signing
from harness.journeys.files import pdf
from harness.signing.pades import sign_pdf

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
NAME, CCCD = "Nguyễn Văn Ký", "CCCD:001085000123"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.create(now=NOW)


def signed(authority: Authority, kind: str, issuer: Authority | None = None) -> bytes:
    made = (issuer or authority).issue(NAME, CCCD, kind=kind)
    return sign_pdf(pdf("to sign"), key=made.key_pem, certificate=made.certificate_pem, chain=authority.pem, at=NOW)


def test_a_good_signature_holds(authority: Authority) -> None:
    found = signatures(signed(authority, "valid"), Anchors(authority.pem, authority.crl()))
    assert [(item.uid, item.holds, item.state) for item in found] == [(CCCD, True, "")]
    assert found[0].at == NOW


@pytest.mark.parametrize(
    ("kind", "words"),
    [("expired", "không còn hiệu lực"), ("revoked", "thu hồi"), ("self_signed", "không được tin cậy")],
)
def test_a_bad_certificate_does_not(kind: str, words: str, authority: Authority) -> None:
    content = signed(authority, kind)
    found = signatures(content, Anchors(authority.pem, authority.crl()))
    assert not found[0].holds
    assert words in found[0].state


def test_another_authority_is_not_trusted(authority: Authority) -> None:
    stranger = Authority.create(now=NOW)
    found = signatures(signed(authority, "valid", issuer=stranger), Anchors(authority.pem, authority.crl()))
    assert not found[0].trusted


def test_an_altered_file_is_not_intact(authority: Authority) -> None:
    content = signed(authority, "valid").replace(b"(to sign)", b"(altered)", 1)
    found = signatures(content, Anchors(authority.pem, authority.crl()))
    assert not found[0].intact
    assert "thay đổi" in found[0].state


@pytest.mark.parametrize("trailer", [True, False])
def test_a_file_that_was_added_to_is_not_covered(trailer: bool, authority: Authority) -> None:
    content = signed(authority, "valid")
    added = content[content.rfind(b"startxref") :] if trailer else b"%%EOF\n"
    found = signatures(content + b"\n% more\n" + added, Anchors(authority.pem, authority.crl()))
    assert len(found) == trailer
    assert not any(item.holds for item in found)


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_signed_pdf_has_no_signatures(content: bytes, authority: Authority) -> None:
    assert signatures(content, Anchors(authority.pem, authority.crl())) == []


def test_the_holder_of_a_certificate(authority: Authority) -> None:
    assert holder(authority.official("Sở Xây dựng", "Y99.01").certificate_pem) == "Y99.01"


def test_the_golden_signatures_still_hold_today(book: Book) -> None:
    made = Signing(book).made[0]
    assert [item.holds for item in Signing(book).verify(made.signed)] == [True]
    result = ResultFact(book)
    assert [item.uid for item in result.signatures if item.holds] == [result.agency]
    assert [item.uid for item in result.issued if item.holds] == [result.agency]


def test_without_trust_nothing_can_be_said(doctored: Callable[[Callable[[Doctor], object]], Book]) -> None:
    changed = doctored(lambda d: d.drop(lambda event: event["kind"] == "trust"))
    with pytest.raises(FactMissing, match="chứng thư gốc"):
        Anchors.of(changed)
