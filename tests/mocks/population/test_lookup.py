"""Looking a citizen up: who answers, with what, and who doesn't."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from lxml import etree

DC = "{http://www.mic.gov.vn/dancu/1.0}"
LAN, BINH, AN = "001790000155", "001690000252", "001815000349"


def value(citizen: etree._Element, *path: str) -> str:
    return citizen.findtext("/".join(DC + part for part in path)) or ""


def test_a_citizen_is_shown_in_full(caller, citizen) -> None:
    found = citizen(caller.ask())
    assert [child.tag.removeprefix(DC) for child in found] == [
        "SoDinhDanh", "SoCMND", "HoVaTen", "GioiTinh", "DanToc", "TonGiao", "TinhTrangHonNhan", "NhomMau",
        "NgayThangNamSinh", "NoiDangKyKhaiSinh", "QuocTich", "QueQuan", "ThuongTru", "NoiOHienTai", "Cha", "Me",
        "VoChong", "NguoiDaiDien", "ChuHo", "SoSoHoKhau",
    ]  # fmt: skip
    assert [value(found, "HoVaTen", part) for part in ("Ho", "ChuDem", "Ten")] == ["Nguyễn", "Thị Đỗ", "Lan"]
    assert [value(found, name) for name in ("GioiTinh", "DanToc", "TinhTrangHonNhan")] == ["2", "01", "2"]
    assert value(found, "NgayThangNamSinh", "NgayThangNam") == "19900228"
    place = [value(found, "ThuongTru", name) for name in ("MaTinhThanh", "MaQuanHuyen", "MaPhuongXa", "ChiTiet")]
    assert place == ["99", "", "99001", "12 phố Hoa Cúc"]
    assert value(found, "NoiDangKyKhaiSinh", "MaTinhThanh") == "01"
    assert (value(found, "VoChong", "SoDinhDanh"), value(found, "VoChong", "HoVaTen")) == (BINH, "Trần Bình")
    assert (value(found, "ChuHo", "QuanHe"), value(found, "ChuHo", "SoDinhDanh")) == ("02", BINH)


def test_the_collection_says_how_many_and_when(caller) -> None:
    collection = etree.fromstring(caller.ask().body).find(f".//{DC}CongdanCollection")
    assert collection.get("SoCongDan") == "1"
    assert collection.get("ThoiDiemDuLieu") == "2026-11-22T08:00:00+07:00"
    assert collection.get("id")


@pytest.mark.parametrize(
    "name",
    [
        "nguyễn thị đỗ lan",
        "NGUYENTHIDOLAN",
        "  Nguyễn   Thị Đỗ  Lan ",
        normalize("NFD", "Nguyễn Thị Đỗ Lan"),
        "Nguyễn Thị \u00d0ỗ Lan",
    ],
    ids=["lower", "stripped", "spaces", "decomposed", "look-alike"],
)
def test_names_are_compared_without_case_marks_and_spaces(caller, citizen, name: str) -> None:
    assert citizen(caller.ask(HoVaTen=name)) is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"HoVaTen": "NGUYỄN THỊ LAN"},
        {"NgayThangNam": "19900301"},
        {"SoDinhDanh": BINH},
        {"SoDinhDanh": "001690999999"},
        {"NgayThangNam": None, "Nam": "1991"},
        {"SoCMND": "000999999"},
    ],
)
def test_one_wrong_datum_finds_nobody(caller, citizen, wrong: dict[str, str | None]) -> None:
    answer = caller.ask(**wrong)
    assert (answer.status, citizen(answer)) == (200, None)
    collection = etree.fromstring(answer.body).find(f".//{DC}CongdanCollection")
    assert collection.get("SoCongDan") == "0"


@pytest.mark.parametrize("birth", [{"NgayThangNam": "1990-02-28"}, {"NgayThangNam": None, "Nam": "1990"}])
def test_other_spellings_of_the_birth_date_find_her(caller, citizen, birth: dict[str, str | None]) -> None:
    assert citizen(caller.ask(**birth)) is not None


def test_who_has_only_a_year_is_found_by_the_year(caller, citizen) -> None:
    found = citizen(caller.ask(SoDinhDanh=BINH, HoVaTen="TRAN BINH", NgayThangNam=None, Nam="1950"))
    assert (value(found, "NgayThangNamSinh", "Nam"), value(found, "NgayThangNamSinh", "NgayThangNam")) == ("1950", "")
    assert citizen(caller.ask(SoDinhDanh=BINH, HoVaTen="TRAN BINH", NgayThangNam="19500101")) is None


def test_who_lacks_the_day_is_found_by_the_year(caller, citizen) -> None:
    found = citizen(caller.ask(SoDinhDanh=AN, HoVaTen="TRẦN THU AN", NgayThangNam=None, Nam="2015"))
    assert (value(found, "Cha", "SoDinhDanh"), value(found, "Me", "SoDinhDanh")) == (BINH, LAN)
    assert value(found, "ChuHo", "QuanHe") == "03"


def test_an_old_number_finds_its_holder_among_several(caller, citizen) -> None:
    by_old = {"SoDinhDanh": None, "SoCMND": "000111222"}
    assert value(citizen(caller.ask(**by_old)), "SoDinhDanh") == LAN
    husband = caller.ask(**by_old, HoVaTen="Trần Bình", NgayThangNam=None, Nam="1950")
    assert value(citizen(husband), "SoDinhDanh") == BINH
    assert citizen(caller.ask(SoDinhDanh=None, SoCMND="000333444")) is None


def test_relations_to_the_head_of_the_household(bench) -> None:
    records = bench.records("citizens")
    relations = {
        record["HoVaTen"]["Ten"] + number[-3:]: record["ChuHo"]["QuanHe"] for number, record in records.items()
    }
    assert relations == {"Lan155": "02", "Bình252": "CH01", "An349": "03", "Lan446": "99", "Lan543": "04"}


def test_verification_says_true_or_false(caller) -> None:
    def exists(**change: str) -> str | None:
        answer = caller.ask("XacThucThongTinCongDan", MaTichHop="003", **change)
        assert answer.status == 200
        return etree.fromstring(answer.body).findtext(f".//{DC}KetQuaXacThuc/{DC}TonTai")

    assert (exists(), exists(HoVaTen="NGUYỄN THỊ HOA")) == ("true", "false")


def test_every_question_is_audited(caller, bench) -> None:
    caller.ask(MaDonVi="Y99.50")
    caller.ask(HoVaTen="SAI", NgayThangNam="19900301", MaYeuCau="YC-2")
    caller.ask(SoDinhDanh="001690999999", MaYeuCau="YC-3")
    first, second, third = bench.records("audit").values()
    assert (first["asked_by"], first["unit"], first["MaDVC"], first["about"]) == (
        "tiepnhan01",
        "Y99.50",
        "1.012907",
        LAN,
    )
    assert (first["found"], first["mismatches"]) == (True, [])
    assert (second["found"], second["mismatches"]) == (False, ["HoVaTen", "NgayThangNamSinh"])
    assert (third["found"], third["mismatches"]) == (False, [])


def test_the_journal_knows_about_whom_and_for_what(caller, bench) -> None:
    caller.ask()
    assert bench.last.keys == {"SoDinhDanh": LAN, "MaTTHC": "1.012907"}
    caller.ask(SoDinhDanh=None, SoCMND="000111222", MaDVC="VPCP")
    assert bench.last.keys == {"SoDinhDanh": LAN}
    assert bench.last.accepted
