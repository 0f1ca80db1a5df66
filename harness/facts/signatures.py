"""Verifying PDF signatures offline, with the CA and CRL that the recording holds.

Revocation must be known ("require"): "hard-fail" would let certificates without a CRL address through.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from harness.facts.book import Book
from harness.facts.missing import FactMissing

USER_ID = "0.9.2342.19200300.100.1.1"
"""Object identifier of the UID attribute, which carries ``CCCD:<number>``, ``MST:<code>`` or an agency code."""


@dataclass(frozen=True)
class Signature:
    """One signature of a PDF. ``at``: the signer's own word on when; ``problem``: why it doesn't hold, or empty."""

    uid: str
    subject: str
    at: datetime | None
    intact: bool
    trusted: bool
    revoked: bool
    covers_all: bool
    problem: str

    @property
    def holds(self) -> bool:
        """Intact, from a trusted and unrevoked certificate valid at the time; nothing but signatures added after it."""
        return not self.state

    @property
    def state(self) -> str:
        """What is wrong with it, in Vietnamese; empty when it holds."""
        wrong = {
            self.problem: bool(self.problem),
            "nội dung đã bị thay đổi sau khi ký": not self.intact,
            "chứng thư đã bị thu hồi": self.revoked,
            "chứng thư không được tin cậy hoặc không còn hiệu lực": not self.trusted and not self.revoked,
            "chữ ký không phủ toàn bộ tệp": not self.covers_all,
        }
        return "; ".join(words for words, holds in wrong.items() if holds)


@dataclass(frozen=True)
class Anchors:
    """What signatures are verified against."""

    authority: bytes
    revocations: bytes

    @classmethod
    def of(cls, book: Book) -> Anchors:
        """The recorded CA and CRL. Raises :class:`FactMissing` when the recording has none."""
        found = book.events("trust")
        if not found:
            raise FactMissing("Bản ghi không có chứng thư gốc và danh sách thu hồi để kiểm tra chữ ký số")
        return cls(book.body(found[-1]["ca"]), book.body(found[-1]["crl"]))


def signatures(content: bytes, anchors: Anchors, at: datetime | None = None) -> list[Signature]:
    """The signatures in a PDF, in the order of signing; empty for an unsigned or unreadable file.

    ``at`` (aware): the moment at which certificates must have been valid; the signing time when None.
    """
    found = list(_embedded(content))
    last = max((sum(list(embedded.byte_range)[-2:]) for embedded in found), default=0)
    added = bool(content[last:].strip())
    return [_judge(embedded, anchors, at, added) for embedded in found]


def _embedded(content: bytes) -> Iterator[Any]:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        yield from PdfFileReader(io.BytesIO(content)).embedded_regular_signatures
    except (PdfError, ValueError, KeyError, TypeError, IndexError):
        return


def _judge(embedded: Any, anchors: Anchors, at: datetime | None, added: bool) -> Signature:
    """``added``: bytes stand in the file after what the last signature covers."""
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    when = embedded.self_reported_timestamp
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
    status, problem = None, ""
    try:
        status = validate_pdf_signature(embedded, _context(anchors, at or when), key_usage_settings=usage)
    except Exception as error:
        problem = f"không kiểm tra được ({type(error).__name__}: {error})"
    certificate = embedded.signer_cert
    return Signature(
        uid=_uid(certificate),
        subject=certificate.subject.human_friendly,
        at=when,
        intact=bool(status and status.intact and status.valid),
        trusted=bool(status and status.trusted),
        revoked=bool(status and status.revoked),
        covers_all=bool(status and not added and status.modification_level <= ModificationLevel.FORM_FILLING),
        problem=problem,
    )


def _context(anchors: Anchors, at: datetime | None) -> Any:
    from asn1crypto import crl, pem
    from pyhanko.keys import load_certs_from_pemder_data
    from pyhanko_certvalidator import ValidationContext

    listed = anchors.revocations
    listed = pem.unarmor(listed)[2] if pem.detect(listed) else listed
    return ValidationContext(
        trust_roots=list(load_certs_from_pemder_data(anchors.authority)),
        crls=[crl.CertificateList.load(listed)],
        allow_fetching=False,
        revocation_mode="require",
        moment=at,
    )


def holder(certificate: bytes) -> str:
    """The UID on a certificate (PEM or DER)."""
    from pyhanko.keys import load_certs_from_pemder_data

    return _uid(next(iter(load_certs_from_pemder_data(certificate))))


def _uid(certificate: Any) -> str:
    pairs = [pair for names in certificate.subject.chosen for pair in names]
    return next((str(pair["value"].native) for pair in pairs if pair["type"].dotted == USER_ID), "")
