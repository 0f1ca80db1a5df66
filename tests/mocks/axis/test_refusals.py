"""Every rule of the axis refuses what breaks it, with an ErrorCode and a reason."""

from __future__ import annotations

import base64
import io
import json
import zipfile

import pytest

REFERENCE = "<edXML:Reference><edXML:ContentId>cid:{0}</edXML:ContentId></edXML:Reference>"


def refused(bench, answer) -> tuple[str, str]:
    """ErrorCode and rule of the newest refusal."""
    assert answer["status"] == "FAIL"
    assert answer["ErrorDesc"]
    assert bench.last.refusal is not None
    assert not bench.last.accepted
    return answer["ErrorCode"], bench.last.refusal.rule


@pytest.mark.parametrize(
    ("headers", "code", "rule"),
    [
        ({"XroadVnpt-version": "2.0"}, "100", "axis.version"),
        ({"XroadVnpt-version": ""}, "100", "axis.version"),
        ({"XroadVnpt-sign-header": ""}, "15", "axis.sign_header"),
        ({"XroadVnpt-sign-header": "[]"}, "15", "axis.sign_header"),
        ({"XroadVnpt-sign-header": '{"a":1}'}, "15", "axis.sign_header"),
        ({"XroadVnpt-sign-header": "{"}, "15", "axis.sign_header"),
        ({"XroadVnpt-sign-header-key": "timestamp"}, "15", "axis.sign_header_key"),
        ({"XroadVnpt-sign-header-key": ""}, "15", "axis.sign_header_key"),
        ({"XroadVnpt-docId": "them-vao"}, "15", "axis.unsigned_header"),
        ({"XroadVnpt-timestamp": "22112026T090000+0123"}, "15", "axis.signed_value"),
        ({"XroadVnpt-hash-header": "0" * 64}, "15", "axis.hash_header"),
        ({"XroadVnpt-hash-header": ""}, "15", "axis.hash_header"),
    ],
)
def test_a_call_that_is_not_properly_signed(city, bench, headers: dict[str, str], code: str, rule: str) -> None:
    assert refused(bench, city.call("POST", "getAgenciesList", headers=headers).json()) == (code, rule)


@pytest.mark.parametrize(
    "stamp", ["", "2026-11-22T08:00:00", "32112026T080000+0123", "22112026080000", "22112026T080000+"]
)
def test_a_malformed_time_stamp(city, bench, stamp: str) -> None:
    assert refused(bench, city.post("getAgenciesList", timestamp=stamp)) == ("100", "axis.timestamp")


@pytest.mark.parametrize(
    "stamp", ["22112026T080000+0123", "22112026T080000+0700", "22112026T080000Z", "22112026T080000"]
)
def test_the_offset_of_a_time_stamp_is_not_held_against_it(city, stamp: str) -> None:
    assert city.post("getAgenciesList", timestamp=stamp)["status"] == "OK"


@pytest.mark.parametrize("system", ["", "H99", "Y99.01"])
def test_an_unregistered_system(city, bench, system: str) -> None:
    city.system = system
    assert refused(bench, city.post("getAgenciesList")) == ("15", "axis.system")


def test_the_secret_of_another_system(city, ministry, bench) -> None:
    city.secret = ministry.secret
    assert refused(bench, city.post("getAgenciesList")) == ("15", "axis.hash_header")


def test_prefixed_names_and_other_letters_in_a_signed_call(city) -> None:
    headers = city.sign(filePath="/tmp/văn bản")
    names = headers["XroadVnpt-sign-header-key"].split(";")
    headers["XroadVnpt-sign-header-key"] = ";".join(f"XroadVnpt-{name}" for name in names)
    headers["XroadVnpt-filePath"] = "/tmp/văn bản".encode().decode("latin-1")
    assert city.bench.call("POST", "/getAgenciesList", headers=headers).json()["status"] == "OK"


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({}, "axis.required"),
        ({"servicetype": "eDoc"}, "axis.required"),
        ({"servicetype": "mail", "messagetype": "edoc"}, "axis.service_type"),
        ({"servicetype": "eDoc", "messagetype": "thu"}, "axis.message_type"),
    ],
)
@pytest.mark.parametrize("name", ["getReceivedEdocList", "getSentEdocList", "sendEdoc"])
def test_service_and_message_type(city, bench, name: str, given: dict[str, str], rule: str) -> None:
    assert refused(bench, city.post(name, **given)) == ("100", rule)


