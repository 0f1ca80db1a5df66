"""The document axis, national SDK protocol: every operation of the kit that a city needs, declared once."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Literal

from pydantic import BaseModel

from mocks.axis import actions, records, rules
from mocks.axis.messages import AttachmentError, Envelope, read
from mocks.axis.multipart import part
from mocks.axis.seed import seed
from mocks.axis.troubles import TROUBLES
from mocks.axis.yardstick import YARDSTICK
from mocks.kernel.operation import Handler, Message, Operation, Put, Record, Refusal, Reply, State, System
from mocks.markup import MarkupError


@dataclass(frozen=True)
class Call:
    """An authenticated call: its logical headers and the calling system."""

    message: Message
    given: Mapping[str, str]
    system: str
    state: State
    now: datetime

    @property
    def aliases(self) -> Mapping[str, str]:
        """Old agency codes to new ones."""
        return self.state.settings["aliases"]

    def copies(self, message_type: str) -> list[Record]:
        """The calling system's own waiting copies, oldest first."""
        mine = (copy for _, copy in self.state.rows("copies") if copy["system"] == self.system)
        waiting = [one for one in mine if one["messageType"] == message_type and one["status"] in records.WAITING]
        return sorted(waiting, key=lambda one: (one["created"], one["docId"]))


Work = Callable[[Call], Reply | Refusal]


def handled(work: Work) -> Handler:
    """A handler that lets only authenticated calls through to ``work`` and words its refusals."""

    def handle(message: Message, state: State, now: datetime) -> Reply:
        given = rules.parameters(message.headers)
        refusal = rules.authenticate(given, state.settings["systems"], state.settings["aliases"])
        if refusal:
            return refuse(message, refusal)
        outcome = work(Call(message, given, rules.caller(given, state.settings["aliases"]), state, now))
        return refuse(message, outcome) if isinstance(outcome, Refusal) else outcome

    return handle


def refuse(message: Message, refusal: Refusal) -> Reply:
    """``status FAIL`` with an ErrorCode, HTTP 200 (axis-population-enterprise §1.2, §1.4)."""
    del message
    reason = f"{refusal.field}: cần {refusal.expected}; nhận được {refusal.received or 'không có gì'}"
    return Reply(answer={"status": "FAIL", "ErrorCode": rules.code(refusal), "ErrorDesc": reason}, refusal=refusal)


def _ok(keys: Mapping[str, str] | None = None, changes: list[Put] | None = None, **more: object) -> Reply:
    answer = {"status": "OK", "ErrorCode": "0", "ErrorDesc": "Thành công", **more}
    return Reply(answer=answer, changes=changes or [], keys=_present(keys or {}))


def _present(keys: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in keys.items() if value}


def send(call: Call) -> Reply | Refusal:
    """Take a document or status message in and fan it out, one copy per receiver (§1.3)."""
    refusal = rules.kinds(call.given) or rules.required(call.given, "from")
    if refusal:
        return refusal
    data = _file(call)
    if isinstance(data, Refusal):
        return data
    envelope = _envelope(data)
    if isinstance(envelope, Refusal):
        return envelope
    receivers = _receivers(call, envelope)
    if isinstance(receivers, Refusal):
        return replace(refuse(call.message, receivers), keys=_present({"MaHoSo": envelope.dossier}))
    return _post(call, data, envelope, receivers)


def _file(call: Call) -> bytes | Refusal:
    """The edXML file of the multipart body, with the SHA-256 that was announced."""
    try:
        data = part(call.message.raw, call.message.headers.get("content-type", ""), "file_doc")
    except ValueError as error:
        return Refusal("axis.file", rules.OPERATIONS, "multipart/form-data có phần file_doc", str(error), "file_doc")
    if not data:
        received = "phần rỗng" if data == b"" else ""
        return Refusal("axis.file", rules.OPERATIONS, "multipart/form-data có phần file_doc", received, "file_doc")
    return rules.hash_file(call.given, data) or data


