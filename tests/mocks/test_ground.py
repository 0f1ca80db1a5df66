"""The population and enterprise databases show the same synthetic world, completely."""

from __future__ import annotations

import pytest

from fixtures.world import World
from mocks.enterprise.messages import Data
from mocks.enterprise.seed import organisation
from mocks.population.messages import Question
from mocks.population.rules import mismatches
from mocks.population.seed import citizen


@pytest.fixture(scope="module")
def world() -> World:
    return World(1)


def test_every_person_answers_to_number_name_and_birth(world: World) -> None:
    for person in world.people:
        record = citizen(person, world)
        exact = person.birth_precision == "day"
        asked = Question(
            operation="TraCuuThongTinCongDan",
            SoDinhDanh=person.number,
            HoVaTen=person.full_name.upper(),
            NgayThangNam=f"{person.birth:%Y%m%d}" if exact else "",
            Nam="" if exact else f"{person.birth:%Y}",
        )
        assert mismatches(asked, record) == []
        assert record["TinhTrangHonNhan"] != "0"


def test_relatives_exist_and_every_household_has_its_head(world: World) -> None:
    records = {person.number: citizen(person, world) for person in world.people}
    for record in records.values():
        for role in ("Cha", "Me", "VoChong", "ChuHo"):
            number = record[role]["SoDinhDanh"]
            assert number == "" or number in records
        head = records[record["ChuHo"]["SoDinhDanh"]]
        assert head["ChuHo"]["QuanHe"] == "CH01"


def test_every_firm_fits_the_wire_and_is_represented_by_a_citizen(world: World) -> None:
    for position, firm in enumerate(world.organisations, start=1):
        data = Data.model_validate(organisation(firm, position))
        assert data.Representatives is not None
        assert not isinstance(data.Representatives, list)
        assert world.person(data.Representatives.PERS_DOC_NO).full_name == data.Representatives.FULL_NAME
