"""edXML: the envelope that agencies exchange, read leniently and written strictly.

Namespace and names of QCVN 102:2016 (axis-population-enterprise §1.5, §1.7). Elements are found by local
name in any order, because vendors differ in order and prefixes; only the root is held to its name and namespace.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lxml import etree

from mocks.markup import MarkupError, each, first, local, namespace, parse, text

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
UNPACKED = 200 * 1024 * 1024
"""Largest size an attachment's ZIP may claim to unpack to, in bytes; our choice against ZIP bombs."""

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How a file in a ZIP may be packed: what the common SDK's own reader takes, and no more."""

DOSSIER_CODES = re.compile(
    r"(?<![\w.])(?:[0-9A-Z]{3}\.[0-9A-Z]{2}\.[0-9A-Z]{2}\.[A-Y][0-9]{2}-[0-9]{6}-[0-9]{4}"
    r"|[A-Z][0-9]{2}(?:\.[0-9A-Z]{1,3})*-[0-9]{8}-[0-9]{7})(?![\w-])"
)
"""Dossier codes in a text: both structures of legal-criteria §5.1."""


class AttachmentError(MarkupError):
    """An attachment's bytes can't be taken out of the envelope."""


@dataclass(frozen=True)
class Attachment:
    """A file carried in the envelope: as sent, and unpacked when the sender zipped it for transport."""

    content_id: str
    name: str
    content_type: str
    data: bytes

    def describe(self) -> dict[str, str | int | bool]:
        """Name, media type, size in bytes and SHA-256 of the file itself, without its transport ZIP."""
        content = unzipped(self)
        return {
            "name": self.name,
            "content_type": self.content_type,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "zipped": content is not self.data,
        }


@dataclass(frozen=True)
class ResponseFor:
    """The document that this one answers (ResponseFor)."""

    organ: str
    code: str
    document_id: str
    promulgated: str


@dataclass(frozen=True)
class Envelope:
    """What an edXML message says; texts are empty and tuples without elements where it says nothing."""

    sender: str
    receivers: tuple[str, ...] = ()
    document_id: str = ""
    number: str = ""
    notation: str = ""
    promulgated: str = ""
    type_name: str = ""
    subject: str = ""
    content: str = ""
    signer: str = ""
    reference_codes: tuple[str, ...] = ()
    other_info: str = ""
    replies: tuple[ResponseFor, ...] = ()
    business: str = "0"
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    status_code: str = ""
    description: str = ""
    parts: frozenset[str] = field(default_factory=frozenset)
    """Names of the elements present in MessageHeader."""

    @property
    def code(self) -> str:
        """``number/notation``, as the field writes a document's code."""
        return "/".join(part for part in (self.number, self.notation) if part)

    @property
    def dossier(self) -> str:
        """The first dossier code in ReferenceCodes, Subject, Content or the rest of OtherInfo; else empty."""
        for place in (*self.reference_codes, self.subject, self.content, self.other_info):
            found = DOSSIER_CODES.search(place)
            if found:
                return found.group()
        return ""


def read(data: bytes) -> Envelope:
    """The envelope in ``data``. Raises MarkupError for the wrong root or header, AttachmentError for a file."""
    root = parse(data)
    if (namespace(root), local(root)) != (NAMESPACE, "edXML"):
        raise MarkupError(f"phần tử gốc là {root.tag}, không phải {{{NAMESPACE}}}edXML")
    header = first(root, "edXMLEnvelope", "edXMLHeader", "MessageHeader")
    if header is None:
        raise MarkupError("thiếu edXMLEnvelope/edXMLHeader/MessageHeader")
    return _envelope(root, header)


def _envelope(root: etree._Element, header: etree._Element) -> Envelope:
    other = first(header, "OtherInfo")
    manifest = first(root, "edXMLEnvelope", "edXMLBody", "edXMLManifest")
    return Envelope(
        sender=text(header, "From", "OrganId"),
        receivers=tuple(text(to, "OrganId") for to in each(header, "To")),
        document_id=text(header, "DocumentId"),
        number=text(header, "Code", "CodeNumber"),
        notation=text(header, "Code", "CodeNotation"),
        promulgated=text(header, "PromulgationInfo", "PromulgationDate"),
        type_name=text(header, "DocumentType", "TypeName"),
        subject=text(header, "Subject"),
        content=text(header, "Content"),
        signer=text(header, "SignerInfo", "FullName"),
        reference_codes=_codes(other),
        other_info=_flat(other),
        replies=tuple(_reply(one) for one in each(header, "ResponseFor")),
        business=_business(root),
        references=tuple(_content_id(one) for one in each(manifest, "Reference")),
        attachments=tuple(_attachment(one) for one in each(root, "AttachmentEncoded", "Attachment")),
        status_code=text(header, "StatusCode"),
        description=text(header, "Description"),
        parts=frozenset(local(child) for child in header),
    )


