"""The certificates of the drive's applicants: one valid each, and the wrong ones a service must refuse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from fixtures.pki import Authority, Credential

Kind = Literal["valid", "expired", "revoked", "other_person", "self_signed"]
KINDS: tuple[Kind, ...] = ("valid", "expired", "revoked", "other_person", "self_signed")
WRONG: tuple[Kind, ...] = KINDS[1:]


class WrongKind(Exception):
    """No such kind of certificate; our own mistake."""


@dataclass(frozen=True)
class Holder:
    """Who a certificate is for. ``identifier``: ``CCCD:<personal number>`` or ``MST:<enterprise code>``."""

    name: str
    identifier: str


@dataclass(frozen=True)
class Signature:
    """A signed document and the certificate that signed it; ``kind`` as asked for."""

    document: bytes
    kind: Kind
    subject: str
    identifier: str


class Keyring:
    """Issues and keeps credentials. Revoked ones must be known before the CRL is made: name them at the start."""

    def __init__(self, authority: Authority, revoked: Iterable[Holder] = ()) -> None:
        self._authority = authority
        self._kept: dict[tuple[Holder, str], Credential] = {}
        for holder in revoked:
            self._credential(holder, "revoked")

    def sign(self, document: bytes, holder: Holder, *, kind: Kind = "valid", other: Holder, at: datetime) -> Signature:
        """Sign ``document`` for ``holder`` at ``at`` with a certificate of ``kind``.

        ``other`` is the holder of the certificate that belongs to another person. Raises :class:`WrongKind` for a
        kind there isn't, pyHanko's ``PdfError`` when ``document`` isn't a PDF.
        """
        from harness.signing.pades import sign_pdf  # pyHanko takes a second to import; the bed starts meanwhile

        if kind not in KINDS:
            raise WrongKind(f"{kind!r} is none of {', '.join(KINDS)}")
        owner = other if kind == "other_person" else holder
        credential = self._credential(owner, "valid" if kind == "other_person" else kind)
        chain = b"" if kind == "self_signed" else self._authority.pem
        signed = sign_pdf(document, key=credential.key_pem, certificate=credential.certificate_pem, chain=chain, at=at)
        return Signature(signed, kind, credential.subject, credential.identifier)

    def credential(self, holder: Holder) -> Credential:
        """The valid credential of ``holder``, for a process that signs on its own."""
        return self._credential(holder, "valid")

    def _credential(self, holder: Holder, kind: str) -> Credential:
        key = (holder, kind)
        if key not in self._kept:
            self._kept[key] = self._authority.issue(holder.name, holder.identifier, kind=kind)
        return self._kept[key]
