"""edXML is read leniently: any order, prefixed or not, zipped or plain."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import datetime

import pytest

from mocks.axis.messages import Envelope, ResponseFor, read, write_status

DOSSIER = "000.00.01.Y99-261122-0001"


def test_order_and_prefixes_do_not_matter(edxml) -> None:
    ordinary = edxml.document()
    plain = ordinary.replace(b"<edXML:", b"<").replace(b"</edXML:", b"</").replace(b"xmlns:edXML=", b"xmlns:unused=")
    subject = "<Subject>Công khai kết quả</Subject>".encode()
    moved = plain.replace(subject, b"").replace(b"</MessageHeader>", subject + b"</MessageHeader>")
    assert read(ordinary) == read(plain) == read(moved)


def test_a_document_without_optional_parts(edxml) -> None:
    envelope = read(edxml.document(attachments="", manifest="", content="", other=""))
    assert (envelope.sender, envelope.receivers, envelope.business) == ("Y99.01", ("G17",), "0")
    assert (envelope.attachments, envelope.references, envelope.dossier) == ((), (), "")


def test_the_kind_of_business_document(edxml) -> None:
    trace = "<edXML:Bussiness><edXML:BussinessDocType>1</edXML:BussinessDocType></edXML:Bussiness>"
    assert read(edxml.document(trace=trace)).business == "1"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"subject": f"Kết quả {DOSSIER}", "content": ""}, DOSSIER),
        ({"content": f"({DOSSIER}), kính gửi."}, DOSSIER),
        ({"content": "hồ sơ G09.20-20260609-0092637"}, "G09.20-20260609-0092637"),
        ({"content": "", "other": f"<ReferenceCodes><Code>{DOSSIER}</Code></ReferenceCodes>"}, DOSSIER),
        ({"content": "", "other": f"<Appendixes><Appendix>{DOSSIER}</Appendix></Appendixes>"}, DOSSIER),
        ({"content": "số 1000.00.01.Y99-261122-0001"}, ""),
        ({"content": f"{DOSSIER}9"}, ""),
        ({"content": "ngày 22-11-2026"}, ""),
    ],
)
def test_a_dossier_code_is_found_where_senders_put_it(edxml, change: dict[str, str], found: str) -> None:
    assert read(edxml.document(**change)).dossier == found


def test_reference_codes_come_before_other_places(edxml) -> None:
    other = "<ReferenceCodes>000.00.01.Y99-261122-0002</ReferenceCodes>"
    assert read(edxml.document(other=other)).dossier == "000.00.01.Y99-261122-0002"


@pytest.mark.parametrize(("content_type", "zipped"), [("application/zip", True), ("application/pdf", False)])
def test_the_transport_zip_is_taken_off_only_when_declared(edxml, content_type: str, zipped: bool) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("ket-qua.pdf", edxml.pdf)
    data = buffer.getvalue()
    (attachment,) = read(edxml.document(attachments=edxml.attachment(data, content_type=content_type))).attachments
    expected = edxml.pdf if zipped else data
    shown = attachment.describe()
    assert (shown["zipped"], shown["size"]) == (zipped, len(expected))
    assert shown["sha256"] == hashlib.sha256(expected).hexdigest()


def test_an_archive_of_several_files_stays_as_sent(edxml) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.pdf", b"a")
        archive.writestr("b.pdf", b"b")
    attachment = edxml.attachment(buffer.getvalue(), content_type="application/zip")
    assert read(edxml.document(attachments=attachment)).attachments[0].describe()["zipped"] is False


def test_what_is_written_can_be_read() -> None:
    reply = ResponseFor("Y99.01", "15/SXD-QLN", "Y99.01,2026/11/22,15/SXD-QLN", "2026/11/22")
    told = Envelope(sender="G17", replies=(reply,), status_code="02", description="Thiếu <chữ ký> & con dấu")
    data = write_status(told, datetime.fromisoformat("2026-11-22T09:00:00+07:00"))
    envelope = read(data)
    assert (envelope.sender, envelope.replies, envelope.status_code) == ("G17", (reply,), "02")
    assert envelope.description == "Thiếu <chữ ký> & con dấu"
    assert b"2026/11/22 09:00:00" in data
