"""Wire messages of the sign-in (portal-payment-sso §13). Requests are queries and forms; answers are JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel


@dataclass(frozen=True)
class Asked:
    """An authorize request that may be answered: who asks, where the browser goes back to, what is wanted."""

    client_id: str
    redirect_uri: str
    state: str = ""
    scope: str = "openid"
    nonce: str = ""
    acr: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """From the query of ``/oauth2/authorize``; what is missing is blank."""
        given = query.get
        return cls(
            given("client_id", ""),
            given("redirect_uri", ""),
            given("state", ""),
            given("scope", ""),
            given("nonce", ""),
            given("acr_values", ""),
        )


class Token(BaseModel):
    """Answer of ``/oauth2/token``; ``expires_in`` in seconds."""

    access_token: str
    refresh_token: str
    scope: str
    id_token: str
    token_type: str = "Bearer"
    expires_in: int


class Error(BaseModel):
    """An error as RFC 6749 §5.2 has it."""

    error: str
    error_description: str = ""


class Introspection(BaseModel):
    """Answer of ``/oauth2/introspect``; an inactive token shows nothing but ``active``. Times are Unix seconds."""

    active: bool
    nbf: int | None = None
    scope: str | None = None
    token_type: str | None = None
    exp: int | None = None
    iat: int | None = None
    client_id: str | None = None
    username: str | None = None


class Claims(BaseModel):
    """Answer of ``/oauth2/userinfo``: a person or an organisation (§13.2).

    Unset texts are blank, unset numbers left out. ``LoaiTaiKhoan``: 1 person, 2 enterprise, 3 organisation.
    ``GioiTinh``: 1 male, 2 female. ``NgayThangNamSinh``: yyyyMMdd.
    """

    sub: str
    LoaiTaiKhoan: str
    MaSoThue: str = ""
    SoCMND: str = ""
    SoDinhDanh: str = ""
    MaBHXH: str = ""
    HoChieu: str = ""
    HoVaTen: str = ""
    ThuDienTu: str = ""
    SoDienThoai: str = ""
    SoDienThoaiBan: str = ""
    GioiTinh: int | None = None
    DanToc: str = ""
    TonGiao: str = ""
    TinhTrangHonNhan: int | None = None
    NhomMau: str = ""
    NgayThangNamSinh: str = ""
    NoiDangKyKhaiSinh: str = ""
    QueQuan: str = ""
    ThuongTru: str = ""
    NoiOHienNay: str = ""
    QuocTich: str = ""
    Cha: str = ""
    Me: str = ""
    VoChong: str = ""
    NguoiDaiDien: str = ""
    ChuHo: str = ""
    TrangThai: str = ""
    TechID: str = ""
    loAs: str = ""
    MaSoDoanhNghiep: str = ""
    TenDoanhNghiep: str = ""
    DiaChi: str = ""
