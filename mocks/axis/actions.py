"""What a test may do for the other side of the axis."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mocks.axis import messages, records, rules
from mocks.kernel.operation import Message, Put, Record, Reply, State

RECEIVERS = tuple(code for code in rules.STATUS_CODES if code != "13")
"""Business status codes that a receiver sends; with 13 a sender asks for its document back (§1.7)."""


def acknowledge(inputs: Mapping[str, Any], state: State, now: datetime, message: Message) -> Reply:
    """The receiver takes note of a document. ``docId``: the sender's, or of one copy.

    ``status``: a transport state (``done``, ``fail``, ``processing``), or a business status code of §1.7
    (``03``), which goes back to the sender as a status message. Answers ``{"copies": […], "messages": […]}``.
    """
    copies = _copies(str(inputs.get("docId", "")), state)
    if not copies:
        return _refused(404, f"Không có văn bản {inputs.get('docId')!r}")
    status = str(inputs.get("status", ""))
    if status in rules.STATES:
        return _move(copies, status, now)
    if status in RECEIVERS:
        return _tell(copies, status, str(inputs.get("description", "")), state, now, message)
    allowed = ", ".join((*rules.STATES, *RECEIVERS))
    return _refused(422, f"status phải là một trong {allowed}; nhận được {status!r}")


def _copies(doc_id: str, state: State) -> list[Record]:
    return [copy for key, copy in state.rows("copies") if doc_id in (key, copy["senderDocId"])]


def _refused(status: int, detail: str) -> Reply:
    return Reply(status=status, answer={"detail": detail})


def _move(copies: list[Record], status: str, now: datetime) -> Reply:
    for copy in copies:
        refusal = rules.transition(copy["status"], status)
        if refusal:
            return _refused(409, f"{copy['docId']}: {refusal.expected}; nhận được {status}")
    return _done(copies, status, [records.moved(copy, status, now) for copy in copies])


def _tell(copies: list[Record], code: str, description: str, state: State, now: datetime, message: Message) -> Reply:
    """A status message from each receiver back to the sender."""
    changes: list[Put] = []
    sent = []
    for copy in copies:
        envelope = _envelope(copy, code, description, state)
        data = messages.write_status(envelope, now)
        posting = records.Posting(data, envelope, "status", copy["system"], [copy["from"]], copy["MaHoSo"])
        doc_id, more = records.store(posting, message, state, now, label=copy["docId"])
        changes += [*more, records.noted(copy, envelope, doc_id, now)]
        sent.append(doc_id)
    return _done(copies, code, changes, sent)


def _envelope(copy: Record, code: str, description: str, state: State) -> messages.Envelope:
    document = state.get("documents", copy["senderDocId"]) or {}
    reply = messages.ResponseFor(
        organ=copy["from"],
        code=document.get("code", ""),
        document_id=document.get("documentId", ""),
        promulgated=document.get("promulgated", ""),
    )
    return messages.Envelope(sender=copy["to"], replies=(reply,), status_code=code, description=description)


def _done(copies: list[Record], status: str, changes: list[Put], sent: list[str] | None = None) -> Reply:
    shown = [{"docId": copy["docId"], "to": copy["to"], "status": status} for copy in copies]
    return Reply(answer={"copies": shown, "messages": sent or []}, changes=changes)