@pytest.mark.parametrize(("name", "method"), [("getEdoc", "POST"), ("downloadEdoc", "GET"), ("updateStatus", "POST")])
def test_a_document_of_somebody_else_is_unknown(city, ministry, bench, edxml, name: str, method: str) -> None:
    sent = city.send(edxml.document())["DocId"]
    copy = ministry.list()[0]["docId"]
    for station, doc_id in ((city, copy), (ministry, sent), (city, "khong-co")):
        answer = station.call(method, name, docId=doc_id, status="done").json()
        assert refused(bench, answer) == ("100", "axis.document")
    assert refused(bench, city.call(method, name).json()) == ("100", "axis.required")


@pytest.mark.parametrize(
    ("first", "then", "rule"),
    [
        ("done", "processing", "axis.transition"),
        ("done", "fail", "axis.transition"),
        ("fail", "done", "axis.transition"),
        ("processing", "xong", "axis.status"),
        ("processing", "initial", "axis.status"),
    ],
)
def test_a_state_that_can_not_follow(city, ministry, bench, edxml, first: str, then: str, rule: str) -> None:
    city.send(edxml.document())
    doc_id = ministry.list()[0]["docId"]
    assert ministry.post("updateStatus", docId=doc_id, status=first)["status"] == "OK"
    assert refused(bench, ministry.post("updateStatus", docId=doc_id, status=then)) == ("100", rule)
    assert ministry.post("updateStatus", docId=doc_id, status=first)["status"] == "OK", "a repeat is harmless"


@pytest.mark.parametrize(
    ("given", "code", "rule"),
    [
        ({"from": "G17"}, "19", "axis.from"),
        ({"from": ""}, "100", "axis.required"),
        ({"hash_file": ""}, "10", "axis.hash_file"),
        ({"hash_file": "0" * 64}, "10", "axis.hash_file"),
        ({"part": "tep"}, "10", "axis.file"),
        ({"to": "G17"}, "100", "axis.to"),
        ({"to": "[]"}, "100", "axis.to"),
        ({"to": "[1]"}, "100", "axis.to"),
        ({"to": '["H99"]'}, "18", "axis.receiver"),
    ],
)
def test_sending_with_a_wrong_header(city, bench, edxml, given: dict[str, str], code: str, rule: str) -> None:
    assert refused(bench, city.send(edxml.document(), **given)) == (code, rule)
    assert bench.records("documents") == {}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/xml", b"<a/>"),
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=x", b"rac"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="file_doc"\r\n\r\nabc'),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="file_doc"\r\n\r\n\r\n--x--\r\n',
        ),
    ],
)
def test_a_body_that_is_not_the_multipart_it_says(city, bench, kind: str, body: bytes) -> None:
    given = {"servicetype": "eDoc", "messagetype": "edoc", "from": "Y99", "hash_file": "0"}
    answer = city.call("POST", "sendEdoc", body, {"Content-Type": kind}, **given).json()
    assert refused(bench, answer) == ("10", "axis.file")


@pytest.mark.parametrize(
    ("change", "code", "rule"),
    [
        ({"namespace": "http://www.e-doc.vn/Schema/"}, "22", "axis.edxml"),
        ({"sender": ""}, "22", "axis.element"),
        ({"receivers": ""}, "22", "axis.element"),
        ({"subject": ""}, "22", "axis.element"),
        ({"sender": "G17"}, "19", "axis.sender"),
        ({"sender": "H99"}, "19", "axis.sender"),
        ({"manifest": ""}, "22", "axis.manifest"),
        ({"manifest": REFERENCE.format("a1") * 2}, "22", "axis.manifest"),
        ({"manifest": REFERENCE.format("b2")}, "22", "axis.manifest"),
        ({"attachments": ""}, "22", "axis.manifest"),
    ],
)
def test_sending_a_wrong_document(city, bench, edxml, change: dict[str, str], code: str, rule: str) -> None:
    assert refused(bench, city.send(edxml.document(**change))) == (code, rule)
    assert bench.records("copies") == {}


