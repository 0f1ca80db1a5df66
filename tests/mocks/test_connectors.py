"""Two independent readings of each protocol meet: the reference city's connectors against the served mocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from fixtures.reference_city.connectors.axis import Attachment, Axis, AxisError, Official, Organ
from fixtures.reference_city.connectors.enterprise import EnterpriseError, Enterprises
from fixtures.reference_city.connectors.http import Surroundings
from fixtures.reference_city.connectors.population import Population, PopulationError
from fixtures.reference_city.settings import Settings
from fixtures.world import World
from harness.testbed.child import Child
from harness.testbed.control import Control

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Control]:
    child = Child("mocks", "mocks", log=tmp_path_factory.mktemp("mocks") / "log")
    try:
        control = Control(child.ready(60))
        yield control
        control.close()
    finally:
        child.stop()


@pytest.fixture
def run(control: Control, request: pytest.FixtureRequest) -> Iterator[tuple[Control, Settings]]:
    """A run of its own, and the settings of a city in it."""
    made = control.create_run(key=request.node.name.replace("_", "-")[-40:].strip("-"))
    mine = control.for_run(made["run"])
    yield mine, Settings.read(made["environment"])
    mine.delete_run()
    mine.close()


@pytest.fixture(scope="module")
def world() -> World:
    return World(1)


def journal(control: Control) -> list[dict]:
    return control.journal(0)["entries"]


def test_citizens_are_found(run: tuple[Control, Settings], world: World) -> None:
    control, settings = run
    population = Population(settings)
    for person in world.applicants()[:5]:
        asked = (person.number, person.full_name, f"{person.birth:%Y%m%d}", "1.012907", f"yc-{person.number}")
        found = population.look_up(*asked)
        assert found is not None
        assert (found.number, found.sex, found.residence.ward) == (person.number, person.sex, person.address.ward_code)
    assert population.look_up(person.number, "Không Phải Tôi", f"{person.birth:%Y%m%d}", "1.012907", "yc") is None
    assert [entry["accepted"] for entry in journal(control)] == [True] * 6


def test_the_database_refuses_the_city(run: tuple[Control, Settings], world: World) -> None:
    control, settings = run
    person = world.applicants()[0]
    asked = (person.number, person.full_name, f"{person.birth:%Y%m%d}")
    late = Surroundings(now=lambda: datetime.now(UTC) - timedelta(hours=1))
    refused = {
        "004": lambda: Population(settings).look_up(*asked, "9.999999", "yc-1"),
        "005": lambda: Population(replace(settings, population_officer="ai")).look_up(*asked, "VPCP", "yc-2"),
        "006": lambda: Population(settings, around=late).look_up(*asked, "VPCP", "yc-3"),
    }
    for code, call in refused.items():
        with pytest.raises(PopulationError) as error:
            call()
        assert (error.value.code, error.value.retryable) == (code, False)
    rules = [entry["refusal"]["rule"] for entry in journal(control)]
    assert rules == ["population.procedure", "population.officer", "population.timestamp"]


def test_enterprises_are_found(run: tuple[Control, Settings], world: World) -> None:
    control, settings = run
    enterprises = Enterprises(settings)
    for firm in world.organisations[:5]:
        found = enterprises.detail(firm.code)
        assert found is not None
        assert (found.code, found.name, found.representative) == (firm.code, firm.name, firm.representative.full_name)
        assert found.address == firm.address.text
    assert enterprises.detail("0099999999") is None
    with pytest.raises(EnterpriseError) as error:
        enterprises.detail("12")
    assert error.value.code == "0"
    assert [entry["operation"] for entry in journal(control)].count("token") == 1


def test_an_expired_token_is_fetched_anew(run: tuple[Control, Settings], world: World) -> None:
    control, settings = run
    enterprises = Enterprises(settings)
    enterprises.detail(world.organisations[0].code)
    now = datetime.fromisoformat(control.clock()["now"])
    control.set_clock(now=(now + timedelta(seconds=3600)).isoformat())
    assert enterprises.detail(world.organisations[0].code) is not None
    assert [entry["operation"] for entry in journal(control)].count("token") == 2


def test_a_result_goes_over_the_axis(run: tuple[Control, Settings]) -> None:
    control, settings = run
    axis = Axis(settings)
    document = Official(
        sender=Organ("Y99.01", "Sở Xây dựng"),
        receivers=(Organ(settings.axis_ministry, "Bộ Xây dựng"),),
        number="15",
        notation="SXD-QLN",
        subject="Kết quả hồ sơ 000.00.01.Y99-261122-0001",
        content="Công khai kết quả",
        issued=datetime(2026, 11, 22, 2, 0, tzinfo=UTC),
        place="Hoa Sen",
        signer="Lê Thử",
        position="Giám đốc",
        attachments=(Attachment("kết quả.pdf", b"%PDF-1.7"),),
    )
    doc_id = axis.send(document)
    assert axis.received() == []
    control.act("axis", "acknowledge", docId=doc_id, status="done")
    entry = journal(control)[0]
    assert (entry["keys"]["docId"], entry["keys"]["MaHoSo"]) == (doc_id, "000.00.01.Y99-261122-0001")
    stranger = replace(document, receivers=(Organ("H99", "Không có"),))
    with pytest.raises(AxisError) as error:
        axis.send(stranger)
    assert error.value.code == "18"


def test_the_axis_refuses_a_wrong_secret(run: tuple[Control, Settings]) -> None:
    _, settings = run
    with pytest.raises(AxisError) as error:
        Axis(replace(settings, axis_secret="0" * 32)).received()
    assert error.value.code == "15"
