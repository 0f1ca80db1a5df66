"""A bench with the payment platform, and messages that it takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from mocks.kernel.testing import Bench
from mocks.payment.api import SYSTEM
from mocks.payment.checksum import checksum

CITY = "http://127.0.0.1:9000"
TARGETS = {"payment.confirm": f"{CITY}/payment/confirm", "payment.return": f"{CITY}/payment/return"}
RECEIPT: dict[str, Any] = {
    "MaDichVu": "2",
    "MaDVC": "1.012907.01",
    "TenDVC": "Cấp lại chứng chỉ hành nghề môi giới bất động sản",
    "MaTTHC": "1.012907",
    "TenTTHC": "Cấp lại chứng chỉ hành nghề môi giới bất động sản",
    "MaDonVi": "Y99.01",
    "TenDonVi": "Sở Xây dựng",
    "MaHoSo": "000.00.01.Y99-261122-0001",
    "TKThuHuong": "99000001",
    "MaNHThuHuong": "MOCKBANK",
    "TenTKThuHuong": "Kho bạc mẫu",
    "PhiLePhi": [{"LoaiPhiLePhi": "2", "MaPhiLePhi": "LP1", "TenPhiLePhi": "Lệ phí cấp lại", "SoTien": "200000"}],
    "NoiDungThanhToan": "Thanh toán hồ sơ",
    "HoTenNguoiNop": "Đỗ Thị Ước",
    "SoCMNDNguoiNop": "000000000",
    "DiaChiNguoiNop": "Phường Bằng Lăng",
    "DSKhoanNop": [{"NoiDung": "Lệ phí", "SoTien": "200000"}],
}
FIELDS: dict[str, Any] = {
    "LoaiBanTin": "INIT",
    "PhienBan": "1.0.6",
    "MaThamChieu": "dvc1",
    "SoTien": "200000",
    "LoaiHinhThanhToan": "PAY",
    "MaKenhThanhToan": "1",
    "MaThietBi": "1",
    "NgonNgu": "vi-VN",
    "MaTienTe": "VND",
    "MaNganHang": "PAYMENT",
    "ThongTinGiaoDich": "THANH TOAN HO SO 000.00.01.Y99-261122-0001",
    "ThoiGianGD": "20261122080000",
    "Ip": "127.0.0.1",
}


class Platform(Bench):
    """The platform as an agency's developer would try it out."""

    @property
    def secret(self) -> str:
        return self.environment["CITY_PAYMENT_SECRET"]

    def signed(self, kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        whole = {"MaDoiTac": self.environment["CITY_PAYMENT_PARTNER"], **fields}
        return {**whole, "MaXacThuc": checksum(kind, whole, self.secret)}

    def message(self, **changes: Any) -> dict[str, Any]:
        """An INIT with ``changes``, rightly signed; a change of ``receipt`` goes into ThongTinBienLai."""
        receipt = {**RECEIPT, **changes.pop("receipt", {})}
        return self.signed("INIT", {**FIELDS, "ThongTinBienLai": receipt, **changes})

    def init(self, **changes: Any) -> dict[str, Any]:
        """Send an INIT; its answer."""
        return self.call("POST", "/paymentplatform/init", json=self.message(**changes)).json()

    def about(self, kind: str, reference: str = "dvc1", **changes: Any) -> dict[str, Any]:
        fields = {"LoaiBanTin": kind, "PhienBan": "1.0.6", "MaThamChieu": reference, "ThoiGianGD": "20261122080000"}
        return {**self.signed(kind, fields), **changes}

    def query(self, reference: str = "dvc1") -> dict[str, Any]:
        return self.call("POST", "/paymentplatform/query", json=self.about("QUERY", reference)).json()


@pytest.fixture
def platform() -> Platform:
    return Platform(SYSTEM, targets=TARGETS)
