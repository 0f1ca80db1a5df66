"""What the axis keeps of a message: the document, its bytes, and one copy for each receiver."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mocks.axis.messages import Envelope
from mocks.kernel.operation import Message, Put, Record, State

SHOWN = "%Y/%m/%d %H:%M:%S"
"""Times in lists; the format is our choice."""

WAITING = ("initial", "processing")
"""Transport states of a copy that is still on its receiver's list (axis-population-enterprise §1.3)."""


@dataclass(frozen=True)
class Posting:
    """A message on its way in: what it is, who sent it, who gets a copy."""

    data: bytes
    envelope: Envelope
    message_type: str
    system: str
    receivers: Sequence[str]
    dossier: str


def store(posting: Posting, message: Message, state: State, now: datetime, label: str = "") -> tuple[str, list[Put]]:
    """The new document's docId and everything to be stored: document, bytes, one copy per receiver.

    ``label`` tells several documents of one call apart.
    """
    doc_id = message.token(f"document.{label}", 24)
    agencies = {organ: agency(organ, state) for organ in posting.receivers}
    copies = [_copy(posting, doc_id, organ, found, message, now) for organ, found in agencies.items()]
    content = {"edxml": base64.b64encode(posting.data).decode()}
    document = _document(posting, doc_id, now)
    return doc_id, [
        Put("documents", doc_id, document),
        Put("contents", doc_id, content),
        *(Put("copies", copy["docId"], copy) for copy in copies),
    ]


def agency(organ: str, state: State) -> Record:
    """The agency of a code in either form; empty when the axis doesn't know it."""
    return state.get("agencies", state.settings["aliases"].get(organ, organ)) or {}


def _document(posting: Posting, doc_id: str, now: datetime) -> Record:
    envelope = posting.envelope
    return {
        "docId": doc_id,
        "messageType": posting.message_type,
        "system": posting.system,
        "from": envelope.sender,
        "to": list(posting.receivers),
        "documentId": envelope.document_id,
        "code": envelope.code,
        "title": envelope.subject,
        "content": envelope.content,
        "typeName": envelope.type_name,
        "promulgated": envelope.promulgated,
        "signer": envelope.signer,
        "business": envelope.business,
        "responseFor": [vars(reply) for reply in envelope.replies],
        "statusCode": envelope.status_code,
        "description": envelope.description,
        "attachments": [attachment.describe() for attachment in envelope.attachments],
        "size": len(posting.data),
        "sha256": hashlib.sha256(posting.data).hexdigest(),
        "sent": now.isoformat(),
        "MaHoSo": posting.dossier,
    }


def _copy(
    posting: Posting, doc_id: str, organ: str, receiver: Mapping[str, str], message: Message, now: datetime
) -> Record:
    return {
        "docId": message.token(f"copy.{doc_id}.{organ}", 24),
        "senderDocId": doc_id,
        "messageType": posting.message_type,
        "from": posting.envelope.sender,
        "to": organ,
        "system": receiver["system"],
        "created": now.isoformat(),
        "updated": now.isoformat(),
        "status": "initial",
        "history": [{"status": "initial", "at": now.isoformat()}],
        "business": [],
        "MaHoSo": posting.dossier,
    }


def moved(copy: Record, status: str, now: datetime) -> Put:
    """The copy in another transport state."""
    at = now.isoformat()
    changed = {**copy, "status": status, "updated": at, "history": [*copy["history"], {"status": status, "at": at}]}
    return Put("copies", copy["docId"], changed)


def noted(copy: Record, envelope: Envelope, doc_id: str, now: datetime) -> Put:
    """The copy with a business status that a status message brought (axis-population-enterprise §1.7)."""
    news = {
        "code": envelope.status_code,
        "description": envelope.description,
        "by": envelope.sender,
        "docId": doc_id,
        "at": now.isoformat(),
    }
    return Put("copies", copy["docId"], {**copy, "business": [*copy["business"], news]})


def concerned(envelope: Envelope, state: State) -> list[Record]:
    """The copies of documents that a status message is about: between these two, with this id or code."""
    reply = envelope.replies[0]
    aliases = state.settings["aliases"]
    pair = {aliases.get(organ, organ) for organ in (envelope.sender, reply.organ)}
    found = []
    for _, copy in state.rows("copies"):
        ends = {aliases.get(organ, organ) for organ in (copy["from"], copy["to"])}
        document = (
            state.get("documents", copy["senderDocId"]) if ends == pair and copy["messageType"] == "edoc" else None
        )
        if document and _same(document, reply.document_id, reply.code):
            found.append(copy)
    return found


def _same(document: Record, document_id: str, code: str) -> bool:
    if document_id:
        return document["documentId"] == document_id
    return bool(code) and document["code"] == code


def received(copies: Iterable[Record]) -> list[Record]:
    """Rows of getReceivedEdocList (axis-population-enterprise §1.2)."""
    return [
        {
            "docId": copy["docId"],
            "serviceType": "eDoc",
            "messageType": copy["messageType"],
            "created_time": shown(copy["created"]),
            "updated_time": shown(copy["updated"]),
            "from": copy["from"],
            "to": copy["to"],
            "status": copy["status"],
            "status_desc": SAYS[copy["status"]],
        }
        for copy in copies
    ]


def sent(document: Record, copy: Record) -> Record:
    """A row of getSentEdocList (axis-population-enterprise §1.2)."""
    arrived = copy["status"] != "initial"
    return {
        "serviceType": "eDoc",
        "messageType": document["messageType"],
        "title": document["title"],
        "notation": document["code"],
        "fromCode": document["from"],
        "toCode": copy["to"],
        "senderDocId": document["docId"],
        "receiverDocId": copy["docId"],
        "sentTime": shown(document["sent"]),
        "sendStatus": "done",
        "sendStatusDesc": SAYS["done"],
        "receivedTime": shown(copy["updated"]) if arrived else "",
        "receiveStatus": copy["status"],
        "receiveStatusDesc": SAYS[copy["status"]],
    }


SAYS = {"initial": "Chờ tiếp nhận", "processing": "Đang xử lý", "done": "Thành công", "fail": "Thất bại"}
"""Our words for the transport states."""


def shown(moment: str) -> str:
    """An ISO time as lists show it."""
    return datetime.fromisoformat(moment).strftime(SHOWN)
