"""Generated questions for the population database, and how its answers must look (axis-population-enterprise §2)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from lxml import etree

from fixtures.world import World
from mocks.kernel.testing import Answer, Bench
from mocks.population.messages import ANSWER, ASK, FIELDS, LOOK_UP, SOAP, VERIFY
from suites.property.markup import texts

OPERATIONS = (LOOK_UP, VERIFY)
INTEGRATION = {LOOK_UP: "037", VERIFY: "003"}
ROOTS = {LOOK_UP: "CongdanCollection", VERIFY: "KetQuaXacThuc"}
BIRTH = ("NgayThangNam", "Nam")
Fields = dict[str, str]


@dataclass(frozen=True)
class Caller:
    """A partner at the direct door, with its signature over address, user and time (§2.1)."""

    bench: Bench

    def headers(self, operation: str) -> dict[str, str]:
        given = self.bench.environment
        stamp = str(int(self.bench.run.clock.now().timestamp() * 1000))
        user, secret = given["CITY_POPULATION_USER"], given["CITY_POPULATION_SECRET"]
        digest = hashlib.sha256(f"{given['CITY_POPULATION_URL']}/{operation}{user}{stamp}{secret}".encode())
        return {
            "Timestamp": stamp,
            "Authorization": "Basic " + base64.b64encode(f"{user}:{digest.hexdigest()}".encode()).decode(),
            "X-Road-Client": given["CITY_POPULATION_CLIENT"],
            "ApiKey": given["CITY_POPULATION_APIKEY"],
            "Content-Type": "text/xml; charset=utf-8",
        }

    def ask(self, operation: str, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
        """Send ``body``; ``headers`` replace the right ones."""
        sent = {**self.headers(operation), **(headers or {})}
        return self.bench.call("POST", f"/{operation}", body=body, headers=sent)


def envelope(operation: str, fields: Mapping[str, str]) -> bytes:
    """A SOAP 1.1 question with ``fields`` in their order."""
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soapenv": SOAP, "dan": ASK})
    payload = etree.SubElement(etree.SubElement(root, f"{{{SOAP}}}Body"), f"{{{ASK}}}{operation}")
    birth = etree.SubElement(payload, f"{{{ASK}}}NgayThangNamSinh")
    for name, value in fields.items():
        etree.SubElement(birth if name in BIRTH else payload, f"{{{ASK}}}{name}").text = value
    return etree.tostring(root)


@st.composite
def questions(draw: st.DrawFn, world: World, officer: str, operation: str) -> Fields:
    """A complete and well-formed question about a person of ``world``, or about nobody; fields in any order."""
    person = draw(st.sampled_from(world.people))
    known = {
        "SoDinhDanh": draw(st.sampled_from([person.number, "000000000000"])),
        "HoVaTen": draw(st.sampled_from([person.full_name, person.full_name.upper(), "Không Ai Cả"])),
    }
    day, year = f"{person.birth:%Y%m%d}", f"{person.birth:%Y}"
    born = draw(st.sampled_from([{"NgayThangNam": day}, {"Nam": year}, {"Nam": "1900"}]))
    asking = {"MaDVC": "VPCP", "MaTichHop": INTEGRATION[operation], "MaCanBo": officer}
    fields = {**asking, **known, **born, "MaYeuCau": draw(st.uuids().map(str))}
    return dict(draw(st.permutations(list(fields.items()))))


def anything(sound: st.SearchStrategy[Fields]) -> st.SearchStrategy[Fields]:
    """A question some of whose fields hold any text, or are missing."""
    strange = st.dictionaries(st.sampled_from([*FIELDS, *BIRTH]), texts(), max_size=4)
    gone = st.sets(st.sampled_from([*FIELDS, *BIRTH]), max_size=2)
    return st.builds(
        lambda good, odd, out: {name: value for name, value in {**good, **odd}.items() if name not in out},
        sound,
        strange,
        gone,
    )


def told(answer: Answer, operation: str) -> str:
    """The code of a documented Fault with HTTP 500, empty for a documented answer with 200; fails for anything else."""
    assert answer.headers["content-type"].startswith("text/xml"), answer.headers["content-type"]
    body = etree.fromstring(answer.body).find(f"{{{SOAP}}}Body")
    assert body is not None, answer.text
    if answer.status == 200:
        assert body[0].tag == f"{{{ANSWER}}}{ROOTS[operation]}", body[0].tag
        return ""
    assert answer.status == 500, answer.status
    fault = body.find(f"{{{SOAP}}}Fault")
    assert fault is not None, answer.text
    assert fault.findtext("faultcode") == "soapenv:Client", answer.text
    code: Any = fault.findtext(f"detail/{{{ANSWER}}}Loi/{{{ANSWER}}}MaLoi")
    assert code in {"001", "002", "003", "004", "005", "006"}, answer.text
    return str(code)
