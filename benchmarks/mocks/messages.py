"""The limit's own messages: every rule of the three workloads as a constrained type, compiled once."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field


def _real(text: str) -> str:
    if text:
        year, month, day = int(text[:4]), int(text[4:6]), int(text[6:8])
        datetime(year, month, day, int(text[8:10]), int(text[10:12]), int(text[12:]))  # noqa: DTZ001 - local time
    return text


Text = Annotated[str, Field(max_length=4000)]
Filled = Annotated[str, Field(min_length=1, max_length=1000)]
Code = Annotated[str, Field(pattern=r"^[0-9A-Za-zĐ][0-9A-Za-zĐ._/-]{0,49}$")]
Stamp = Annotated[str, Field(pattern=r"^[0-9]{14}$"), AfterValidator(_real)]
LaterStamp = Annotated[str, Field(pattern=r"^([0-9]{14})?$"), AfterValidator(_real)]
Number = Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)?$")]
Binary = Literal["0", "1", ""]
Link = Annotated[str, Field(pattern=r"^(https?://[^\s/]+\S*)?$")]
Whole = Annotated[str, Field(pattern=r"^[0-9]{1,15}$")]


class Holder(BaseModel):
    LoaiDinhDanh: Literal["1", "2"]
    SoDinhDanh: Code


class Source(BaseModel):
    MaCSDL: Annotated[str, Field(min_length=1, max_length=20)]


class Document(BaseModel):
    TepDinhKemId: Annotated[str, Field(max_length=200)] = ""
    TenTepDinhKem: Text = ""
    IsDeleted: Annotated[str, Field(pattern="(?i)^(true|false|0|1)?$")] = ""
    MaThanhPhanHoSo: Annotated[str, Field(max_length=200)] = ""
    DuongDanTaiTepTin: Link = ""
    DuocSoHoa: Binary = ""
    DuocTaiSuDung: Literal["0", "1", "2", ""] = ""
    DuocLayTuKhoDMQG: Binary = ""


class Fee(BaseModel):
    TenPhiLePhi: Filled
    HinhThucThu: Annotated[str, Field(max_length=20)] = ""
    Gia: Number
    LoaiPhiLePhi: Literal["1", "2", ""] = ""


class Dossier(BaseModel):
    MaHoSo: Code
    MaTTHC: Code
    TenTTHC: Annotated[str, Field(min_length=1, max_length=4000)]
    MaLinhVuc: Annotated[str, Field(min_length=1, max_length=100)]
    TenLinhVuc: Filled
    KenhThucHien: Literal["1", "2", "3", ""] = ""
    ChuHoSo: Annotated[str, Field(max_length=1000)] = ""
    LoaiDoiTuong: Literal["1", "2", "3", "4"]
    TrichYeuHoSo: Annotated[str, Field(max_length=1000)] = ""
    NgayTiepNhan: Stamp
    NgayHenTra: LaterStamp = ""
    TrangThaiHoSo: Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"]
    NgayTra: LaterStamp = ""
    NgayKetThucXuLy: LaterStamp = ""
    HinhThuc: Annotated[str, Field(min_length=1, max_length=20)]
    DonViXuLy: Filled
    GhiChu: Annotated[str, Field(max_length=2000)] = ""
    NoiNopHoSo: Literal["1", "2", ""] = ""
    NgayNopHoSo: LaterStamp = ""
    NgayTuChoi: LaterStamp = ""
    HoSoCoThanhPhanSoHoa: Binary = ""
    TaiKhoanDuocXacThucVoiVNeID: Binary = ""
    DuocThanhToanTrucTuyen: Literal["0", "1", "2", "3", ""] = ""
    DinhDanhCHS: list[Holder] = []
    DSKetNoiCSDL: list[Source] = []
    TaiLieuNop: list[Document] = []
    DanhSachLePhi: list[Fee] = []


class Sync(BaseModel):
    service: Literal["DongBoHoSoMC"]
    session: str
    madonvi: Annotated[str, Field(min_length=1)]
    isUpdating: Annotated[str, Field(pattern="(?i)^(true|false)?$")] = ""
    data: Annotated[list[Dossier], Field(min_length=1)]


class Query(BaseModel):
    service: Literal["LayThuTuc"]
    session: str
    maTTHC: str


class Row(BaseModel):
    SoTien: Whole


class Receipt(BaseModel):
    MaDichVu: Literal["2"]
    MaDVC: Filled
    TenDVC: Annotated[str, Field(min_length=1, max_length=250)]
    MaTTHC: Filled
    TenTTHC: Annotated[str, Field(min_length=1, max_length=250)]
    MaDonVi: Filled
    TenDonVi: Filled
    MaHoSo: Filled
    TKThuHuong: Filled
    MaNHThuHuong: Filled
    TenTKThuHuong: Filled
    PhiLePhi: Annotated[list[Row], Field(min_length=1)]
    NoiDungThanhToan: Filled
    HoTenNguoiNop: Filled
    SoCMNDNguoiNop: Filled
    DiaChiNguoiNop: Filled
    DSKhoanNop: Annotated[list[Row], Field(min_length=1)]


class Order(BaseModel):
    LoaiBanTin: Literal["INIT"]
    PhienBan: Literal["1.0.6"]
    MaDoiTac: Filled
    MaThamChieu: Annotated[str, Field(min_length=1, max_length=255)]
    SoTien: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,14}$")]
    LoaiHinhThanhToan: Filled
    MaKenhThanhToan: Filled
    MaThietBi: Filled
    NgonNgu: Filled
    MaTienTe: Literal["VND"]
    MaNganHang: Filled
    ThongTinGiaoDich: Filled
    ThoiGianGD: Annotated[str, Field(pattern=r"^[0-9]{14}$")]
    Ip: Filled
    ThongTinBienLai: Receipt
    MaXacThuc: Filled
