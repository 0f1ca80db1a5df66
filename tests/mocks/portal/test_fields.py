"""Each field rule of a synchronised dossier, with the wrong thing sent (portal-payment-sso §4.1-4.2)."""

from __future__ import annotations

from typing import Any

import pytest

from mocks.portal.fields import check_dossier, check_progress, stamp

GOOD: dict[str, Any] = {
    "MaHoSo": "000.00.01.Y99-261122-0001",
    "MaTTHC": "1.012907",
    "TenTTHC": "Cấp lại chứng chỉ",
    "MaLinhVuc": "G17-BD01",
    "TenLinhVuc": "Kinh doanh bất động sản",
    "LoaiDoiTuong": "1",
    "NgayTiepNhan": "20261122080000",
    "TrangThaiHoSo": "2",
    "HinhThuc": "0",
    "DonViXuLy": "Sở Xây dựng",
}
ROW: dict[str, Any] = {
    "MaHoSo": "000.00.01.Y99-261122-0001",
    "NguoiXuLy": "Cán bộ tiếp nhận",
    "ThoiDiemXuLy": "20261122080000",
    "TrangThai": "2",
}


def test_a_complete_dossier_is_taken() -> None:
    assert check_dossier(GOOD, 0) is None


@pytest.mark.parametrize("name", sorted(GOOD))
@pytest.mark.parametrize("wrong", ["absent", None, "", "   "])
def test_a_mandatory_field_must_have_a_value(name: str, wrong: Any) -> None:
    item = {key: value for key, value in GOOD.items() if key != name}
    if wrong != "absent":
        item[name] = wrong
    refusal = check_dossier(item, 3)
    assert refusal is not None
    assert (refusal.rule, refusal.field) == ("portal.field.mandatory", f"data.3.{name}")


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("MaHoSo", "000.00.01.Y99 261122 0001"),
        ("MaHoSo", "-261122-0001"),
        ("NgayTiepNhan", "2026-11-22 08:00"),
        ("NgayTiepNhan", "20261322080000"),
        ("NgayTiepNhan", "202611220800"),
        ("NgayHenTra", "20260230080000"),
        ("NgayTra", "22/11/2026"),
        ("NgayKetThucXuLy", "0"),
        ("NgayNopHoSo", "20261122250000"),
        ("NgayTuChoi", "hôm nay"),
        ("TrangThaiHoSo", "12"),
        ("TrangThaiHoSo", "Đang xử lý"),
        ("LoaiDoiTuong", "5"),
        ("KenhThucHien", "4"),
        ("NoiNopHoSo", "3"),
        ("HoSoCoThanhPhanSoHoa", "2"),
        ("TaiKhoanDuocXacThucVoiVNeID", "yes"),
        ("DuocThanhToanTrucTuyen", "4"),
    ],
)
def test_a_value_outside_its_list_or_format_is_refused(name: str, wrong: str) -> None:
    refusal = check_dossier({**GOOD, name: wrong}, 0)
    assert refusal is not None
    assert (refusal.rule, refusal.field) == ("portal.field.value", f"data.0.{name}")
    assert wrong in refusal.received


@pytest.mark.parametrize(
    ("name", "limit"), [("GhiChu", 2000), ("TrichYeuHoSo", 1000), ("HinhThuc", 20), ("DonViXuLy", 1000)]
)
def test_text_is_limited_in_length(name: str, limit: int) -> None:
    assert check_dossier({**GOOD, name: "x" * limit}, 0) is None
    refusal = check_dossier({**GOOD, name: "x" * (limit + 1)}, 0)
    assert refusal is not None
    assert (refusal.rule, refusal.field) == ("portal.field.length", f"data.0.{name}")