def _envelope(data: bytes) -> Envelope | Refusal:
    try:
        return read(data)
    except AttachmentError as error:
        return Refusal("axis.attachment", rules.EDXML, "tệp đính kèm base64 đọc được", str(error), "AttachmentEncoded")
    except MarkupError as error:
        return Refusal("axis.edxml", rules.EDXML, "edXML theo QCVN 102:2016", str(error), "file_doc")


def _receivers(call: Call, envelope: Envelope) -> tuple[str, ...] | Refusal:
    agencies = dict(call.state.rows("agencies"))
    refusal = rules.complete(envelope, call.given["messagetype"]) or rules.sender(
        call.given, envelope, call.system, agencies, call.aliases
    )
    if refusal:
        return refusal
    receivers = rules.addressed(call.given, envelope)
    if isinstance(receivers, Refusal):
        return receivers
    return rules.known(receivers, agencies, call.aliases) or receivers


def _post(call: Call, data: bytes, envelope: Envelope, receivers: tuple[str, ...]) -> Reply:
    kind = call.given["messagetype"]
    about = records.concerned(envelope, call.state) if kind == "status" else []
    dossier = envelope.dossier or next((copy["MaHoSo"] for copy in about), "")
    posting = records.Posting(data, envelope, kind, call.system, receivers, dossier)
    doc_id, changes = records.store(posting, call.message, call.state, call.now)
    changes += [records.noted(copy, envelope, doc_id, call.now) for copy in about]
    return _ok({"docId": doc_id, "MaHoSo": dossier}, changes, DocId=doc_id)


def list_received(call: Call) -> Reply | Refusal:
    """What waits for the calling system and isn't acknowledged yet."""
    return rules.kinds(call.given) or _ok(data=records.received(call.copies(call.given["messagetype"])))


def list_sent(call: Call) -> Reply | Refusal:
    """What became of the calling system's documents, one row per receiver; ``docId`` narrows to one."""
    refusal = rules.kinds(call.given)
    if refusal:
        return refusal
    wanted = call.given.get("docid", "")
    rows = []
    for _, copy in call.state.rows("copies"):
        document = call.state.get("documents", copy["senderDocId"]) or {}
        mine = document.get("system") == call.system and copy["messageType"] == call.given["messagetype"]
        if mine and wanted in ("", copy["senderDocId"]):
            rows.append(records.sent(document, copy))
    return _ok({"docId": wanted}, data=sorted(rows, key=lambda row: (row["sentTime"], row["receiverDocId"])))


def fetch(call: Call) -> Reply | Refusal:
    """The complete edXML of a document in base64; pulling it acknowledges nothing."""
    found = _found(call)
    if isinstance(found, Refusal):
        return found
    content, dossier = found
    return _ok({"MaHoSo": dossier}, data=base64.b64encode(content).decode())


def download(call: Call) -> Reply | Refusal:
    """The complete edXML of a document as it is."""
    found = _found(call)
    if isinstance(found, Refusal):
        return found
    content, dossier = found
    return Reply(answer=content, media_type="application/xml", keys=_present({"MaHoSo": dossier}))


def _found(call: Call) -> tuple[bytes, str] | Refusal:
    """Bytes and dossier code of a copy the caller received, or of a document it sent."""
    refusal = rules.required(call.given, "docid")
    if refusal:
        return refusal
    doc_id = call.given["docid"]
    record = call.state.get("copies", doc_id) or call.state.get("documents", doc_id)
    if record is None or record["system"] != call.system:
        return _unknown(doc_id)
    content = call.state.get("contents", record.get("senderDocId", doc_id)) or {"edxml": ""}
    return base64.b64decode(content["edxml"]), record["MaHoSo"]


def _unknown(doc_id: str) -> Refusal:
    expected = "docId của văn bản mà hệ thống gọi đã nhận hoặc đã gửi"
    return Refusal("axis.document", rules.OPERATIONS, expected, doc_id, "XroadVnpt-docId")


def update(call: Call) -> Reply | Refusal:
    """The receiver reports the transport state of its copy."""
    refusal = rules.state(call.given)
    if refusal:
        return refusal
    copy = call.state.get("copies", call.given["docid"])
    if copy is None or copy["system"] != call.system:
        return _unknown(call.given["docid"])
    refusal = rules.transition(copy["status"], call.given["status"])
    if refusal:
        return refusal
    return _ok({"MaHoSo": copy["MaHoSo"]}, [records.moved(copy, call.given["status"], call.now)])


