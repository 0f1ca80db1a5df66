"""Generated calls of the document axis: edXML in multipart, signed headers (axis-population-enterprise §1)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from hypothesis import strategies as st
from lxml import etree
from pydantic import BaseModel

from mocks.axis.messages import NAMESPACE
from mocks.axis.rules import VERSION
from mocks.kernel.testing import Answer, Bench
from suites.property.markup import WORDS

BOUNDARY = "ranh-gioi"
OPERATIONS = (
    ("POST", "sendEdoc"),
    ("POST", "getReceivedEdocList"),
    ("POST", "getSentEdocList"),
    ("POST", "getEdoc"),
    ("GET", "downloadEdoc"),
    ("POST", "updateStatus"),
    ("POST", "getAgenciesList"),
    ("POST", "getAgenciesListQD20"),
    ("GET", "countReceiveEdoc"),
    ("GET", "countReceiveStatus"),
)


class Told(BaseModel):
    """What every JSON answer holds (§1.2)."""

    status: Literal["OK", "FAIL"]
    ErrorCode: str
    ErrorDesc: str


@dataclass(frozen=True)
class Station:
    """A system connected to the axis, signing its calls as the common SDK does (§1.1)."""

    bench: Bench
    system: str
    secret: str

    @classmethod
    def of(cls, bench: Bench, system: str) -> Station:
        """A system registered in the bench's run: ``Y99`` or ``G17``."""
        return cls(bench, system, bench.run.store.state("axis").settings["systems"][system]["secret"])

    def sign(self, given: Mapping[str, str]) -> dict[str, str]:
        """Headers with the logical ``given``, as HTTP carries them."""
        logical = {"timestamp": "22112026T080000+0700", "systemid": self.system, **given}
        headers = {f"XroadVnpt-{name}": value for name, value in logical.items()}
        text = json.dumps(headers, separators=(",", ":"), ensure_ascii=False).encode()
        return {
            **{name: value.encode().decode("latin-1") for name, value in headers.items()},
            "XroadVnpt-version": VERSION,
            "XroadVnpt-sign-header-key": ";".join(logical),
            "XroadVnpt-sign-header": text.decode("latin-1"),
            "XroadVnpt-hash-header": hmac.new(self.secret.encode(), text, hashlib.sha256).hexdigest(),
        }

    def call(
        self, method: str, name: str, given: Mapping[str, str], body: bytes = b"", content_type: str = ""
    ) -> Answer:
        headers = {**self.sign(given), **({"Content-Type": content_type} if content_type else {})}
        return self.bench.call(method, f"/{name}", body=body, headers=headers)

    def send(self, document: bytes, body: bytes | None = None, content_type: str = "", **given: str) -> Answer:
        """``sendEdoc``: ``document`` in its multipart ``body`` (made when None)."""
        logical = {"servicetype": "eDoc", "messagetype": "edoc", "from": self.system}
        logical |= {"hash-file": hashlib.sha256(document).hexdigest(), **given}
        kind = content_type or f"multipart/form-data; boundary={BOUNDARY}"
        return self.call("POST", "sendEdoc", logical, multipart(document) if body is None else body, kind)


def multipart(document: bytes, name: str = "file_doc") -> bytes:
    """A multipart body with one file."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="a.edxml"\r\n'
    return f"{head}Content-Type: application/xml\r\n\r\n".encode() + document + f"\r\n--{BOUNDARY}--\r\n".encode()


@dataclass(frozen=True)
class File:
    """An attachment as it travels: its own bytes, or those of the ZIP around it."""

    name: str
    media_type: str
    data: bytes


def zipped(name: str, data: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive with one file."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", method) as folder:
        folder.writestr(zipfile.ZipInfo(name or "tep"), data, method)
    return archive.getvalue()


USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
UNUSUAL = (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def files() -> st.SearchStrategy[File]:
    """A sound attachment, plain or zipped."""
    data = st.binary(max_size=200)
    plain = st.builds(File, WORDS, st.just("application/pdf"), data)
    packed = st.builds(zipped, st.sampled_from(["a.pdf", "kết quả.pdf"]), data, st.sampled_from(USUAL))
    return st.one_of(plain, st.builds(File, WORDS, st.just("application/zip"), packed))


@st.composite
def spoiled(draw: st.DrawFn) -> File:
    """An attachment that says ZIP and isn't a sound one: bytes of it changed, or noise behind its signature."""
    archive = bytearray(zipped("a.pdf", draw(st.binary(max_size=100)), draw(st.sampled_from(USUAL + UNUSUAL))))
    for _ in range(draw(st.integers(1, 4))):
        archive[draw(st.integers(4, len(archive) - 1))] = draw(st.integers(0, 255))
    noise = b"PK\x03\x04" + draw(st.binary(max_size=60))
    return File("a.zip", "application/zip", draw(st.sampled_from([bytes(archive), noise])))


def edxml(receivers: Sequence[str], texts: Mapping[str, str], attachments: Sequence[File]) -> bytes:
    """A document from Y99.01 to ``receivers``; ``texts``: Subject, Content, CodeNumber, CodeNotation."""
    root = etree.Element(f"{{{NAMESPACE}}}edXML", nsmap={"edXML": NAMESPACE})
    shell = _under(root, "edXMLEnvelope")
    header = _under(shell, "edXMLHeader", "MessageHeader")
    _under(header, "From", "OrganId").text = "Y99.01"
    for organ in receivers:
        _under(header, "To", "OrganId").text = organ
    code = _under(header, "Code")
    for name in ("CodeNumber", "CodeNotation"):
        _under(code, name).text = texts.get(name, "15")
    for name in ("Subject", "Content"):
        _under(header, name).text = texts.get(name, "Công khai kết quả")
    manifest = _under(shell, "edXMLBody", "edXMLManifest")
    carried = _under(root, "AttachmentEncoded")
    for number, file in enumerate(attachments):
        _under(manifest, "Reference", "ContentId").text = f"cid:a{number}"
        _attach(_under(carried, "Attachment"), f"a{number}", file)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _attach(place: Any, content_id: str, file: File) -> None:
    values = {"ContentId": content_id, "AttachmentName": file.name, "ContentType": file.media_type}
    values["ContentTransferEncoded"] = base64.b64encode(file.data).decode()
    for name, value in values.items():
        _under(place, name).text = value


def _under(place: Any, *names: str) -> Any:
    for name in names:
        place = etree.SubElement(place, f"{{{NAMESPACE}}}{name}")
    return place


def documents(attachments: st.SearchStrategy[File]) -> st.SearchStrategy[bytes]:
    """Whole documents to agencies of the axis, with ``attachments``."""
    receivers = st.lists(st.sampled_from(["G17", "Y99", "Y99.50"]), min_size=1, max_size=3, unique=True)
    titles = WORDS.filter(lambda text: bool(text.strip()))
    texts = st.fixed_dictionaries({"Subject": titles, "Content": WORDS})
    return st.builds(edxml, receivers, texts, st.lists(attachments, max_size=2))


def told(answer: Answer) -> Told | None:
    """The JSON answer, None for a file that was downloaded; fails for an answer that the axis doesn't document."""
    assert answer.status == 200, (answer.status, answer.text)
    if answer.headers["content-type"] == "application/xml":
        etree.fromstring(answer.body)
        return None
    found = Told.model_validate_json(answer.body)
    assert (found.status == "OK") == (found.ErrorCode == "0"), answer.text
    return found