@pytest.mark.parametrize(
    ("place", "row"),
    [
        ("DinhDanhCHS.0.LoaiDinhDanh", {"LoaiDinhDanh": "9", "SoDinhDanh": "001099000001"}),
        ("DinhDanhCHS.0.SoDinhDanh", {"LoaiDinhDanh": "1"}),
        ("DSKetNoiCSDL.0.MaCSDL", {}),
        ("TaiLieuNop.0.TenTepDinhKem", {"TenTepDinhKem": "a" * 4001}),
        ("TaiLieuNop.0.IsDeleted", {"IsDeleted": "có"}),
        ("TaiLieuNop.0.DuongDanTaiTepTin", {"DuongDanTaiTepTin": "/files/1"}),
        ("TaiLieuNop.0.DuocSoHoa", {"DuocSoHoa": "2"}),
        ("TaiLieuNop.0.DuocTaiSuDung", {"DuocTaiSuDung": "3"}),
        ("TaiLieuNop.0.DuocLayTuKhoDMQG", {"DuocLayTuKhoDMQG": "x"}),
        ("DanhSachLePhi.0.TenPhiLePhi", {"Gia": "200000", "LoaiPhiLePhi": "2"}),
        ("DanhSachLePhi.0.Gia", {"TenPhiLePhi": "Lệ phí", "Gia": "200,000"}),
        ("DanhSachLePhi.0.LoaiPhiLePhi", {"TenPhiLePhi": "Lệ phí", "Gia": "1", "LoaiPhiLePhi": "3"}),
        ("DanhSachTepDinhKemKhac.0.SoLuong", {"SoLuong": "một"}),
        ("DanhSachHoSoBoSung.0.NgayBoSung", {"NgayBoSung": "2026"}),
        ("DanhSachHoSoBoSung.0.TrangThaiBoSung", {"TrangThaiBoSung": "xong"}),
        ("DanhSachGiayToKetQua.0.TenGiayTo", {"TenGiayTo": "a" * 2001}),
        ("DanhSachGiayToKetQua.0.DuongDanTepTinKetQua", {"DuongDanTepTinKetQua": "ket-qua.pdf"}),
    ],
)
def test_rows_of_the_lists_are_checked_too(place: str, row: dict[str, Any]) -> None:
    refusal = check_dossier({**GOOD, place.split(".")[0]: [row]}, 0)
    assert refusal is not None
    assert refusal.field == f"data.0.{place}"


@pytest.mark.parametrize(
    "more",
    [
        {"ChuHoSo": None, "MaDoiTuong": None, "NgayHenTra": "", "Fax": "0900000001"},
        {"TrangThaiHoSo": 2, "LoaiDoiTuong": 1, "HinhThuc": 0},
        {"TaiLieuNop": [], "DanhSachLePhi": None, "DinhDanhCHS": [{"LoaiDinhDanh": 1, "SoDinhDanh": "000000000000"}]},
        {"TaiLieuNop": [{"TepDinhKemId": "1", "MaThanhPhanHoSo": "", "IsDeleted": "False"}]},
        {"DanhSachHoSoBoSung": [{"HoSoBoSungId": 1, "TrangThaiBoSung": False, "NgayBoSung": "20261122080000"}]},
        {"HinhThuc": "local-form-7", "LaLa": "unknown keys stay"},
        {"TrangThaiHoSo": "11"},
    ],
)
def test_the_quirks_of_known_clients_are_taken(more: dict[str, Any]) -> None:
    assert check_dossier({**GOOD, **more}, 0) is None


@pytest.mark.parametrize("name", sorted(ROW))
def test_a_progress_row_must_have_its_fields(name: str) -> None:
    refusal = check_progress({key: value for key, value in ROW.items() if key != name}, 1)
    assert refusal is not None
    assert (refusal.rule, refusal.field) == ("portal.field.mandatory", f"data.1.{name}")


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("ThoiDiemXuLy", "2026"),
        ("TrangThai", "99"),
        ("NguoiXuLy", "x" * 51),
        ("NgayBatDau", "20261122"),
        ("NgayKetThucTheoQuyDinh", "mai"),
    ],
)
def test_a_wrong_progress_value_is_refused(name: str, wrong: str) -> None:
    refusal = check_progress({**ROW, name: wrong}, 0)
    assert refusal is not None
    assert refusal.field == f"data.0.{name}"


def test_the_officer_may_be_blank_but_not_absent() -> None:
    assert check_progress({**ROW, "NguoiXuLy": ""}, 0) is None


@pytest.mark.parametrize(
    ("text", "real"),
    [
        ("20240229235959", True),
        ("20230229000000", False),
        ("20261122246000", False),
        ("２０２６１１２２０８００００", False),
    ],
)
def test_stamps_are_real_dates_in_plain_digits(text: str, real: bool) -> None:
    assert stamp(text) is real
