"""What can be told of calls to the real axis: the headers' and the document's form, and what an answer means."""

from __future__ import annotations

from mocks.axis import rules
from mocks.axis.messages import AttachmentError, read
from mocks.axis.multipart import part
from mocks.kernel import decode
from mocks.kernel.operation import Message, Refusal, State, Yardstick
from mocks.markup import MarkupError


def send(message: Message, state: State) -> Refusal | None:
    """``sendEdoc``: kinds, sender, the file as announced, and edXML that can be delivered."""
    del state
    given = rules.parameters(message.headers)
    return rules.kinds(given) or rules.required(given, "from") or _document(message, given)


def _document(message: Message, given: dict[str, str]) -> Refusal | None:
    try:
        data = part(message.raw, message.headers.get("content-type", ""), "file_doc")
    except ValueError as error:
        return Refusal("axis.file", rules.OPERATIONS, "multipart/form-data có phần file_doc", str(error), "file_doc")
    if refusal := rules.hash_file(given, data or b""):
        return refusal
    try:
        return rules.complete(read(data or b""), given["messagetype"])
    except (AttachmentError, MarkupError) as error:
        return Refusal("axis.edxml", rules.EDXML, "edXML theo QCVN 102:2016", str(error), "file_doc")


def listing(message: Message, state: State) -> Refusal | None:
    """``getReceivedEdocList``, ``getSentEdocList``"""
    del state
    return rules.kinds(rules.parameters(message.headers))


def document(message: Message, state: State) -> Refusal | None:
    """``getEdoc``, ``downloadEdoc``"""
    del state
    return rules.required(rules.parameters(message.headers), "docid")


def update(message: Message, state: State) -> Refusal | None:
    """``updateStatus``"""
    del state
    return rules.state(rules.parameters(message.headers))


def accepts(status: int, body: bytes) -> bool:
    """``ErrorCode`` 0; a downloaded document has none."""
    try:
        answer = decode.quick(body)
    except ValueError:
        return status < 400
    return status < 400 and (not isinstance(answer, dict) or str(answer.get("ErrorCode", "0")) == "0")


YARDSTICK = Yardstick(
    {
        "sendEdoc": send,
        "getReceivedEdocList": listing,
        "getSentEdocList": listing,
        "getEdoc": document,
        "downloadEdoc": document,
        "updateStatus": update,
    },
    accepts,
)
