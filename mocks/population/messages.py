"""The SOAP messages of the population database: questions read, answers written.

Requests live in ``http://dancuquocgia.bca``, answers in ``http://www.mic.gov.vn/dancu/1.0``, both in a
SOAP 1.1 envelope (axis-population-enterprise §2.2–2.3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from importlib.resources import files
from string import Template
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from mocks.markup import MarkupError, first, local, namespace, parse, text

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
ASK = "http://dancuquocgia.bca"
ANSWER = "http://www.mic.gov.vn/dancu/1.0"
MEDIA_TYPE = "text/xml; charset=utf-8"
LOOK_UP = "TraCuuThongTinCongDan"
VERIFY = "XacThucThongTinCongDan"
LIMIT = 64 * 1024
"""Largest question read, in bytes; our choice."""


@dataclass(frozen=True)
class Question:
    """One question about a citizen; the fields have the wire's names and are empty when absent."""

    operation: str
    MaYeuCau: str = ""
    MaDVC: str = ""
    MaTichHop: str = ""
    MaCanBo: str = ""
    MaDonVi: str = ""
    TaiKhoan: str = ""
    SoDienThoai: str = ""
    SoDinhDanh: str = ""
    SoCMND: str = ""
    HoVaTen: str = ""
    NgayThangNam: str = ""
    Nam: str = ""


FIELDS = [field.name for field in fields(Question) if field.name not in {"operation", "NgayThangNam", "Nam"}]


def read(data: bytes) -> Question:
    """The question in a SOAP envelope. Raises MarkupError when it isn't one."""
    root = parse(data, LIMIT)
    if (namespace(root), local(root)) != (SOAP, "Envelope"):
        raise MarkupError(f"the root element is {root.tag}, not a SOAP 1.1 Envelope")
    return _question(_payload(root))


def _payload(root: etree._Element) -> etree._Element:
    body = first(root, "Body")
    if body is None or namespace(body) != SOAP or len(body) != 1:
        raise MarkupError("the envelope has no SOAP Body with exactly one element")
    if namespace(body[0]) != ASK:
        raise MarkupError(f"the request element is {body[0].tag}, not in {ASK}")
    return body[0]


def _question(payload: etree._Element) -> Question:
    birth = payload.find(f"{{{ASK}}}NgayThangNamSinh")
    return Question(
        operation=local(payload),
        **{name: _value(payload, name) for name in FIELDS},
        NgayThangNam=_value(birth, "NgayThangNam"),
        Nam=_value(birth, "Nam"),
    )


def _value(parent: etree._Element | None, name: str) -> str:
    found = None if parent is None else parent.find(f"{{{ASK}}}{name}")
    return text(found)


def collection(citizens: Sequence[Mapping[str, Any]], now: datetime, identifier: str) -> bytes:
    """The CongdanCollection answer; without citizens it is the answer for "not found" (§2.3)."""
    root = etree.Element(
        f"{{{ANSWER}}}CongdanCollection",
        {
            "SoCongDan": str(len(citizens)),
            "GhiChu": "",
            "ThoiDiemDuLieu": now.isoformat(timespec="seconds"),
            "id": identifier,
        },
        nsmap={"ns1": ANSWER},
    )
    for citizen in citizens:
        _fill(etree.SubElement(root, f"{{{ANSWER}}}CongDan"), citizen)
    return _envelope(root)


def verification(exists: bool) -> bytes:
    """The KetQuaXacThuc answer."""
    root = etree.Element(f"{{{ANSWER}}}KetQuaXacThuc", nsmap={"ns1": ANSWER})
    _fill(root, {"TonTai": "true" if exists else "false"})
    return _envelope(root)


def fault(side: str, code: str, reason: str) -> bytes:
    """A SOAP 1.1 Fault. ``side``: Client or Server; ``code``: detail code of §2.4 (our choice there)."""
    root = etree.Element(f"{{{SOAP}}}Fault", nsmap={"soapenv": SOAP})
    etree.SubElement(root, "faultcode").text = f"soapenv:{side}"
    etree.SubElement(root, "faultstring").text = _printable(reason)
    detail = etree.SubElement(root, "detail")
    _fill(
        etree.SubElement(detail, f"{{{ANSWER}}}Loi", nsmap={"ns1": ANSWER}), {"MaLoi": code, "MoTa": _printable(reason)}
    )
    return _envelope(root)


def _fill(parent: etree._Element, record: Mapping[str, Any]) -> None:
    for name, value in record.items():
        child = etree.SubElement(parent, f"{{{ANSWER}}}{name}")
        if isinstance(value, Mapping):
            _fill(child, value)
        elif value:
            child.text = str(value)


def _printable(value: str) -> str:
    return "".join(letter if letter >= " " else " " for letter in value)


def _envelope(payload: etree._Element) -> bytes:
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soapenv": SOAP})
    etree.SubElement(root, f"{{{SOAP}}}Header")
    etree.SubElement(root, f"{{{SOAP}}}Body").append(payload)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def description(operation: str, url: str) -> bytes:
    """The WSDL 1.1 of ``operation`` served at ``url`` (document/literal)."""
    template = Template(files("mocks.population").joinpath("service.wsdl").read_text(encoding="utf-8"))
    answer = "CongdanCollection" if operation == LOOK_UP else "KetQuaXacThuc"
    return template.substitute(operation=operation, answer=answer, url=escape(url, {'"': "&quot;"})).encode()
