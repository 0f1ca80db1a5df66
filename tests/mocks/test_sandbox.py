"""Pass-through for real: one server of mocks stands in for the national test endpoints behind another.

The reference city's connectors call the first, the second answers; what conforms leaves no finding on either side.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fixtures.reference_city.connectors.axis import Attachment, Axis, AxisError, Official, Organ
from fixtures.reference_city.connectors.enterprise import Enterprises
from fixtures.reference_city.connectors.payment import FeeRow, Order, PaymentError, Payments
from fixtures.reference_city.connectors.population import Population, PopulationError
from fixtures.reference_city.connectors.portal import Portal, PortalError
from fixtures.reference_city.settings import Settings
from fixtures.world import World
from harness.testbed.child import Child
from harness.testbed.control import Control

pytestmark = pytest.mark.slow

SECRETS = {
    "portal.password": "CITY_PORTAL_PASSWORD", "population.secret": "CITY_POPULATION_SECRET",
    "population.api_key": "CITY_POPULATION_APIKEY", "enterprise.key": "CITY_ENTERPRISE_KEY",
    "enterprise.secret": "CITY_ENTERPRISE_SECRET", "payment.partner": "CITY_PAYMENT_PARTNER",
    "payment.secret": "CITY_PAYMENT_SECRET", "axis.Y99": "CITY_AXIS_SECRET",
}  # fmt: skip
"""What whoever runs a sandbox hands out, by the label under which a run is told of it."""


class Ground:
    """``real``: the endpoints; ``ours``: the run that passes through to them; ``settings``: a city's, of ours."""

    def __init__(self, real: Control, ours: Control, settings: Settings, base: str) -> None:
        self.real, self.ours, self.settings, self.base = real, ours, settings, base

    def journal(self) -> list[dict]:
        return list(self.ours.journal(0)["entries"])

    def findings(self) -> list[str]:
        return [found["rule"] for entry in self.journal() for found in entry["findings"]]


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Control]]:
    folder = tmp_path_factory.mktemp("mocks")
    children = [Child(name, "mocks", log=folder / name) for name in ("real", "ours")]
    try:
        controls = [Control(child.ready(60)) for child in children]
        yield controls
        for control in controls:
            control.close()
    finally:
        for child in children:
            child.stop()


@pytest.fixture
def ground(servers: list[Control], request: pytest.FixtureRequest) -> Iterator[Ground]:
    key = request.node.name.replace("_", "-")[-40:].strip("-")
    there = servers[0].create_run(key=key)
    given = {label: there["environment"][name] for label, name in SECRETS.items()}
    here = servers[1].create_run(key=key, secrets=given)
    real, ours = (control.for_run(key) for control in servers)
    ours.pass_through({system: f"{there['base']}/{system}" for system in here["systems"]})
    yield Ground(real, ours, Settings.read(here["environment"]), there["base"])
    for control in (real, ours):
        control.delete_run()
        control.close()


@pytest.fixture(scope="module")
def world() -> World:
    return World(1)


DOSSIER = {
    "MaHoSo": "000.00.01.Y99-261122-0001",
    "MaTTHC": "1.012907",
    "TenTTHC": "Cấp lại chứng chỉ hành nghề môi giới bất động sản",
    "MaLinhVuc": "G17-BD01",
    "TenLinhVuc": "Kinh doanh bất động sản",
    "KenhThucHien": "2",
    "ChuHoSo": "Trần Gia Phúc",
    "LoaiDoiTuong": "1",
    "NgayTiepNhan": "20261122080000",
    "NgayHenTra": "20261204080000",
    "TrangThaiHoSo": "2",
    "HinhThuc": "0",
    "DonViXuLy": "Sở Xây dựng",
    "TaiLieuNop": [],
}
ORDER = Order(
    dossier="000.00.01.Y99-261122-0001", procedure_code="1.012907", procedure_name="Cấp lại chứng chỉ",
    agency_code="Y99.01", agency_name="Sở Xây dựng", amount=200000, fees=(FeeRow("P1", "Phí", "1", 200000),),
    account="9990001", bank="MOCKBANK", holder="Sở Xây dựng", payer="Nguyễn Văn An", payer_number="999200000001",
    payer_address="1 Phố Sen", opened=datetime(2026, 11, 22, 1, 30, tzinfo=UTC),
)  # fmt: skip


