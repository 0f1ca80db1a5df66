"""A document travels from the city to the ministry, and its status back."""

from __future__ import annotations

import base64
import hashlib

import pytest

from mocks.kernel.problem import Problem


def test_a_document_arrives_and_waits_until_it_is_acknowledged(city, ministry, edxml) -> None:
    sent = city.send(edxml.document("G17"))
    assert (sent["status"], sent["ErrorCode"]) == ("OK", "0")
    (row,) = ministry.list()
    assert (row["from"], row["to"], row["status"], row["messageType"]) == ("Y99.01", "G17", "initial", "edoc")
    assert row["docId"] != sent["DocId"]
    assert row["created_time"] == "2026/11/22 08:00:00"
    data = ministry.post("getEdoc", docId=row["docId"])["data"]
    assert base64.b64decode(data) == edxml.document("G17")
    assert len(ministry.list()) == 1, "pulling acknowledges nothing"
    assert ministry.post("updateStatus", docId=row["docId"], status="processing")["status"] == "OK"
    assert [one["status"] for one in ministry.list()] == ["processing"]
    assert ministry.post("updateStatus", docId=row["docId"], status="done")["status"] == "OK"
    assert ministry.list() == []


def test_the_sender_sees_what_became_of_each_copy(city, ministry, edxml) -> None:
    sent = city.send(edxml.document("G17", "Y99.50"))["DocId"]
    other = city.send(edxml.document("G17"))["DocId"]
    (row,) = [
        one for one in ministry.list() if one["docId"] == city.list("getSentEdocList", docId=other)[0]["receiverDocId"]
    ]
    ministry.post("updateStatus", docId=row["docId"], status="fail")
    rows = city.list("getSentEdocList", docId=sent)
    assert sorted(one["toCode"] for one in rows) == ["G17", "Y99.50"]
    assert {one["receiveStatus"] for one in rows} == {"initial"}
    (failed,) = city.list("getSentEdocList", docId=other)
    assert (failed["receiveStatus"], failed["notation"], failed["title"]) == ("fail", "15/SXD-QLN", "Công khai kết quả")
    assert (failed["sentTime"], failed["receivedTime"]) == ("2026/11/22 08:00:00", "2026/11/22 08:00:00")
    assert len(city.list("getSentEdocList")) == 3
    assert ministry.list("getSentEdocList") == []


def test_a_repeated_receiver_gets_one_copy(city, ministry, edxml) -> None:
    city.send(edxml.document("G17", "G17"))
    assert len(ministry.list()) == 1


def test_the_to_header_decides_when_there_is_one(city, ministry, edxml) -> None:
    city.send(edxml.document("G17"), to='["Y99.50"]')
    assert ministry.list() == []
    assert [row["to"] for row in city.list()] == ["Y99.50"]


def test_old_agency_codes_are_the_same_agencies(city, ministry, edxml) -> None:
    sent = city.send(edxml.document("000.00.00.G17", sender="000.00.01.Y99"))
    assert sent["status"] == "OK"
    assert [row["to"] for row in ministry.list()] == ["000.00.00.G17"]


def test_the_short_hash_of_the_sdk_is_good_too(city, edxml) -> None:
    data = edxml.document()
    short = "".join(f"{byte:x}" for byte in hashlib.sha256(data).digest())
    assert city.send(data, hash_file=short)["status"] == "OK"


def test_both_sides_can_download_the_document_as_it_is(city, ministry, edxml) -> None:
    sent = city.send(edxml.document())["DocId"]
    received = ministry.list()[0]["docId"]
    for station, doc_id in ((city, sent), (ministry, received)):
        answer = station.call("GET", "downloadEdoc", docId=doc_id)
        assert (answer.status, answer.headers["content-type"]) == (200, "application/xml")
        assert answer.body == edxml.document()


def test_a_status_message_reaches_the_sender_and_the_copy(city, ministry, edxml, bench) -> None:
    city.send(edxml.document())
    told = ministry.send(edxml.status(), kind="status")
    assert told["status"] == "OK"
    assert bench.last.keys["MaHoSo"] == "000.00.01.Y99-261122-0001"
    (row,) = city.list(kind="status")
    assert (row["from"], row["to"], row["messageType"]) == ("G17", "Y99.01", "status")
    assert city.list() == []
    copy = next(one for one in bench.records("copies").values() if one["messageType"] == "edoc")
    assert [(news["code"], news["by"]) for news in copy["business"]] == [("03", "G17")]


def test_a_status_about_an_unknown_document_is_delivered_all_the_same(city, ministry, edxml, bench) -> None:
    assert ministry.send(edxml.status(document_id="khac"), kind="status")["status"] == "OK"
    assert len(city.list(kind="status")) == 1
    assert all(not copy["business"] for copy in bench.records("copies").values())


