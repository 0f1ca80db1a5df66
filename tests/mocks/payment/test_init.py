"""INIT: what the platform takes, and every rule with the wrong thing sent (portal-payment-sso §9.1–9.3, §9.9)."""

from __future__ import annotations

from typing import Any

import pytest

from mocks.payment.rules import NEEDED
from mocks.payment.seed import NEIGHBOUR

FINE = dict.fromkeys(NEEDED["1"], "x") | {"MaDichVu": 1, "PhiLePhi": []}


def test_an_order_is_opened(platform: Any) -> None:
    answer = platform.init()
    assert (answer["MaLoi"], answer["MaThamChieu"]) == ("00", "dvc1")
    assert answer["UrlThanhToan"].startswith("http://127.0.0.1:8000/r1/payment/thanh-toan/")
    assert platform.records("orders")["dvc1"]["state"] == "INITIATED"
    assert platform.last.keys == {"MaThamChieu": "dvc1", "MaHoSo": "000.00.01.Y99-261122-0001", "MaTTHC": "1.012907"}
    assert platform.last.accepted


def test_the_answer_is_signed(platform: Any) -> None:
    answer = platform.init()
    assert answer["MaXacThuc"] == platform.signed("ANSWER", answer)["MaXacThuc"]


@pytest.mark.parametrize("number", [2, "2"])
@pytest.mark.parametrize("amount", [200000, "200000"])
def test_numbers_may_be_json_numbers_in_the_receipt(platform: Any, number: Any, amount: Any) -> None:
    row = {"LoaiPhiLePhi": 1, "MaPhiLePhi": 2, "TenPhiLePhi": "Phí", "SoTien": amount}
    items = [{"NoiDung": "Phí", "SoTien": amount}]
    assert platform.init(receipt={"MaDichVu": number, "PhiLePhi": [row], "DSKhoanNop": items})["MaLoi"] == "00"


def test_twelve_hour_times_are_taken(platform: Any) -> None:
    assert platform.init(ThoiGianGD="20261122011500")["MaLoi"] == "00"


def test_a_fine_is_taken(platform: Any) -> None:
    assert platform.init(receipt=FINE)["MaLoi"] == "00"


def test_optional_texts_may_be_null(platform: Any) -> None:
    assert platform.init(receipt={"HuyenNguoiNop": None, "TinhNguoiNop": None})["MaLoi"] == "00"


def test_an_unknown_partner_is_01(platform: Any) -> None:
    answer = platform.init(MaDoiTac="AIDO")
    assert (answer["MaLoi"], answer["MaXacThuc"]) == ("01", "")
    assert platform.last.refusal.rule == "payment.partner"


def test_one_changed_character_is_02(platform: Any) -> None:
    message = platform.message()
    message["ThongTinGiaoDich"] = message["ThongTinGiaoDich"].replace("HO", "HÔ", 1)
    answer = platform.call("POST", "/paymentplatform/init", json=message)
    assert (answer.status, answer.json()["MaLoi"]) == (200, "02")
    assert platform.last.refusal.rule == "payment.checksum"
    assert platform.last.refusal.received == message["MaXacThuc"]
    assert not platform.records("orders")


@pytest.mark.parametrize("amount", ["0", "-1", "200.000", "200000.0", "1e5", "", " 1", "0200000", "١٢٣", "9" * 16])
def test_a_bad_amount_is_11(platform: Any, amount: str) -> None:
    assert platform.init(SoTien=amount)["MaLoi"] == "11"
    assert platform.last.refusal.field == "SoTien"


def test_an_amount_that_is_a_json_number_is_11(platform: Any) -> None:
    assert platform.init(SoTien=200000)["MaLoi"] == "11"


def test_a_repeated_reference_is_03(platform: Any) -> None:
    platform.init()
    assert platform.init(SoTien="5")["MaLoi"] == "03"
    assert platform.records("orders")["dvc1"]["amount"] == 200000


def test_a_reference_stays_taken_after_payment(platform: Any) -> None:
    platform.init()
    platform.act("pay", reference="dvc1")
    assert platform.init()["MaLoi"] == "03"
    assert platform.records("orders")["dvc1"]["state"] == "PAID"