def test_what_conforms_leaves_no_finding(ground: Ground, world: World) -> None:
    person, firm = world.applicants()[0], world.organisations[0]
    portal = Portal(ground.settings)
    assert portal.procedures()
    portal.sync_dossier(DOSSIER)
    assert portal.tech_id(person.number) == person.tech_id
    payments = Payments(ground.settings)
    opened = payments.open(ORDER)
    assert opened.pay_url.startswith(ground.base)
    asked = (person.number, person.full_name, f"{person.birth:%Y%m%d}")
    found = Population(ground.settings).look_up(*asked, "1.012907", "yc-1")
    assert found is not None
    detail = Enterprises(ground.settings).detail(firm.code)
    assert detail is not None
    assert (found.number, detail.name) == (person.number, firm.name)
    axis = Axis(ground.settings)
    axis.send(DOCUMENT)
    assert axis.received() == []
    entries = ground.journal()
    assert [entry["findings"] for entry in entries] == [[]] * len(entries)
    assert {entry["mode"] for entry in entries} == {"sandbox"}
    assert all(entry["accepted"] for entry in entries)
    assert {entry["system"] for entry in entries} == {"portal", "payment", "population", "enterprise", "axis"}
    assert len(ground.real.journal(0)["entries"]) == len(entries)
    assert set(ground.ours.modes().values()) == {"sandbox"}


DOCUMENT = Official(
    sender=Organ("Y99.01", "Sở Xây dựng"), receivers=(Organ("G17", "Bộ Xây dựng"),), number="15", notation="SXD-QLN",
    subject="Kết quả hồ sơ 000.00.01.Y99-261122-0001", content="Công khai kết quả",
    issued=datetime(2026, 11, 22, 2, 0, tzinfo=UTC), place="Hoa Sen", signer="Lê Thử", position="Giám đốc",
    attachments=(Attachment("kết quả.pdf", b"%PDF-1.7"),),
)  # fmt: skip


def test_what_breaks_a_rule_is_found_and_refused_by_the_endpoint(ground: Ground, world: World) -> None:
    portal = Portal(ground.settings)
    with pytest.raises(PortalError):
        portal.sync_dossier({**DOSSIER, "TrangThaiHoSo": "99"})
    with pytest.raises(PaymentError):
        Payments(ground.settings).open(replace(ORDER, amount=0))
    with pytest.raises(PopulationError):
        Population(ground.settings).look_up(world.people[0].number, "AI", "20001399", "1.012907", "yc-1")
    with pytest.raises(AxisError):
        Axis(ground.settings).send(replace(DOCUMENT, subject=""))
    Enterprises(ground.settings).detail(world.organisations[0].code)
    found = ground.findings()
    assert len(found) == 4
    assert {"payment.amount", "population.format.birth", "axis.element"} < set(found)
    refused = [entry["operation"] for entry in ground.journal() if not entry["accepted"]]
    assert refused == ["DongBoHoSoMC", "INIT", "TraCuuThongTinCongDan", "sendEdoc"]


def test_a_wrong_secret_stays_wrong_and_is_not_shown(ground: Ground, world: World) -> None:
    person = world.applicants()[0]
    wrong = replace(ground.settings, population_secret="0" * 32, portal_password="sai-mat-khau-dai")
    with pytest.raises(PopulationError) as error:
        Population(wrong).look_up(person.number, person.full_name, f"{person.birth:%Y%m%d}", "VPCP", "yc-1")
    assert error.value.code == "006"
    with pytest.raises(PortalError):
        Portal(wrong).procedures()
    login = ground.journal()[-1]
    assert login["operation"] == "login"
    assert ground.ours.body(login["request"]["body"]) == b'{"username":"Y99","password":"***-dai"}'
