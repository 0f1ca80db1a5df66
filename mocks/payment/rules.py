"""What the platform accepts, and with which ``MaLoi`` it refuses (portal-payment-sso §9.1–9.3, §9.9)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mocks.kernel.operation import Record, Refusal
from mocks.payment.checksum import checksum, holds
from mocks.payment.messages import GetBill, Init, Query, Receipt

OK, PARTNER, CHECKSUM, DUPLICATE, UNKNOWN, AMOUNT = "00", "01", "02", "03", "04", "11"
CANCELLED, TIMED_OUT, OTHER = "18", "19", "99"

TEXTS: Mapping[str, str] = {
    OK: "Thành công",
    PARTNER: "Đối tác không tồn tại",
    CHECKSUM: "Mã xác thực không đúng",
    DUPLICATE: "Mã tham chiếu đã được sử dụng",
    UNKNOWN: "Không tìm thấy giao dịch",
    AMOUNT: "Số tiền không hợp lệ",
    CANCELLED: "Người nộp hủy giao dịch",
    TIMED_OUT: "Quá thời hạn thanh toán",
    OTHER: "Lỗi khác",
}
"""Meaning of each ``MaLoi`` in this mock; only 00 and 99 are known of 1.0.6, the rest follow §9.9 and §10."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "1": (
        "MaLoaiHinhThuPhat",
        "TenLoaiHinhThuPhat",
        "MaCoQuanQD",
        "TenCoQuanQD",
        "KhoBac",
        "NgayQD",
        "SoQD",
        "ThoiGianViPham",
        "DiaDiemViPham",
        "TenNguoiViPham",
    ),
    "2": (
        "MaDVC",
        "TenDVC",
        "MaTTHC",
        "TenTTHC",
        "MaDonVi",
        "TenDonVi",
        "MaHoSo",
        "TKThuHuong",
        "MaNHThuHuong",
        "TenTKThuHuong",
        "PhiLePhi",
    ),
}
"""Receipt fields that must have a value, by ``MaDichVu`` (§9.3)."""

NAME_LIMIT = 250
_AMOUNT = re.compile(r"[1-9][0-9]{0,14}")
_WHOLE = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True)
class Denied:
    """A refusal with the code the platform answers."""

    code: str
    refusal: Refusal


def check_init(init: Init, partner: Mapping[str, Any] | None, known: Record | None, strict: bool) -> Denied | None:
    """Why an INIT is refused; None when it is accepted. ``known``: the order its reference already has.

    Strict adds one rule: the fee lines must make up the amount.
    """
    return check_sender("INIT", init, partner) or check_content(init, strict) or _check_new(init.MaThamChieu, known)


def check_content(init: Init, strict: bool) -> Denied | None:
    """Why the order itself is refused, whoever sends it."""
    return _check_amount(init.SoTien) or _check_receipt(init.ThongTinBienLai) or (_check_sum(init) if strict else None)


def check_about(
    kind: str, message: Query | GetBill, partner: Mapping[str, Any] | None, order: Record | None
) -> Denied | None:
    """Why a question about a transaction is refused. An order of another partner counts as unknown."""
    denied = check_sender(kind, message, partner)
    if denied is not None:
        return denied
    if order is None or order["partner"] != message.MaDoiTac:
        return _denied(
            UNKNOWN, "payment.reference", "§9.5", "giao dịch của đối tác này", message.MaThamChieu, "MaThamChieu"
        )
    return None


def check_sender(kind: str, message: Init | Query | GetBill, partner: Mapping[str, Any] | None) -> Denied | None:
    """Partner and checksum."""
    if partner is None:
        return _denied(PARTNER, "payment.partner", "§9.9", "đối tác đã đăng ký", message.MaDoiTac, "MaDoiTac")
    fields, secret = vars(message), str(partner["secret"])
    if not holds(kind, fields, secret):
        expected = checksum(kind, fields, secret)
        return _denied(CHECKSUM, "payment.checksum", "§9.1", expected, message.MaXacThuc, "MaXacThuc")
    return None


def _check_amount(amount: str) -> Denied | None:
    if _AMOUNT.fullmatch(amount):
        return None
    return _denied(AMOUNT, "payment.amount", "§9.2", "chuỗi số đồng nguyên, lớn hơn 0", amount, "SoTien")


def _check_receipt(receipt: Receipt) -> Denied | None:
    values = vars(receipt)
    for name in NEEDED[receipt.MaDichVu]:
        if not values[name]:
            return _receipt("needed", f"có giá trị khi MaDichVu là {receipt.MaDichVu}", "rỗng", name)
    for name in ("TenTTHC", "TenDVC"):
        if len(values[name]) > NAME_LIMIT:
            return _receipt("length", f"nhiều nhất {NAME_LIMIT} ký tự", f"{len(values[name])} ký tự", name)
    for name in ("PhiLePhi", "DSKhoanNop"):
        for row in values[name]:
            if not _WHOLE.fullmatch(row.SoTien):
                return _receipt("amount", "số đồng nguyên, từ 0", row.SoTien, f"{name}.SoTien")
    return None


def _check_sum(init: Init) -> Denied | None:
    total = sum(int(row.SoTien) for row in init.ThongTinBienLai.PhiLePhi)
    if init.ThongTinBienLai.MaDichVu != "2" or total == int(init.SoTien):
        return None
    return _denied(AMOUNT, "payment.sum", "§9.3", f"tổng PhiLePhi = {total}", init.SoTien, "SoTien")


def _check_new(reference: str, known: Record | None) -> Denied | None:
    if known is None:
        return None
    return _denied(DUPLICATE, "payment.duplicate", "§9.9", "mã tham chiếu chưa dùng", reference, "MaThamChieu")


def _receipt(rule: str, expected: str, received: str, name: str) -> Denied:
    return _denied(OTHER, f"payment.receipt.{rule}", "§9.3", expected, received, f"ThongTinBienLai.{name}")


def _denied(code: str, rule: str, section: str, expected: str, received: str, field: str) -> Denied:
    return Denied(code, Refusal(rule, f"portal-payment-sso {section}", expected, received, field))