def list_agencies(call: Call) -> Reply:
    """The agencies by their QCVN 102 code."""
    rows = [_row(agency, code=agency["code102"], pid=True, oldCode="") for _, agency in call.state.rows("agencies")]
    return _ok(data=rows)


def list_agencies_qd20(call: Call) -> Reply:
    """The agencies by their QĐ 20/2020 code, each with its QCVN 102 code."""
    agencies = [agency for _, agency in call.state.rows("agencies")]
    return _ok(data=[_row(agency, code=agency["code"], code102=agency["code102"]) for agency in agencies])


def _row(agency: Record, code: str, pid: bool = False, **more: str) -> Record:
    parent = {"pid": agency["pid"]} if pid else {}
    return {"id": agency["id"], **parent, "code": code, "name": agency["name"], "mail": agency["mail"], **more}


def count(message_type: str, call: Call) -> Reply:
    """How many messages of a type wait for the calling system."""
    return _ok(count=len(call.copies(message_type)))


def _keys(message: Message) -> Mapping[str, str]:
    doc_id = rules.parameters(message.headers).get("docid", "")
    return {"docId": doc_id} if doc_id else {}


class Answer(BaseModel):
    """What every JSON answer carries (§1.2); each operation adds its own: ``DocId``, ``data``, ``count``."""

    status: Literal["OK", "FAIL"]
    ErrorCode: str
    ErrorDesc: str


PROTOCOL = ("version", "timestamp", "systemid", "sign-header-key", "sign-header", "hash-header")
EVERY_KIND = ("servicetype", "messagetype")


def _operation(
    method: str,
    name: str,
    work: Work,
    summary: str,
    given: Sequence[str] = (),
    file: str = "",
    media: str = "",
) -> Operation:
    """An operation with the logical headers ``given``; ``file`` names the part of its multipart body."""
    return Operation(
        name=name,
        method=method,
        path=f"/{name}",
        handler=handled(work),
        response=Answer,
        refuse=refuse,
        keys=_keys,
        summary=summary,
        headers=[f"XroadVnpt-{header}" for header in (*PROTOCOL, *given)],
        fields=[file] if file else (),
        takes="multipart/form-data" if file else "",
        answers={200: media} if media else {},
    )


SYSTEM = System(
    name="axis",
    title="Trục liên thông văn bản quốc gia",
    operations=[
        _operation(
            "POST",
            "sendEdoc",
            send,
            "Gửi văn bản hoặc trạng thái (multipart, phần file_doc)",
            (*EVERY_KIND, "from", "to", "hash-file"),
            file="file_doc",
        ),
        _operation("POST", "getReceivedEdocList", list_received, "Danh sách văn bản, trạng thái chờ nhận", EVERY_KIND),
        _operation(
            "POST",
            "getSentEdocList",
            list_sent,
            "Danh sách văn bản đã gửi và trạng thái nhận",
            (*EVERY_KIND, "docid"),
        ),
        _operation("POST", "getEdoc", fetch, "Lấy văn bản (edXML trong base64)", ("docid",)),
        _operation("GET", "downloadEdoc", download, "Tải văn bản (edXML)", ("docid",), media="application/xml"),
        _operation(
            "POST", "updateStatus", update, "Cập nhật trạng thái nhận: done, fail, processing", ("docid", "status")
        ),
        _operation("POST", "getAgenciesList", list_agencies, "Danh sách cơ quan theo mã QCVN 102:2016"),
        _operation("POST", "getAgenciesListQD20", list_agencies_qd20, "Danh sách cơ quan theo mã QĐ 20/2020"),
        _operation("GET", "countReceiveEdoc", partial(count, "edoc"), "Số văn bản chờ nhận"),
        _operation("GET", "countReceiveStatus", partial(count, "status"), "Số trạng thái chờ nhận"),
    ],
    seed=seed,
    actions={"acknowledge": actions.acknowledge},
    troubles=TROUBLES,
    yardstick=YARDSTICK,
)
