"""The read services, against the two bundled procedures (portal-payment-sso §3, §16 point 5)."""

from __future__ import annotations

from typing import Any

import pytest

from fixtures.services import load
from fixtures.world import World
from mocks.portal.testing import Client

LISTS = (
    "CAPTHUCHIEN",
    "LINHVUCTHUCHIEN",
    "TRINHTUTHUCHIEN",
    "CACHTHUCTHUCHIEN",
    "DOITUONGTHUCHIEN",
    "THANHPHANHOSO",
    "KETQUATHUCHIEN",
    "CANCUPHAPLY",
    "COQUANTHUCHIEN",
    "COQUANCOTHAMQUYEN",
    "COQUANDUOCUYQUYEN",
    "COQUANPHOIHOP",
    "TTHCLIENQUAN",
    "TTHCLIENTHONG",
)


def leaves(value: Any) -> list[Any]:
    """Every scalar below ``value``."""
    if isinstance(value, dict):
        return [leaf for child in value.values() for leaf in leaves(child)]
    return [leaf for child in value for leaf in leaves(child)] if isinstance(value, list) else [value]


@pytest.mark.parametrize("code", ["1.012907", "1.012901"])
def test_a_procedure_comes_whole_and_without_null(client: Client, code: str) -> None:
    tree = client.ask("LayThuTuc", maTTHC=code)["result"][0]
    assert all(isinstance(tree[name], list) for name in LISTS)
    assert None not in leaves(tree)
    assert tree["MATTHC"] == code
    assert tree["LINHVUCTHUCHIEN"][0]["MALINHVUC"]
    assert client.bench.last.keys["MaTTHC"] == code


def test_the_tree_says_what_the_descriptor_says(client: Client) -> None:
    service = load("cap-lai-chung-chi-moi-gioi")
    tree = client.ask("LayThuTuc", maTTHC="1.012907")["result"][0]
    ways = {way["KENH"]: way["THOIGIAN"][0] for way in tree["CACHTHUCTHUCHIEN"]}
    assert set(ways) == {"1", "2", "3"}
    assert (ways["2"]["THOIGIANGIAIQUYET"], ways["2"]["DONVITINH"]) == ("10", "Ngày làm việc")
    fee = ways["2"]["PHILEPHI"][0]
    assert (fee["MAPHILEPHI"], fee["SOTIEN"]) == ("2", "200000")
    papers = tree["THANHPHANHOSO"][0]["GIAYTO"]
    assert [paper["MAGIAYTO"] for paper in papers] == [component.code for component in service.components]
    assert [bool(paper["URL"]) for paper in papers] == [component.form is not None for component in service.components]
    assert tree["KETQUATHUCHIEN"][0]["MAKETQUA"] == "KQ.G17.000207"
    assert tree["TENTTHC"] == service.name


def test_a_procedure_without_fee_has_an_empty_list(client: Client) -> None:
    tree = client.ask("LayThuTuc", maTTHC="1.012901")["result"][0]
    assert [limit["PHILEPHI"] for way in tree["CACHTHUCTHUCHIEN"] for limit in way["THOIGIAN"]] == [[], [], []]
    assert tree["DOITUONGTHUCHIEN"][0]["MADOITUONG"] == "2"


def test_the_local_code_finds_the_procedure(client: Client) -> None:
    assert client.ask("LayThuTuc", maTTHC="1.012907.000.00.00.Y99")["result"][0]["MATTHC"] == "1.012907"


@pytest.mark.parametrize("code", ["1.999999", "", None, "1.01290"])
def test_an_unknown_procedure_is_refused(client: Client, code: str | None) -> None:
    assert client.ask("LayThuTuc", maTTHC=code)["error_code"] == "-1"


def test_the_list_of_procedures_by_agency(client: Client) -> None:
    rows = client.ask("LayDanhSachTTHC")["result"]
    assert {row["MATTHC"] for row in rows} == {"1.012901", "1.012907"}
    assert client.ask("LayDanhSachTTHC", madonvi="000.00.01.Y99")["result"] == rows
    assert client.ask("LayDanhSachTTHC", madonvi="G17")["result"] == rows
    assert client.ask("LayDanhSachTTHC", madonvi=None)["result"] == rows
    assert client.ask("LayDanhSachTTHC", madonvi="Y98")["result"] == []


def test_services_agencies_and_fields(client: Client) -> None:
    services = client.ask("LayDVC")["result"]["data"]
    assert {row["APDUNGDVC"][0]["MUCDO"] for row in services} == {4}
    agencies = client.ask("LayDanhMucCoQuan")["result"]
    assert {"MADONVI": "Y99.01", "TENDONVI": "Sở Xây dựng", "CAPDONVI": "1"} in agencies
    assert client.ask("LayDanhMucLinhVuc")["result"] == [
        {"MALINHVUC": "G17-BD01", "TENLINHVUC": "Kinh doanh bất động sản", "MANGANH": "G17"}
    ]


def test_tech_ids_of_people_and_organisations(client: Client, world: World) -> None:
    person, firm = world.applicants()[0], world.organisations[0]
    found = client.ask("TraCuuTechID", provider="wso2is", mstorcmnd=person.number)
    assert found["result"] == [{"TECHNICALID": person.tech_id}]
    assert client.bench.last.keys == {"SoDinhDanh": person.number}
    assert (
        client.ask("TraCuuTechID", provider="wso2is", mstorcmnd=firm.code)["result"][0]["TECHNICALID"] == firm.tech_id
    )
    assert client.bench.last.keys == {"MaSoDoanhNghiep": firm.code}


def test_a_number_without_account_gives_an_empty_list(client: Client, world: World) -> None:
    child = next(person for person in world.people if not person.tech_id)
    for number in ("000000000000", child.number, "", None):
        assert client.ask("TraCuuTechID", provider="wso2is", mstorcmnd=number)["result"] == []


def test_another_provider_is_refused(client: Client) -> None:
    assert client.ask("TraCuuTechID", provider="google", mstorcmnd="1")["error_code"] == "-1"


def test_a_dossier_is_known_once_synchronised(client: Client, item: dict[str, Any]) -> None:
    assert client.ask("TraCuuHoSo", mahoso=item["MaHoSo"])["result"] == []
    client.create(item)
    (row,) = client.ask("TraCuuHoSo", mahoso=item["MaHoSo"], donViXuLy="Y99")["result"]
    assert (row["MaTrangThai"], row["TrangThaiHoSo"]) == ("2", "Được tiếp nhận")
    assert row["NgayTiepNhan"] == "22/11/2026 08:00:00"
    assert client.bench.last.keys["MaHoSo"] == item["MaHoSo"]


@pytest.mark.parametrize("number", [None, "", " "])
def test_a_look_up_without_number_is_refused(client: Client, number: str | None) -> None:
    assert client.ask("TraCuuHoSo", mahoso=number)["error_code"] == "-1"