def _business(root: etree._Element) -> str:
    """BussinessDocType; a message without Bussiness is a new document (§1.5)."""
    return text(root, "edXMLEnvelope", "edXMLHeader", "TraceHeaderList", "Bussiness", "BussinessDocType") or "0"


def _codes(other: etree._Element | None) -> tuple[str, ...]:
    return tuple(_flat(one) for one in each(other, "ReferenceCodes"))


def _flat(element: etree._Element | None) -> str:
    return "" if element is None else " ".join(str(part).strip() for part in element.itertext() if part.strip())


def _reply(element: etree._Element) -> ResponseFor:
    return ResponseFor(
        organ=text(element, "OrganId"),
        code=text(element, "Code"),
        document_id=text(element, "DocumentId"),
        promulgated=text(element, "PromulgationDate"),
    )


def _content_id(element: etree._Element) -> str:
    return text(element, "ContentId").removeprefix("cid:")


def _attachment(element: etree._Element) -> Attachment:
    name = text(element, "AttachmentName")
    encoded = "".join(text(element, "ContentTransferEncoded").split())
    try:
        data = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise AttachmentError(f"tệp đính kèm {name!r} không phải base64: {error}") from error
    attachment = Attachment(_content_id(element), name, text(element, "ContentType"), data)
    unzipped(attachment)
    return attachment


def unzipped(attachment: Attachment) -> bytes:
    """The file itself: out of the ZIP that the common SDK wraps around each one, else as sent (§1.5).

    Only a one-file archive declared as a ZIP is unpacked. Raises AttachmentError when it claims to unpack to
    more than :data:`UNPACKED` bytes or is broken.
    """
    data = attachment.data
    if not (data.startswith(b"PK\x03\x04") and "zip" in attachment.content_type.lower()):
        return data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _only_member(archive, attachment)
    except AttachmentError:
        raise
    except Exception as error:  # over noise the archive reader raises nearly anything, IndexError included
        raise AttachmentError(f"tệp nén {attachment.name!r} hỏng: {error}") from error


def _only_member(archive: zipfile.ZipFile, attachment: Attachment) -> bytes:
    members = [info for info in archive.infolist() if not info.is_dir()]
    if sum(info.file_size for info in members) > UNPACKED:
        raise AttachmentError(f"tệp nén {attachment.name!r} bung ra quá {UNPACKED} byte")
    if any(info.compress_type not in METHODS for info in members):
        raise AttachmentError(f"tệp nén {attachment.name!r} không nén theo cách thông thường (deflate)")
    return archive.read(members[0]) if len(members) == 1 else attachment.data


def write_status(envelope: Envelope, at: datetime) -> bytes:
    """A status message: ``sender`` tells ``replies[0].organ`` what became of its document (§1.7)."""
    default: Any = {None: NAMESPACE}
    root = etree.Element(_name("edXML"), nsmap=default)
    shell = etree.SubElement(root, _name("edXMLEnvelope"), nsmap={"edXML": NAMESPACE})
    header = etree.SubElement(etree.SubElement(shell, _name("edXMLHeader")), _name("MessageHeader"))
    _add(etree.SubElement(header, _name("From")), ["OrganId"], [envelope.sender])
    for reply in envelope.replies:
        values = [reply.organ, reply.code, reply.promulgated, reply.document_id]
        _add(
            etree.SubElement(header, _name("ResponseFor")),
            ["OrganId", "Code", "PromulgationDate", "DocumentId"],
            values,
        )
    staff = etree.SubElement(header, _name("StaffInfo"))
    _add(staff, ["Department", "Staff", "Mobile", "Email"], ["Văn thư", "Văn thư", "", ""])
    _add(
        header,
        ["StatusCode", "Description", "Timestamp"],
        [envelope.status_code, envelope.description, at.strftime("%Y/%m/%d %H:%M:%S")],
    )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _add(parent: etree._Element, names: Sequence[str], values: Sequence[str]) -> None:
    for name, value in zip(names, values, strict=True):
        etree.SubElement(parent, _name(name)).text = value


def _name(local_name: str) -> str:
    return f"{{{NAMESPACE}}}{local_name}"
