"""Wire messages of the gateway ``mapi`` (portal-payment-sso §2-4).

Models hold the shape only: what a value must be is checked field by field in :mod:`mocks.portal.fields`,
so that the answer names the field the way the portal does. Unknown keys are kept; scalars come as JSON
strings, and clients that send numbers, booleans or null are understood.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict
from typing_extensions import TypedDict

Scalar = str | int | float | bool | None


class Login(BaseModel):
    """``mapi/login``: user name (normally the agency's identifier) and password."""

    model_config = ConfigDict(extra="allow")
    username: str = ""
    password: str = ""


class Call(BaseModel):
    """What every call of ``mapi/g`` carries; a read is flat."""

    model_config = ConfigDict(extra="allow")
    session: Scalar = None
    madonvi: Scalar = None
    service: Scalar = None


class ProcedureQuery(Call):
    """``LayThuTuc``"""

    maTTHC: Scalar = None


class AccountQuery(Call):
    """``TraCuuTechID``: an account by tax code or personal number, at provider ``wso2is``."""

    provider: Scalar = None
    mstorcmnd: Scalar = None


class DossierQuery(Call):
    """``TraCuuHoSo``"""

    mahoso: Scalar = None
    donViXuLy: Scalar = None


class Document(TypedDict, total=False):
    """``TaiLieuNop[]``: one file of the dossier."""

    __pydantic_config__ = ConfigDict(extra="allow")  # type: ignore[misc]
    TepDinhKemId: Scalar
    TenTepDinhKem: Scalar
    IsDeleted: Scalar
    MaThanhPhanHoSo: Scalar
    DuongDanTaiTepTin: Scalar
    DuocSoHoa: Scalar
    DuocTaiSuDung: Scalar
    DuocLayTuKhoDMQG: Scalar
    MaKetQuaThayThe: Scalar


class Fee(TypedDict, total=False):
    """``DanhSachLePhi[]``"""

    __pydantic_config__ = ConfigDict(extra="allow")  # type: ignore[misc]
    TenPhiLePhi: Scalar
    MaPhiLePhi: Scalar
    HinhThucThu: Scalar
    Gia: Scalar
    LoaiPhiLePhi: Scalar


class Supplement(TypedDict, total=False):
    """``DanhSachHoSoBoSung[]``"""

    __pydantic_config__ = ConfigDict(extra="allow")  # type: ignore[misc]
    HoSoBoSungId: Scalar
    NguoiYeuCauBoSung: Scalar
    NoiDungBoSung: Scalar
    NgayBoSung: Scalar
    NguoiTiepNhanBoSung: Scalar
    ThongTinTiepNhan: Scalar
    NgayTiepNhanBoSung: Scalar
    TrangThaiBoSung: Scalar
    DanhSachGiayToBoSung: list[dict[str, Any]] | None
    DanhSachLePhiBoSung: list[dict[str, Any]] | None
    NgayHenTraTruoc: Scalar
    NgayHenTraMoi: Scalar


class ResultPaper(TypedDict, total=False):
    """``DanhSachGiayToKetQua[]``"""

    __pydantic_config__ = ConfigDict(extra="allow")  # type: ignore[misc]
    TenGiayTo: Scalar
    MaThanhPhanHoSo: Scalar
    GiayToId: Scalar
    DuongDanTepTinKetQua: Scalar
    MaGiayToKetQua: Scalar


class Dossier(TypedDict, total=False):
    """One item of ``DongBoHoSoMC`` (§4.1)."""

    __pydantic_config__ = ConfigDict(extra="allow")  # type: ignore[misc]
    MaHoSo: Scalar
    MaTTHC: Scalar
    TenTTHC: Scalar
    MaLinhVuc: Scalar
    TenLinhVuc: Scalar
    KenhThucHien: Scalar
    SoBienNhan: Scalar
    ChuHoSo: Scalar
    SoGiayToChuHoSo: Scalar
    LoaiDoiTuong: Scalar
    MaDoiTuong: Scalar
    ThongTinKhac: Scalar
    Email: Scalar
    Fax: Scalar
    SoDienThoai: Scalar
    TrichYeuHoSo: Scalar
    NgayTiepNhan: Scalar
    NgayHenTra: Scalar
    TrangThaiHoSo: Scalar
    NgayTra: Scalar
    ThongTinTra: Scalar
    NgayKetThucXuLy: Scalar
    HinhThuc: Scalar
    DonViXuLy: Scalar
    GhiChu: Scalar
    NoiNopHoSo: Scalar
    NgayNopHoSo: Scalar
    NgayTuChoi: Scalar
    HoSoCoThanhPhanSoHoa: Scalar
    TaiKhoanDuocXacThucVoiVNeID: Scalar
    DuocThanhToanTrucTuyen: Scalar
    DinhDanhCHS: list[dict[str, Any]] | None
    DSKetNoiCSDL: list[dict[str, Any]] | None
    TaiLieuNop: list[Document] | None
    DanhSachLePhi: list[Fee] | None
    DanhSachTepDinhKemKhac: list[dict[str, Any]] | None
    DanhSachHoSoBoSung: list[Supplement] | None
    DanhSachGiayToKetQua: list[ResultPaper] | None


class Progress(TypedDict, total=False):
    """One item of ``CapNhatTienDoHoSoMC`` (§4.2)."""

    __pydantic_config__ = ConfigDict(extra="allow")  # type: ignore[misc]
    MaHoSo: Scalar
    NguoiXuLy: Scalar
    ChucDanh: Scalar
    ThoiDiemXuLy: Scalar
    PhongBanXuLy: Scalar
    NoiDungXuLy: Scalar
    TrangThai: Scalar
    NgayBatDau: Scalar
    NgayKetThucTheoQuyDinh: Scalar


class DossierSync(Call):
    """``DongBoHoSoMC``: create (``isUpdating`` "False") or update ("True") dossiers."""

    isUpdating: Scalar = None
    data: list[Dossier]


class ProgressSync(Call):
    """``CapNhatTienDoHoSoMC``"""

    data: list[Progress]


class Answer(BaseModel):
    """Every answer of the gateway, always with HTTP 200: ``error_code`` is a string, "0" on success."""

    error_code: str
    message: str = ""


class Fault(BaseModel):
    """An error of the adapter in front of the gateway, with HTTP 404 or 502."""

    type: str
    message: str


class Session(Answer):
    """Answer of ``mapi/login``"""

    session: str | None = None


class Rows(Answer):
    """Answer of a read service; ``LayDVC`` gives an object with ``data``."""

    result: list[dict[str, Any]] | dict[str, Any] = []
