"""The served WSDL describes what the services really read and answer."""

from __future__ import annotations

import pytest
from lxml import etree

WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
XSD = "{http://www.w3.org/2001/XMLSchema}"
SOAP = "{http://schemas.xmlsoap.org/wsdl/soap/}"


def described(bench, operation: str) -> etree._Element:
    answer = bench.call("GET", f"/{operation}?wsdl")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/xml; charset=utf-8")
    return etree.fromstring(answer.body)


def schema(wsdl: etree._Element, target: str) -> etree.XMLSchema:
    found = next(one for one in wsdl.iter(f"{XSD}schema") if one.get("targetNamespace") == target)
    return etree.XMLSchema(etree.fromstring(etree.tostring(found)))


def payload(body: bytes) -> etree._Element:
    envelope = etree.fromstring(body)
    return envelope.find("{http://schemas.xmlsoap.org/soap/envelope/}Body")[0]


@pytest.mark.parametrize(
    ("operation", "change"), [("TraCuuThongTinCongDan", {}), ("XacThucThongTinCongDan", {"MaTichHop": "003"})]
)
def test_question_and_answer_follow_the_schema(bench, caller, operation: str, change: dict[str, str]) -> None:
    wsdl = described(bench, operation)
    schema(wsdl, "http://dancuquocgia.bca").assertValid(payload(caller.envelope(operation, **change)))
    answers = schema(wsdl, "http://www.mic.gov.vn/dancu/1.0")
    answers.assertValid(payload(caller.ask(operation, **change).body))
    answers.assertValid(payload(caller.ask(operation, **change, HoVaTen="Không Có").body))


def test_the_schema_refuses_a_question_without_a_name(bench, caller) -> None:
    questions = schema(described(bench, "TraCuuThongTinCongDan"), "http://dancuquocgia.bca")
    assert not questions.validate(payload(caller.envelope(HoVaTen=None)))


@pytest.mark.parametrize("operation", ["TraCuuThongTinCongDan", "XacThucThongTinCongDan"])
def test_the_address_and_the_parts_hang_together(bench, operation: str) -> None:
    wsdl = described(bench, operation)
    address = wsdl.find(f"{WSDL}service/{WSDL}port/{SOAP}address").get("location")
    assert address == f"{bench.environment['CITY_POPULATION_URL']}/{operation}"
    assert wsdl.find(f"{WSDL}binding").get("type") == f"dan:{wsdl.find(f'{WSDL}portType').get('name')}"
    assert wsdl.find(f"{WSDL}message[@name='Request']/{WSDL}part").get("element") == f"dan:{operation}"