def test_what_waits_is_counted_by_kind(city, ministry, edxml) -> None:
    city.send(edxml.document())
    ministry.send(edxml.status(), kind="status")
    assert ministry.call("GET", "countReceiveEdoc").json()["count"] == 1
    assert ministry.call("GET", "countReceiveStatus").json()["count"] == 0
    assert city.call("GET", "countReceiveStatus").json()["count"] == 1


def test_agencies_are_listed_in_both_forms(city) -> None:
    old = {row["code"]: row for row in city.post("getAgenciesList")["data"]}
    new = {row["code"]: row for row in city.post("getAgenciesListQD20")["data"]}
    assert set(old["000.00.01.Y99"]) == {"id", "pid", "code", "name", "mail", "oldCode"}
    assert old["000.00.01.Y99"]["pid"] == "Y99"
    assert set(new["Y99.01"]) == {"id", "code", "name", "mail", "code102"}
    assert (new["Y99.01"]["name"], new["Y99.01"]["code102"]) == ("Sở Xây dựng", "000.00.01.Y99")
    assert {"Y99", "G17"} <= set(new)


def test_the_document_is_kept_with_what_a_judge_needs(city, edxml, bench) -> None:
    doc_id = city.send(edxml.document())["DocId"]
    record = bench.records("documents")[doc_id]
    assert (record["from"], record["to"], record["code"]) == ("Y99.01", ["G17"], "15/SXD-QLN")
    assert (record["title"], record["signer"], record["typeName"]) == ("Công khai kết quả", "Lê Thử", "Công văn")
    assert record["sha256"] == hashlib.sha256(edxml.document()).hexdigest()
    assert record["attachments"][0]["sha256"] == hashlib.sha256(edxml.pdf).hexdigest()
    assert record["MaHoSo"] == "000.00.01.Y99-261122-0001"
    assert "edxml" not in record


def test_the_journal_knows_document_and_dossier(city, ministry, edxml, bench) -> None:
    doc_id = city.send(edxml.document())["DocId"]
    dossier = "000.00.01.Y99-261122-0001"
    assert bench.last.keys == {"docId": doc_id, "MaHoSo": dossier}
    received = ministry.list()[0]["docId"]
    for name, more in (("getEdoc", {}), ("updateStatus", {"status": "done"})):
        ministry.post(name, docId=received, **more)
        assert bench.last.keys == {"docId": received, "MaHoSo": dossier}


def test_the_ministry_acknowledges_through_the_control_api(city, edxml, bench) -> None:
    doc_id = city.send(edxml.document("G17", "Y99.50"))["DocId"]
    answer = bench.act("acknowledge", docId=doc_id, status="done")
    assert [copy["status"] for copy in answer["copies"]] == ["done", "done"]
    assert {row["receiveStatus"] for row in city.list("getSentEdocList")} == {"done"}


def test_the_ministry_answers_with_a_business_status(city, edxml, bench) -> None:
    doc_id = city.send(edxml.document())["DocId"]
    answer = bench.act("acknowledge", docId=doc_id, status="02", description="Thiếu chữ ký")
    (row,) = city.list(kind="status")
    status = bench.records("documents")[answer["messages"][0]]
    assert (row["from"], status["statusCode"], status["description"]) == ("G17", "02", "Thiếu chữ ký")
    data = base64.b64decode(city.post("getEdoc", docId=row["docId"])["data"])
    assert data.startswith(b"<?xml")
    assert "Thiếu chữ ký".encode() in data
    (copy,) = [one for one in bench.records("copies").values() if one["messageType"] == "edoc"]
    assert copy["business"][0]["code"] == "02"


def test_each_receivers_answer_is_a_message_of_its_own(city, edxml, bench) -> None:
    doc_id = city.send(edxml.document("G17", "Y99.50"))["DocId"]
    messages = bench.act("acknowledge", docId=doc_id, status="03")["messages"]
    assert len(set(messages)) == 2
    assert sorted(row["from"] for row in city.list(kind="status")) == ["G17", "Y99.50"]


@pytest.mark.parametrize(
    ("inputs", "status"),
    [
        ({}, 404),
        ({"docId": "khong-co", "status": "done"}, 404),
        ({"docId": "REAL"}, 422),
        ({"docId": "REAL", "status": "initial"}, 422),
        ({"docId": "REAL", "status": "13"}, 422),
        ({"docId": "REAL", "status": "07"}, 422),
        ({"docId": "REAL", "status": "fail"}, 409),
    ],
)
def test_a_wrong_acknowledgement_is_refused(city, edxml, bench, inputs: dict[str, str], status: int) -> None:
    doc_id = city.send(edxml.document())["DocId"]
    bench.act("acknowledge", docId=doc_id, status="done")
    with pytest.raises(Problem) as refused:
        bench.act("acknowledge", **{name: doc_id if value == "REAL" else value for name, value in inputs.items()})
    assert refused.value.status == status
