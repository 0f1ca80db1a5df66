"""Two systems on the axis, each speaking the header protocol as the common SDK does."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from mocks.axis.api import SYSTEM
from mocks.kernel.testing import Answer, Bench

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
BOUNDARY = "----ranhgioi"
PDF = b"%PDF-1.7 ket qua"

TEMPLATE = """<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="{namespace}">
 <edXML:edXMLEnvelope xmlns:edXML="{namespace}">
  <edXML:edXMLHeader>
   <edXML:MessageHeader>
    <edXML:From><edXML:OrganId>{sender}</edXML:OrganId><edXML:OrganName>Sở Xây dựng</edXML:OrganName></edXML:From>
    {receivers}
    <edXML:DocumentId>{document_id}</edXML:DocumentId>
    <edXML:Code><edXML:CodeNumber>15</edXML:CodeNumber><edXML:CodeNotation>SXD-QLN</edXML:CodeNotation></edXML:Code>
    <edXML:PromulgationInfo><edXML:PromulgationDate>2026/11/22</edXML:PromulgationDate></edXML:PromulgationInfo>
    <edXML:DocumentType><edXML:Type>2</edXML:Type><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>
    <edXML:Subject>{subject}</edXML:Subject>
    <edXML:Content>{content}</edXML:Content>
    <edXML:SignerInfo><edXML:FullName>Lê Thử</edXML:FullName></edXML:SignerInfo>
    <edXML:OtherInfo><edXML:Priority>0</edXML:Priority>{other}</edXML:OtherInfo>
    <edXML:SteeringType>0</edXML:SteeringType>
   </edXML:MessageHeader>
   <edXML:TraceHeaderList>{trace}</edXML:TraceHeaderList>
  </edXML:edXMLHeader>
  <edXML:edXMLBody><edXML:edXMLManifest version="1.0">{manifest}</edXML:edXMLManifest></edXML:edXMLBody>
 </edXML:edXMLEnvelope>
 <AttachmentEncoded>{attachments}</AttachmentEncoded>
</edXML>"""

STATUS = """<edXML xmlns="{namespace}"><edXMLEnvelope><edXMLHeader><MessageHeader>
<From><OrganId>{sender}</OrganId></From>
<ResponseFor><OrganId>{organ}</OrganId><Code>15/SXD-QLN</Code><PromulgationDate>2026/11/22</PromulgationDate>
<DocumentId>{document_id}</DocumentId></ResponseFor>
<StaffInfo><Department>Văn thư</Department><Staff>Văn thư</Staff></StaffInfo>
<StatusCode>{code}</StatusCode><Description>Đã nhận</Description><Timestamp>2026/11/22 09:00:00</Timestamp>
</MessageHeader></edXMLHeader></edXMLEnvelope></edXML>"""


def document(*receivers: str, **change: str) -> bytes:
    """An edXML document from Y99.01, with one plain attachment; ``change`` replaces parts of the template."""
    tos = "".join(f"<edXML:To><edXML:OrganId>{organ}</edXML:OrganId></edXML:To>" for organ in receivers or ("G17",))
    parts = {
        "namespace": NAMESPACE,
        "sender": "Y99.01",
        "receivers": tos,
        "document_id": "Y99.01,2026/11/22,15/SXD-QLN",
        "subject": "Công khai kết quả",
        "content": "Kết quả hồ sơ 000.00.01.Y99-261122-0001",
        "other": "",
        "trace": "",
        "manifest": "<edXML:Reference><edXML:ContentId>cid:a1</edXML:ContentId></edXML:Reference>",
        "attachments": attachment(),
        **change,
    }
    return TEMPLATE.format(**parts).encode()


def attachment(data: bytes = PDF, content_id: str = "a1", content_type: str = "application/pdf") -> str:
    """One Attachment element."""
    return (
        f"<Attachment><ContentId>{content_id}</ContentId><AttachmentName>ket-qua.pdf</AttachmentName>"
        f"<ContentType>{content_type}</ContentType>"
        f'<edXML:ContentTransferEncoded xmlns:edXML="{NAMESPACE}">{base64.b64encode(data).decode()}'
        "</edXML:ContentTransferEncoded></Attachment>"
    )


def status_message(**change: str) -> bytes:
    """A status message from the ministry about a document of Y99.01."""
    parts = {
        "namespace": NAMESPACE,
        "sender": "G17",
        "organ": "Y99.01",
        "document_id": "Y99.01,2026/11/22,15/SXD-QLN",
        "code": "03",
        **change,
    }
    return STATUS.format(**parts).encode()


@dataclass
class Station:
    """A centre system: its id and secret, and calls signed with them."""

    bench: Bench
    system: str
    secret: str
    headers: dict[str, str] = field(default_factory=dict)

    def sign(self, **given: str) -> dict[str, str]:
        """The signed headers of a call with the logical headers ``given`` (underscores stand for dashes)."""
        logical = {"timestamp": "22112026T080000+0123", "systemid": self.system}
        logical |= {name.replace("_", "-"): value for name, value in given.items()}
        signed = {f"XroadVnpt-{name}": value for name, value in logical.items()}
        text = json.dumps(signed, separators=(",", ":"), ensure_ascii=False)
        return {
            **signed,
            "XroadVnpt-version": "3.0.201608",
            "XroadVnpt-sign-header-key": ";".join(logical),
            "XroadVnpt-sign-header": text.encode().decode("latin-1"),
            "XroadVnpt-hash-header": hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).hexdigest(),
        }

    def call(
        self, method: str, name: str, body: bytes = b"", headers: Mapping[str, str] | None = None, **given: str
    ) -> Answer:
        return self.bench.call(method, f"/{name}", body=body, headers={**self.sign(**given), **(headers or {})})

    def post(self, name: str, **given: str) -> Any:
        """The JSON answer of a POST without body."""
        return self.call("POST", name, **given).json()

    def list(self, name: str = "getReceivedEdocList", kind: str = "edoc", **given: str) -> Any:
        """The ``data`` of a list."""
        return self.post(name, servicetype="eDoc", messagetype=kind, **given)["data"]

    def send(self, data: bytes, kind: str = "edoc", part: str = "file_doc", **given: str) -> Any:
        """The JSON answer of sendEdoc."""
        body = multipart(part, data)
        given = {"hash_file": hashlib.sha256(data).hexdigest(), "from": self.system, **given}
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        return self.call(
            "POST", "sendEdoc", body, headers, servicetype="eDoc", messagetype=kind, **given
        ).json()  # fmt: skip


def multipart(name: str, data: bytes) -> bytes:
    """A multipart body of one file part."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="a.edxml"\r\n'
    kind = "Content-Type: application/xml\r\n\r\n"
    return head.encode() + kind.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()


@pytest.fixture
def bench() -> Bench:
    return Bench(SYSTEM)


@pytest.fixture
def city(bench: Bench) -> Station:
    return Station(bench, bench.environment["CITY_AXIS_SYSTEM_ID"], bench.environment["CITY_AXIS_SECRET"])


@pytest.fixture
def ministry(bench: Bench) -> Station:
    systems = bench.run.store.state("axis").settings["systems"]
    return Station(bench, "G17", systems["G17"]["secret"])


@pytest.fixture
def edxml() -> Any:
    """The builders of messages."""
    return Builders()


class Builders:
    """The functions that make messages, for tests that can't import this file."""

    document = staticmethod(document)
    attachment = staticmethod(attachment)
    status = staticmethod(status_message)
    multipart = staticmethod(multipart)
    boundary = BOUNDARY
    pdf = PDF