@pytest.mark.parametrize(
    "name",
    ["LoaiBanTin", "PhienBan", "MaThamChieu", "LoaiHinhThanhToan", "MaKenhThanhToan", "MaThietBi", "NgonNgu",
     "MaTienTe", "MaNganHang", "ThongTinGiaoDich", "ThoiGianGD", "Ip", "ThongTinBienLai", "MaDoiTac", "MaXacThuc"],
)  # fmt: skip
def test_a_missing_field_is_99_and_named(platform: Any, name: str) -> None:
    message = platform.message()
    del message[name]
    answer = platform.call("POST", "/paymentplatform/init", json=message)
    assert (answer.status, answer.json()["MaLoi"]) == (200, "99")
    assert platform.last.refusal.field == name
    assert name in answer.json()["MoTaLoi"]
    assert answer.headers["toantrinh-diagnosis"].endswith("/_/runs/r1/diagnosis/1")


def test_a_missing_amount_is_11(platform: Any) -> None:
    message = platform.message()
    del message["SoTien"]
    assert platform.call("POST", "/paymentplatform/init", json=message).json()["MaLoi"] == "11"


@pytest.mark.parametrize(
    ("name", "value"),
    [("LoaiBanTin", "CONFIRM"), ("PhienBan", "1.0.5"), ("MaTienTe", "USD"), ("ThoiGianGD", "2026112208000"),
     ("ThoiGianGD", "22/11/2026"), ("MaThamChieu", "x" * 256), ("Ip", "")],
)  # fmt: skip
def test_a_wrong_field_is_99(platform: Any, name: str, value: str) -> None:
    assert platform.init(**{name: value})["MaLoi"] == "99"
    assert platform.last.refusal.field == name


@pytest.mark.parametrize("name", NEEDED["2"])
@pytest.mark.parametrize("gone", [True, False])
def test_a_receipt_of_a_procedure_needs_its_fields(platform: Any, name: str, gone: bool) -> None:
    message = platform.message()
    if gone:
        del message["ThongTinBienLai"][name]
    else:
        message["ThongTinBienLai"][name] = [] if name == "PhiLePhi" else ""
    assert platform.call("POST", "/paymentplatform/init", json=message).json()["MaLoi"] == "99"
    assert platform.last.refusal.field == f"ThongTinBienLai.{name}"
    assert platform.last.keys.get("MaThamChieu") == "dvc1"


@pytest.mark.parametrize("name", NEEDED["1"])
def test_a_receipt_of_a_fine_needs_its_fields(platform: Any, name: str) -> None:
    assert platform.init(receipt={**FINE, name: ""})["MaLoi"] == "99"


@pytest.mark.parametrize(
    ("name", "value"),
    [("MaDichVu", "3"), ("MaDichVu", True), ("NoiDungThanhToan", ""), ("HoTenNguoiNop", ""), ("SoCMNDNguoiNop", ""),
     ("DiaChiNguoiNop", ""), ("DSKhoanNop", []), ("TenTTHC", "x" * 251), ("TenDVC", "x" * 251),
     ("PhiLePhi", [{"SoTien": "200.000"}]), ("PhiLePhi", [{"SoTien": -1}]), ("DSKhoanNop", [{"SoTien": "1,5"}]),
     ("DSKhoanNop", [{"NoiDung": "x"}])],
)  # fmt: skip
def test_a_wrong_receipt_is_99(platform: Any, name: str, value: Any) -> None:
    assert platform.init(receipt={name: value})["MaLoi"] == "99"
    assert platform.last.refusal.field.startswith(f"ThongTinBienLai.{name}")


def test_fee_lines_must_make_up_the_amount_only_when_strict(platform: Any) -> None:
    assert platform.init(SoTien="199999")["MaLoi"] == "00"
    platform.act("configure", strict=True)
    assert platform.init(MaThamChieu="dvc2", SoTien="199999")["MaLoi"] == "11"
    assert platform.last.refusal.rule == "payment.sum"
    assert platform.init(MaThamChieu="dvc3")["MaLoi"] == "00"
    assert [entry["strict"] for entry in platform.journal()] == [False, True, True]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b'"INIT"'])
def test_what_is_no_message_is_99(platform: Any, body: bytes) -> None:
    answer = platform.call("POST", "/paymentplatform/init", body=body)
    assert (answer.status, answer.json()["MaLoi"]) == (200, "99")
    assert not platform.last.accepted


def test_two_partners_do_not_share_a_secret(platform: Any) -> None:
    assert platform.init(MaDoiTac=NEIGHBOUR)["MaLoi"] == "02"