def test_one_unknown_receiver_stops_the_whole_document(city, ministry, bench, edxml) -> None:
    assert refused(bench, city.send(edxml.document("G17", "H99"))) == ("18", "axis.receiver")
    assert bench.last.refusal.received == "H99"
    assert bench.last.keys == {"MaHoSo": "000.00.01.Y99-261122-0001"}
    assert ministry.list() == []


def test_a_document_without_code(city, bench, edxml) -> None:
    data = (
        edxml.document()
        .replace(b"15</edXML:CodeNumber>", b"</edXML:CodeNumber>")
        .replace(b">SXD-QLN</edXML:Code", b"></edXML:Code")
    )
    assert refused(bench, city.send(data)) == ("22", "axis.element")
    assert bench.last.refusal.field == "Code"


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"organ": ""}, "axis.element"),
        ({"sender": ""}, "axis.element"),
        ({"code": "07"}, "axis.status_code"),
        ({"code": ""}, "axis.status_code"),
        ({"code": "3"}, "axis.status_code"),
    ],
)
def test_sending_a_wrong_status(ministry, bench, edxml, change: dict[str, str], rule: str) -> None:
    assert refused(bench, ministry.send(edxml.status(**change), kind="status")) == ("22", rule)


def test_a_status_to_nobody(ministry, bench, edxml) -> None:
    assert refused(bench, ministry.send(edxml.status(organ="H99"), kind="status")) == ("18", "axis.receiver")


HOSTILE = {
    "empty root": b"<edXML/>",
    "text": b"khong phai XML",
    "laughs": b'<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><a>&z;</a>',
    "external": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
    "deep": b"<a>" * 3000 + b"</a>" * 3000,
    "no header": b'<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXMLEnvelope/></edXML>',
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_or_foreign_xml(city, bench, data: bytes) -> None:
    assert refused(bench, city.send(data)) == ("22", "axis.edxml")


def test_an_attachment_that_is_not_base64(city, bench, edxml) -> None:
    encoded = base64.b64encode(edxml.pdf)
    data = edxml.document().replace(encoded, encoded[:-3])
    assert refused(bench, city.send(data)) == ("21", "axis.attachment")


def packed(size: int, names: int = 1) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(names):
            archive.writestr(f"{number}.pdf", b"%PDF" + bytes(size))
    return buffer.getvalue()


def test_a_zip_bomb_is_not_unpacked(city, bench, edxml, monkeypatch) -> None:
    monkeypatch.setattr("mocks.axis.messages.UNPACKED", 100_000)
    bomb = edxml.attachment(packed(200_000), content_type="application/zip")
    assert refused(bench, city.send(edxml.document(attachments=bomb))) == ("21", "axis.attachment")


def test_a_broken_zip(city, bench, edxml) -> None:
    whole = packed(10_000)
    for data in (whole[:-30], whole[:40] + bytes(8) + whole[48:]):
        broken = edxml.attachment(data, content_type="application/zip")
        assert refused(bench, city.send(edxml.document(attachments=broken))) == ("21", "axis.attachment")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_packed_in_an_unusual_way(city, bench, edxml, method: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("a.pdf", b"%PDF" * 100)
    for data in (buffer.getvalue(), buffer.getvalue()[:45] + b"\xff" * 9 + buffer.getvalue()[54:]):
        strange = edxml.attachment(data, content_type="application/zip")
        assert refused(bench, city.send(edxml.document(attachments=strange))) == ("21", "axis.attachment")


@pytest.mark.parametrize(
    ("place", "change"),
    [(-6, b"\xff\xff\xff\x7f"), (-22 - 5, b"\x00"), (8, b"\x00\x08"), (-10, b"\x00\x00\x00\x00")],
)
def test_a_zip_with_nonsense_in_its_directory(city, bench, edxml, place: int, change: bytes) -> None:
    data = bytearray(packed(100))
    data[place % len(data) : place % len(data) + len(change)] = change
    strange = edxml.attachment(bytes(data), content_type="application/zip")
    city.send(edxml.document(attachments=strange))
    assert bench.last.error == ""


def test_nothing_secret_is_told(city) -> None:
    answer = city.call("POST", "getAgenciesList", headers={"XroadVnpt-hash-header": "0" * 64})
    assert city.secret not in json.dumps(answer.json(), ensure_ascii=False)
