import io
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from fixtures.pki import Authority
from harness.journeys.files import pdf
from harness.signing import KINDS, WRONG, Holder, Keyring, WrongKind

ME = Holder("Nguyễn Thị Hoa", "CCCD:099190000011")
SHE = Holder("Trần Văn Bình", "CCCD:099090000022")
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DOCUMENT = pdf("Don de nghi cap lai")


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.create(now=AT)


@pytest.fixture(scope="module")
def keyring(authority) -> Keyring:
    return Keyring(authority, revoked=[ME])


def sign(keyring: Keyring, kind: str = "valid"):
    return keyring.sign(DOCUMENT, ME, kind=kind, other=SHE, at=AT)


def judge(authority: Authority, document: bytes):
    from asn1crypto import crl, pem

    revoked = crl.CertificateList.load(pem.unarmor(authority.crl())[2])
    root = next(iter(load_certs_from_pemder_data(authority.pem)))
    context = ValidationContext(
        trust_roots=[root], crls=[revoked], allow_fetching=False, revocation_mode="require", moment=AT
    )
    signature = PdfFileReader(io.BytesIO(document)).embedded_regular_signatures[0]
    return signature, validate_pdf_signature(signature, context)


def test_a_valid_signature_is_trusted_and_covers_the_document(keyring, authority):
    made = sign(keyring)
    signature, status = judge(authority, made.document)
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert (made.subject, made.identifier, made.kind) == (ME.name, ME.identifier, "valid")
    assert signature.self_reported_timestamp == AT
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_the_document_signed_stays_as_it_was(keyring):
    assert sign(keyring).document.startswith(DOCUMENT)


def test_a_place_prepared_in_the_document_is_used(keyring, authority):
    prepared = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(DOCUMENT))
    append_signature_field(writer, SigFieldSpec("O_ky_cua_toi"))
    writer.write(prepared)
    signature, status = judge(authority, keyring.sign(prepared.getvalue(), ME, other=SHE, at=AT).document)
    assert signature.field_name == "O_ky_cua_toi"
    assert status.trusted


@pytest.mark.parametrize("kind", [kind for kind in WRONG if kind != "other_person"])
def test_wrong_certificates_are_not_trusted(keyring, authority, kind):
    made = sign(keyring, kind)
    _, status = judge(authority, made.document)
    assert status.intact
    assert not status.trusted
    assert made.identifier == ME.identifier


def test_the_revoked_one_is_on_the_list(keyring, authority):
    _, status = judge(authority, sign(keyring, "revoked").document)
    assert status.revoked


def test_another_persons_certificate_is_good_but_not_mine(keyring, authority):
    made = sign(keyring, "other_person")
    _, status = judge(authority, made.document)
    assert status.trusted
    assert made.identifier == SHE.identifier


def test_a_kind_there_is_not(keyring):
    with pytest.raises(WrongKind, match="expired"):
        sign(keyring, "stolen")


def test_what_is_not_a_pdf_cannot_be_signed(keyring):
    with pytest.raises(PdfError):
        keyring.sign(b"not a pdf", ME, other=SHE, at=AT)


def test_the_same_holder_keeps_the_same_key(keyring):
    def certificate() -> bytes:
        signatures = PdfFileReader(io.BytesIO(sign(keyring).document)).embedded_regular_signatures
        return signatures[0].signer_cert.dump()

    assert certificate() == certificate()


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig of poppler is the independent reader; not installed")
@pytest.mark.parametrize(("flip", "verdict"), [(False, "Signature is Valid."), (True, "Digest Mismatch.")])
def test_an_independent_reader_agrees(keyring, tmp_path: Path, flip, verdict):
    document = bytearray(keyring.sign(DOCUMENT, ME, other=SHE, at=datetime.now(UTC) - timedelta(minutes=1)).document)
    if flip:
        document[document.index(b"Don de nghi")] ^= 1
    path = tmp_path / "signed.pdf"
    path.write_bytes(document)
    found = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
    assert verdict in found
    assert "Total document signed" in found


def test_every_kind_is_offered():
    assert set(WRONG) < set(KINDS)
