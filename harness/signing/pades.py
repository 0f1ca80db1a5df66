"""A PAdES baseline B signature on a PDF, as a token or a remote signing service would make it."""

from __future__ import annotations

import io
from datetime import datetime

from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "ChuKyNguoiNop"
ROOM = 16_384
"""Bytes kept free for the signature; a good four times what a baseline B signature takes."""


class _Session(signers.PdfSigner):
    """A signer whose claimed signing time is given instead of read from this machine's clock."""

    at: datetime | None = None

    def init_signing_session(self, pdf_out, existing_fields_only=False):  # type: ignore[no-untyped-def]
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at or session.system_time
        return session


def sign_pdf(
    document: bytes, *, key: bytes, certificate: bytes, chain: bytes = b"", at: datetime | None = None
) -> bytes:
    """``document`` with one more revision that holds the signature; the bytes before it stay as they were.

    An empty signature field that the document has already is used; otherwise an invisible one is made.
    ``key``, ``certificate`` and ``chain`` are PEM; ``at`` is the claimed signing time (aware). Raises pyHanko's
    ``PdfError`` when ``document`` isn't a PDF.
    """
    certificates = list(load_certs_from_pemder_data(certificate + chain))
    store = SimpleCertificateStore.from_certs(certificates)
    signer = signers.SimpleSigner(certificates[0], load_private_key_from_pemder_data(key, None), store)
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    meta = signers.PdfSignatureMetadata(
        field_name=_place(writer), md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    session = _Session(meta, signer=signer)
    session.at = at
    return bytes(session.sign_pdf(writer, bytes_reserved=ROOM).getvalue())


def _place(writer: IncrementalPdfFileWriter) -> str:
    """Name of the field to sign in."""
    empty = enumerate_sig_fields(writer.prev, filled_status=False)
    return next((str(name) for name, _, _ in empty), FIELD)
