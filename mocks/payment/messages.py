"""Wire messages of the payment platform 1.0.6, as its clients send them (portal-payment-sso §9.2–9.6).

Amounts are whole đồng; ``SoTien`` is a string in INIT, an integer in CONFIRM and QUERY replies. Times are 14 digits,
``yyyyMMddHHmmss`` by the sender's clock (one client writes 12-hour values, so only the digits are checked).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]
Time = Annotated[str, Field(pattern=r"^\d{14}$")]
Reference = Annotated[str, Field(min_length=1, max_length=255)]


def _digits(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _empty(value: Any) -> Any:
    return "" if value is None else value


Loose = Annotated[str, BeforeValidator(_empty, json_schema_input_type=str | None)]
"""Text that may be empty, null or left out."""

NumberText = Annotated[str, BeforeValidator(_digits, json_schema_input_type=str | int)]
"""A number that some clients send as JSON number and others as string."""

_OneOrTwo = Annotated[str, Field(pattern="^[12]$")]
Kind = Annotated[_OneOrTwo, BeforeValidator(_digits, json_schema_input_type=_OneOrTwo | Literal[1, 2])]
"""``MaDichVu``: 1 a fine, 2 a public service."""


class _Wire(BaseModel):
    """Wire names are the fields' names; fields the platform doesn't know are let through."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class FeeRow(_Wire):
    """One line of ``PhiLePhi``. ``LoaiPhiLePhi``: 1 phí, 2 lệ phí; one client writes the word."""

    LoaiPhiLePhi: NumberText = ""
    MaPhiLePhi: NumberText = ""
    TenPhiLePhi: Loose = ""
    SoTien: NumberText


class Item(_Wire):
    """One line of ``DSKhoanNop``."""

    NoiDung: Loose = ""
    SoTien: NumberText


class Receipt(_Wire):
    """``ThongTinBienLai`` (§9.3). Which fields must have a value depends on ``MaDichVu``: see rules."""

    MaDichVu: Kind
    MaDVC: Loose = ""
    TenDVC: Loose = ""
    MaTTHC: Loose = ""
    TenTTHC: Loose = ""
    MaDonVi: Loose = ""
    TenDonVi: Loose = ""
    MaHoSo: Loose = ""
    TKThuHuong: Loose = ""
    MaNHThuHuong: Loose = ""
    TenTKThuHuong: Loose = ""
    PhiLePhi: list[FeeRow] = Field(default_factory=list)
    MaLoaiHinhThuPhat: Loose = ""
    TenLoaiHinhThuPhat: Loose = ""
    MaCoQuanQD: Loose = ""
    TenCoQuanQD: Loose = ""
    KhoBac: Loose = ""
    NgayQD: Loose = ""
    SoQD: Loose = ""
    ThoiGianViPham: Loose = ""
    DiaDiemViPham: Loose = ""
    TenNguoiViPham: Loose = ""
    NoiDungThanhToan: Text
    HoTenNguoiNop: Text
    SoCMNDNguoiNop: Text
    DiaChiNguoiNop: Text
    HuyenNguoiNop: Loose = ""
    TinhNguoiNop: Loose = ""
    TaiKhoanThuNSNN: Loose = ""
    DSKhoanNop: Annotated[list[Item], Field(min_length=1)]


class Init(_Wire):
    """Open an order (§9.2)."""

    LoaiBanTin: Literal["INIT"]
    PhienBan: Literal["1.0.6"]
    MaDoiTac: Text
    MaThamChieu: Reference
    SoTien: str
    LoaiHinhThanhToan: Text
    MaKenhThanhToan: Text
    MaThietBi: Text
    NgonNgu: Text
    MaTienTe: Literal["VND"]
    MaNganHang: Text
    ThongTinGiaoDich: Text
    ThoiGianGD: Time
    Ip: Text
    ThongTinBienLai: Receipt
    MaXacThuc: Text


class _About(_Wire):
    """A question about one transaction."""

    PhienBan: Literal["1.0.6"]
    MaDoiTac: Text
    MaThamChieu: Reference
    ThoiGianGD: Time
    MaXacThuc: Text


class Query(_About):
    """Ask how a transaction stands (§9.5)."""

    LoaiBanTin: Literal["QUERY"]


class GetBill(_About):
    """Ask for the receipt (§9.6)."""

    LoaiBanTin: Literal["GET_BILL"]


class Answer(_Wire):
    """What every reply carries."""

    MaLoi: str
    MoTaLoi: str
    MaDoiTac: str
    MaThamChieu: str
    ThoiGianGD: str
    MaXacThuc: str


class InitAnswer(Answer):
    UrlThanhToan: str | None = None


class QueryAnswer(Answer):
    """``TrangThaiGD``: 1 paid, 3 pending, 4 failed."""

    LoaiBanTin: str | None = None
    SoTien: int | None = None
    MaTienTe: str | None = None
    MaGiaoDich: str | None = None
    MaNganHang: str | None = None
    ThongTinGiaoDich: str | None = None
    TrangThaiGD: Literal["1", "3", "4"] | None = None


class BillAnswer(Answer):
    UrlBienLai: str | None = None


class Confirm(_Wire):
    """The platform's message to the agency (§9.4)."""

    LoaiBanTin: Literal["CONFIRM"]
    MaLoi: str
    MaDoiTac: str
    MaThamChieu: str
    SoTien: int
    MaTienTe: str
    MaGiaoDich: str
    MaNganHang: str
    ThoiGianGD: str
    ThongTinGiaoDich: str
    MaXacThuc: str
