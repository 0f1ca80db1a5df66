"""Every rule of the population database refuses what breaks it, and says why."""

from __future__ import annotations

import base64

import pytest

from mocks.population.rules import CODES

WRONG_PAIR = base64.b64encode(b"y99:" + b"0" * 64).decode()


@pytest.mark.parametrize(
    ("headers", "rule"),
    [
        ({"Timestamp": ""}, "population.timestamp"),
        ({"Timestamp": "1795309200"}, "population.timestamp"),
        ({"Timestamp": "1795300000000"}, "population.timestamp"),
        ({"Authorization": ""}, "population.authorization"),
        ({"Authorization": "Bearer abc"}, "population.authorization"),
        ({"Authorization": "Basic ***"}, "population.authorization"),
        ({"Authorization": f"Basic {WRONG_PAIR}"}, "population.authorization"),
        ({"X-Road-Client": "VN/GOV/ai-do"}, "population.client"),
        ({"X-Road-Client": ""}, "population.client"),
        ({"ApiKey": ""}, "population.api_key"),
        ({"ApiKey": "sai"}, "population.api_key"),
        ({"Content-Type": "application/json"}, "population.content_type"),
    ],
)
def test_a_wrong_header_is_refused(caller, bench, fault, headers: dict[str, str], rule: str) -> None:
    answer = caller.ask(headers=headers)
    assert fault(answer) == (500, "soapenv:Client", CODES.get(rule, "002"))
    assert (bench.last.refusal.rule, bench.last.accepted) == (rule, False)


def test_the_digest_is_of_the_address_called(caller, bench, fault) -> None:
    other = caller.headers("XacThucThongTinCongDan")["Authorization"]
    assert fault(caller.ask(headers={"Authorization": other}))[2] == "006"
    assert bench.last.refusal.rule == "population.authorization"


def test_a_secret_of_another_run_is_refused(caller, stranger, fault) -> None:
    assert stranger.ask(MaDVC="VPCP").status == 200
    stranger.address = caller.bench.environment["CITY_POPULATION_URL"]
    assert fault(caller.ask(headers={"Authorization": stranger.headers()["Authorization"]}))[2] == "006"


def test_the_host_name_that_was_called_counts_too(caller, bench) -> None:
    caller.address = bench.environment["CITY_POPULATION_URL"].replace("127.0.0.1:8000", "dancu.example:9000")
    assert caller.ask(headers={"Host": "dancu.example:9000"}).status == 200


@pytest.mark.parametrize(
    ("change", "rule", "code"),
    [
        ({"MaYeuCau": None}, "population.required", "001"),
        ({"MaDVC": ""}, "population.required", "001"),
        ({"MaTichHop": None}, "population.required", "001"),
        ({"MaCanBo": None}, "population.required", "001"),
        ({"SoDinhDanh": None}, "population.required", "001"),
        ({"HoVaTen": "  "}, "population.required", "001"),
        ({"NgayThangNam": None}, "population.required", "001"),
        ({"SoDinhDanh": "12345678901"}, "population.format.SoDinhDanh", "002"),
        ({"SoDinhDanh": "00179000015A"}, "population.format.SoDinhDanh", "002"),
        ({"SoCMND": "12345678"}, "population.format.SoCMND", "002"),
        ({"HoVaTen": "---"}, "population.format.HoVaTen", "002"),
        ({"NgayThangNam": "19900230"}, "population.format.birth", "002"),
        ({"NgayThangNam": "28/02/1990"}, "population.format.birth", "002"),
        ({"NgayThangNam": "1990"}, "population.format.birth", "002"),
        ({"Nam": "1990"}, "population.format.birth", "002"),
        ({"NgayThangNam": None, "Nam": "90"}, "population.format.Nam", "002"),
        ({"MaTichHop": "003"}, "population.integration", "003"),
        ({"MaDVC": "1.000001"}, "population.procedure", "004"),
        ({"MaCanBo": "nguoi-la"}, "population.officer", "005"),
    ],
)
def test_a_wrong_field_is_refused(caller, bench, fault, change: dict[str, str | None], rule: str, code: str) -> None:
    assert fault(caller.ask(**change)) == (500, "soapenv:Client", code)
    refusal = bench.last.refusal
    assert (refusal.rule, refusal.clause.split(" ")[0]) == (rule, "axis-population-enterprise")
    assert refusal.expected
    assert bench.records("audit") == {}


def test_each_service_has_its_own_integration_code(caller, fault) -> None:
    assert fault(caller.ask("XacThucThongTinCongDan"))[2] == "003"


def test_the_element_must_be_the_services_own(caller, bench, fault) -> None:
    body = caller.envelope("XacThucThongTinCongDan", MaTichHop="003")
    assert fault(caller.ask(body=body))[2] == "002"
    assert bench.last.refusal.rule == "population.element"


HOSTILE = {
    "empty": b"",
    "json": b"{}",
    "laughs": b'<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><a>&z;</a>',
    "external": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
    "deep": b"<a>" * 3000 + b"</a>" * 3000,
    "huge": b"<a>" + b"x" * 70_000 + b"</a>",
    "not SOAP": b"<a/>",
    "SOAP 1.2": b'<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><a/></e:Body></e:Envelope>',
    "no body": b'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"/>',
    "two": (
        b'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns="http://dancuquocgia.bca">'
        b"<e:Body><TraCuuThongTinCongDan/><TraCuuThongTinCongDan/></e:Body></e:Envelope>"
    ),
    "no namespace": (
        b'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/">'
        b"<e:Body><TraCuuThongTinCongDan/></e:Body></e:Envelope>"
    ),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_or_foreign_xml_gets_a_fault(caller, bench, fault, body: bytes) -> None:
    assert fault(caller.ask(body=body)) == (500, "soapenv:Client", "002")
    assert not bench.last.accepted


def test_fields_outside_the_namespace_are_not_there(caller, bench, fault) -> None:
    body = caller.envelope().replace(b"dan:MaCanBo", b"MaCanBo")
    assert fault(caller.ask(body=body))[2] == "001"
    assert bench.last.refusal.field == "MaCanBo"


def test_control_characters_can_not_break_the_fault(caller, fault) -> None:
    assert fault(caller.ask(headers={"X-Road-Client": "a\x0bb<&"}))[2] == "006"


def test_what_nobody_asked_for_is_404(bench) -> None:
    assert bench.call("POST", "/TraCuuThongTinHoGiaDinh").status == 404
