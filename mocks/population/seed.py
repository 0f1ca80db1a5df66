"""The population database's view of a run: its citizens, and who may ask about them."""

from __future__ import annotations

from typing import Any

from mocks.kernel.operation import Put, Record, RunSpec, SystemSeed

USER = "y99"
CLIENT = "VN/GOV/000.00.00.Y99/motcua"
OFFICER = "tiepnhan01"
GENERAL_CODE = "VPCP"
"""What clients without a procedure code send as MaDVC (axis-population-enterprise §2.2)."""

MARITAL = {"single": "1", "married": "2", "divorced": "3", "widowed": "4"}


def seed(spec: RunSpec) -> SystemSeed:
    """One partner (the city) with its credentials; every citizen of the world; old numbers as an index."""
    partner = {
        "user": USER,
        "secret": spec.secret("population.secret"),
        "api_key": spec.secret("population.api_key"),
        "client": CLIENT,
    }
    procedures = [*sorted({service.code for service in spec.services}), GENERAL_CODE]
    return SystemSeed(
        settings={"partner": partner, "procedures": procedures, "officers": [OFFICER]},
        records=[*_citizens(spec.world), *_old_numbers(spec.world)],
        environment={
            "CITY_POPULATION_URL": f"{spec.base}/population",
            "CITY_POPULATION_USER": USER,
            "CITY_POPULATION_SECRET": partner["secret"],
            "CITY_POPULATION_APIKEY": partner["api_key"],
            "CITY_POPULATION_CLIENT": CLIENT,
            "CITY_POPULATION_OFFICER": OFFICER,
        },
    )


def _citizens(world: Any) -> list[Put]:
    return [Put("citizens", person.number, citizen(person, world)) for person in world.people]


def _old_numbers(world: Any) -> list[Put]:
    holders: dict[str, list[str]] = {}
    for person in world.people:
        if person.old_number:
            holders.setdefault(person.old_number, []).append(person.number)
    return [Put("old_numbers", number, {"holders": owners}) for number, owners in holders.items()]


def citizen(person: Any, world: Any) -> Record:
    """The CongDan record of a person, in the order and spelling of the wire (axis-population-enterprise §2.3)."""
    return {
        "SoDinhDanh": person.number,
        "SoCMND": person.old_number or "",
        "HoVaTen": {"Ho": person.surname, "ChuDem": person.middle, "Ten": person.given},
        "GioiTinh": "1" if person.sex == "male" else "2",
        "DanToc": person.ethnicity,
        "TonGiao": person.religion,
        "TinhTrangHonNhan": MARITAL.get(person.marital, "0"),
        "NhomMau": "00",
        "NgayThangNamSinh": _birth(person),
        "NoiDangKyKhaiSinh": _address(person.birth_place),
        "QuocTich": "VN",
        "QueQuan": _address(person.birth_place),
        "ThuongTru": _address(person.address),
        "NoiOHienTai": _address(person.address),
        "Cha": _relative(world, person.father),
        "Me": _relative(world, person.mother),
        "VoChong": _relative(world, person.spouse),
        "NguoiDaiDien": _relative(world, None),
        "ChuHo": {"QuanHe": _relation(world, person), **_relative(world, person.head, nationality=False)},
        "SoSoHoKhau": "",
    }


def _birth(person: Any) -> Record:
    """The whole date, or only the year of those whose day or month is not known."""
    if person.birth_precision == "day":
        return {"NgayThangNam": f"{person.birth:%Y%m%d}"}
    return {"Nam": f"{person.birth:%Y}"}


def _address(place: Any) -> Record:
    """Codes and the free part; no district since 1/7/2025."""
    return {
        "MaTinhThanh": place.province_code,
        "MaQuanHuyen": "",
        "MaPhuongXa": place.ward_code,
        "ChiTiet": place.detail,
        "QuocGia": "VN",
    }


def _relative(world: Any, number: str | None, nationality: bool = True) -> Record:
    person = world.person(number) if number else None
    named = {"QuocTich": "VN" if person else ""} if nationality else {}
    return {
        "SoDinhDanh": person.number if person else "",
        "SoCMND": person.old_number if person else "",
        **named,
        "HoVaTen": person.full_name if person else "",
    }


def _relation(world: Any, person: Any) -> str:
    """QuanHe of a person to the household's head; only CH01 is public, the rest is our choice."""
    head = world.person(person.head)
    if head.number == person.number:
        return "CH01"
    if head.number == person.spouse:
        return "02"
    if head.number in (person.father, person.mother):
        return "03"
    return "04" if person.number in (head.father, head.mother) else "99"
