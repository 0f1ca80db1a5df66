"""The published synthetic vectors (portal-payment-sso §9.1), and what one changed character does."""

from __future__ import annotations

from typing import Any

import pytest

from mocks.payment.checksum import ORDERS, checksum, holds

SECRET = "mock-secret"
FIELDS: dict[str, Any] = {
    "PhienBan": "1.0.6",
    "MaDoiTac": "MOCKPARTNER",
    "MaThamChieu": "dvcH56992501011234520250101083000",
    "SoTien": "20000",
    "LoaiHinhThanhToan": "PAY",
    "MaKenhThanhToan": "1",
    "MaThietBi": "1",
    "NgonNgu": "vi-VN",
    "MaTienTe": "VND",
    "MaNganHang": "PAYMENT",
    "ThongTinGiaoDich": "THANH TOAN HO SO H56.99-250101-12345",
    "ThoiGianGD": "20250101083000",
    "Ip": "127.0.0.1",
}
CONFIRM = {
    "MaLoi": "00",
    "SoTien": 20000,
    "MaGiaoDich": "GD0001",
    "MaNganHang": "MOCKBANK",
    "ThoiGianGD": "20250101083500",
}
VECTORS = {
    "INIT": "7e588be82d632b71e6cf9ed3173d59fb72b1d3fa7287e26feb934280ac59c186",
    "CONFIRM": "17c01548977838eca08817dd8d62356d34f2b9d31bfad0a947f74b04664aa3c4",
    "QUERY": "e009c78285f34226197fbe2dd51d8e642445b198f19dfe3e1ede796beccadf49",
    "GET_BILL": "7ad5e52c975f2f53f242633c3343580544295e016cb602b5bf33cdf718a95821",
}


def message(kind: str) -> dict[str, Any]:
    return {**FIELDS, **(CONFIRM if kind == "CONFIRM" else {}), "LoaiBanTin": kind}


@pytest.mark.parametrize("kind", VECTORS)
def test_published_vectors(kind: str) -> None:
    assert checksum(kind, message(kind), SECRET) == VECTORS[kind]


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in VECTORS for name in ORDERS[kind]])
def test_every_covered_field_counts(kind: str, name: str) -> None:
    fields = {**message(kind), "MaXacThuc": VECTORS[kind]}
    assert holds(kind, fields, SECRET)
    assert not holds(kind, {**fields, name: f"{fields[name]}x"}, SECRET)


@pytest.mark.parametrize("kind", VECTORS)
def test_another_secret_or_a_changed_checksum_does_not_hold(kind: str) -> None:
    fields = {**message(kind), "MaXacThuc": VECTORS[kind]}
    assert not holds(kind, fields, SECRET.upper())
    assert not holds(kind, {**fields, "MaXacThuc": VECTORS[kind].upper()}, SECRET)
    assert not holds(kind, {**fields, "MaXacThuc": VECTORS[kind][:-1] + "đ"}, SECRET)
