"""A small town with known people, and a caller that speaks the direct VDXP door correctly."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import etree

from fixtures.world.people import Address, Person
from mocks.kernel.testing import Answer, Bench
from mocks.population.api import SYSTEM

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
ASK = "http://dancuquocgia.bca"
DC = "{http://www.mic.gov.vn/dancu/1.0}"

HOME = Address("99", "Thành phố Hoa Sen", "99001", "Phường Sen Hồng", "12 phố Hoa Cúc")
BIRTH_PLACE = Address("01", "Thành phố Hà Nội")

LAN = Person(
    number="001790000155",
    surname="Nguyễn",
    middle="Thị Đỗ",
    given="Lan",
    sex="female",
    birth=date(1990, 2, 28),
    birth_precision="day",
    ethnicity="01",
    religion="00",
    phone="0950000001",
    email="lan@hoasen.example",
    tech_id="t-1",
    address=HOME,
    birth_place=BIRTH_PLACE,
    father=None,
    mother=None,
    spouse="001690000252",
    head="001690000252",
    old_number="000111222",
    social_insurance="0000000001",
    marital="married",
)
BINH = replace(
    LAN,
    number="001690000252",
    surname="Trần",
    middle="",
    given="Bình",
    sex="male",
    birth=date(1950, 1, 1),
    birth_precision="year",
    spouse=LAN.number,
    old_number="000111222",
)
AN = replace(
    LAN,
    number="001815000349",
    surname="Trần",
    middle="Thu",
    given="An",
    birth=date(2015, 7, 1),
    birth_precision="month",
    father=BINH.number,
    mother=LAN.number,
    spouse=None,
    old_number="",
    marital="single",
)
UNCLE = replace(LAN, number="001690000446", spouse=None, old_number="", marital="divorced")
GRANDMOTHER = replace(LAN, number="001790000543", spouse=None, old_number="", marital="widowed")


def town() -> Any:
    """Five people in one household; Bình's mother is the grandmother."""
    people = [LAN, replace(BINH, mother=GRANDMOTHER.number), AN, UNCLE, GRANDMOTHER]
    numbers = {person.number: person for person in people}
    return SimpleNamespace(people=people, organisations=[], person=numbers.__getitem__)


@dataclass
class Caller:
    """Asks the mock as a correct client would, at ``address``; ``change`` spoils envelope or headers."""

    bench: Bench
    address: str = ""

    def fields(self, **change: str | None) -> dict[str, str]:
        given = {
            "MaYeuCau": "YC-1",
            "MaDVC": "1.012907",
            "MaTichHop": "037",
            "MaCanBo": self.bench.environment["CITY_POPULATION_OFFICER"],
            "SoDinhDanh": LAN.number,
            "HoVaTen": "NGUYỄN THỊ ĐỖ LAN",
            "NgayThangNam": "19900228",
            **change,
        }
        return {name: value for name, value in given.items() if value is not None}

    def envelope(self, operation: str = "TraCuuThongTinCongDan", **change: str | None) -> bytes:
        root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soapenv": SOAP, "dan": ASK})
        body = etree.SubElement(root, f"{{{SOAP}}}Body")
        payload = etree.SubElement(body, f"{{{ASK}}}{operation}")
        birth = etree.Element(f"{{{ASK}}}NgayThangNamSinh")
        for name, value in self.fields(**change).items():
            parent = birth if name in ("NgayThangNam", "Nam") else payload
            etree.SubElement(parent, f"{{{ASK}}}{name}").text = value
        payload.append(birth)
        return etree.tostring(root)

    def headers(self, operation: str = "TraCuuThongTinCongDan", **change: str) -> dict[str, str]:
        city = self.bench.environment
        stamp = str(int(self.bench.run.clock.now().timestamp() * 1000))
        user, secret = city["CITY_POPULATION_USER"], city["CITY_POPULATION_SECRET"]
        address = self.address or city["CITY_POPULATION_URL"]
        text = f"{address}/{operation}{user}{stamp}{secret}"
        pair = f"{user}:{hashlib.sha256(text.encode()).hexdigest()}"
        return {
            "Timestamp": stamp,
            "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}",
            "X-Road-Client": city["CITY_POPULATION_CLIENT"],
            "ApiKey": city["CITY_POPULATION_APIKEY"],
            "SOAPAction": '""',
            "Content-Type": "text/xml; charset=utf-8",
            **change,
        }

    def ask(
        self,
        operation: str = "TraCuuThongTinCongDan",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        **change: str | None,
    ) -> Answer:
        sent = self.headers(operation, **(headers or {}))
        content = self.envelope(operation, **change) if body is None else body
        return self.bench.call("POST", f"/{operation}", body=content, headers=sent)


@pytest.fixture
def bench() -> Bench:
    return Bench(SYSTEM, world=town(), services=[SimpleNamespace(code="1.012907")])


@pytest.fixture
def caller(bench: Bench) -> Caller:
    return Caller(bench)


@pytest.fixture
def stranger() -> Caller:
    """A caller of another run, with that run's secrets."""
    return Caller(Bench(SYSTEM, world=town(), key="r2"))


@pytest.fixture
def citizen() -> Callable[[Answer], etree._Element | None]:
    """The CongDan of an answer, found by the namespaces that real clients use."""

    def find(answer: Answer) -> etree._Element | None:
        root = etree.fromstring(answer.body)
        path = f"{{{SOAP}}}Body/{DC}CongdanCollection/{DC}CongDan"
        return root.find(path)

    return find


@pytest.fixture
def fault() -> Callable[[Answer], tuple[int, str, str]]:
    """HTTP status, faultcode and detail code of a refusal."""

    def read(answer: Answer) -> tuple[int, str, str]:
        found = etree.fromstring(answer.body).find(f"{{{SOAP}}}Body/{{{SOAP}}}Fault")
        assert found is not None, answer.text
        return answer.status, found.findtext("faultcode", ""), found.findtext(f"detail/{DC}Loi/{DC}MaLoi", "")

    return read
