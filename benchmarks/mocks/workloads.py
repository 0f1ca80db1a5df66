"""The workloads: the messages that every target gets, alike in shape and size.

A body holds two placeholders: ``@N@``, the number of the request (9 digits, never used twice), and ``@S@``, its seal:
the checksum of a payment order, or a token that an earlier answer gave. All bodies of a workload have one length.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fixtures import services
from mocks.payment.checksum import checksum
from mocks.portal.gateway import DESTINATION
from mocks.portal.tree import plant

GATEWAY = "/XrdAdapter/RestService/forward/mapi/g"
INIT = "/paymentplatform/init"
SERVICE = "cap-lai-giay-phep-san-giao-dich"
"""The bundled service whose procedure W2 reads."""

MANDATORY = (
    "MaHoSo", "MaTTHC", "TenTTHC", "MaLinhVuc", "TenLinhVuc", "LoaiDoiTuong", "NgayTiepNhan", "TrangThaiHoSo",
    "HinhThuc", "DonViXuLy",
)  # fmt: skip
"""Fields that each dossier of W1 must have (portal-payment-sso §4.1)."""


@dataclass(frozen=True)
class Site:
    """What messages to one target carry: session at the portal, partner and secret at the payment platform."""

    session: str = "0" * 32
    partner: str = "1" * 32
    secret: str = "2" * 32


@dataclass(frozen=True)
class Workload:
    """POST requests to one path. ``expects`` is in every right answer; ``seal`` gives ``@S@`` for a number."""

    name: str
    path: str
    headers: Mapping[str, str]
    body: str
    expects: str
    seal: Callable[[str], str] | None = None

    @property
    def parts(self) -> Sequence[str]:
        """The body cut at its placeholders, which stay as ``@N@`` and ``@S@``."""
        return [part for part in re.split(r"(@[NS]@)", self.body) if part]

    def rendered(self, number: int) -> bytes:
        """The body of request ``number``."""
        text = str(number)
        return self.body.replace("@N@", text).replace("@S@", self.seal(text) if self.seal else "").encode()


def write(site: Site) -> Workload:
    """W1: one new dossier of about 2 KB through ``DongBoHoSoMC``."""
    call = {**_call(site, "DongBoHoSoMC"), "isUpdating": "False", "data": [_dossier()]}
    return Workload("W1", GATEWAY, _headers(), _packed(call), '"error_code":"0"')


def read(site: Site) -> Workload:
    """W2: a whole procedure of some 3 KB through ``LayThuTuc``."""
    call = {**_call(site, "LayThuTuc"), "maTTHC": procedure()["MATTHC"]}
    return Workload("W2", GATEWAY, _headers(), _packed(call), '"MATTHC":"')


def order(site: Site) -> Workload:
    """W3: a payment order with its checksum."""
    fields = _order(site)

    def seal(number: str) -> str:
        return checksum("INIT", {**fields, "MaThamChieu": fields["MaThamChieu"].replace("@N@", number)}, site.secret)

    body = _packed({**fields, "ThongTinBienLai": _receipt(), "MaXacThuc": "@S@"})
    return Workload("W3", INIT, {"content-type": "application/json"}, body, '"MaLoi":"00"', seal)


MAKERS: Mapping[str, Callable[[Site], Workload]] = {"W1": write, "W2": read, "W3": order}
"""How each workload is made for a site."""


def procedure() -> dict[str, Any]:
    """The ``LayThuTuc`` tree that W2 reads, as the portal publishes it."""
    return plant(services.load(SERVICE), date(2026, 11, 22), "http://127.0.0.1:8000/bench/portal")


def _headers() -> Mapping[str, str]:
    return {"content-type": "application/json", "dstcode": DESTINATION}


def _call(site: Site, service: str) -> dict[str, Any]:
    return {"session": site.session, "madonvi": "Y99", "service": service}


def _packed(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _dossier() -> dict[str, Any]:
    blank = dict.fromkeys(
        ("MaDoiTuong", "ThongTinKhac", "Fax", "NgayTra", "ThongTinTra", "NgayKetThucXuLy", "GhiChu"), ""
    )
    return {
        "MaHoSo": "000.00.01.Y99-261122-@N@",
        "MaTTHC": "1.012907",
        "TenTTHC": "Cấp lại chứng chỉ hành nghề môi giới bất động sản",
        "MaLinhVuc": "G17-BD01",
        "TenLinhVuc": "Kinh doanh bất động sản",
        "KenhThucHien": "2",
        "ChuHoSo": "Trần Gia Phúc",
        "LoaiDoiTuong": "1",
        "Email": "gia.phuc@example.test",
        "SoDienThoai": "0900000000",
        "TrichYeuHoSo": "Cấp lại chứng chỉ hành nghề môi giới bất động sản do bị mất",
        "NgayTiepNhan": "20261122080000",
        "NgayHenTra": "20261204170000",
        "TrangThaiHoSo": "1",
        "HinhThuc": "1",
        "DonViXuLy": "Sở Xây dựng",
        "NoiNopHoSo": "1",
        "NgayNopHoSo": "20261122075500",
        "HoSoCoThanhPhanSoHoa": "1",
        "TaiKhoanDuocXacThucVoiVNeID": "1",
        "DuocThanhToanTrucTuyen": "1",
        **blank,
        **_lists(),
    }


def _lists() -> dict[str, Any]:
    fee = {"TenPhiLePhi": "Lệ phí cấp lại", "MaPhiLePhi": "1", "HinhThucThu": "2", "Gia": "200000", "LoaiPhiLePhi": "2"}
    return {
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": "099200000001"}],
        "DSKetNoiCSDL": [{"MaCSDL": "1"}],
        "TaiLieuNop": [_file(number) for number in (1, 2, 3, 4)],
        "DanhSachLePhi": [fee],
    }


def _file(number: int) -> dict[str, str]:
    return {
        "TepDinhKemId": f"@N@-{number}",
        "TenTepDinhKem": f"thanh-phan-{number}.pdf",
        "IsDeleted": "False",
        "MaThanhPhanHoSo": f"KQ.G17.00020{number}",
        "DuongDanTaiTepTin": f"http://127.0.0.1:9/downloadfile/{number}",
        "DuocSoHoa": "1",
        "DuocTaiSuDung": "0",
    }


def _order(site: Site) -> dict[str, str]:
    return {
        "LoaiBanTin": "INIT",
        "PhienBan": "1.0.6",
        "MaDoiTac": site.partner,
        "MaThamChieu": "Y99-261122-@N@",
        "SoTien": "200000",
        "LoaiHinhThanhToan": "THANHTOANPHI",
        "MaKenhThanhToan": "CONG",
        "MaThietBi": "WEB",
        "NgonNgu": "vi",
        "MaTienTe": "VND",
        "MaNganHang": "MOCKBANK",
        "ThongTinGiaoDich": "Le phi cap lai chung chi",
        "ThoiGianGD": "20261122080000",
        "Ip": "127.0.0.1",
    }


def _receipt() -> dict[str, Any]:
    return {
        "MaDichVu": "2",
        "MaDVC": "1012907",
        "TenDVC": "Cấp lại chứng chỉ hành nghề môi giới bất động sản",
        "MaTTHC": "1.012907",
        "TenTTHC": "Cấp lại chứng chỉ hành nghề môi giới bất động sản",
        "MaDonVi": "Y99.01",
        "TenDonVi": "Sở Xây dựng",
        "MaHoSo": "000.00.01.Y99-261122-@N@",
        "TKThuHuong": "0000000001",
        "MaNHThuHuong": "MOCKBANK",
        "TenTKThuHuong": "Sở Xây dựng",
        "PhiLePhi": [{"LoaiPhiLePhi": "2", "MaPhiLePhi": "1", "TenPhiLePhi": "Lệ phí cấp lại", "SoTien": "200000"}],
        "NoiDungThanhToan": "Lệ phí cấp lại chứng chỉ",
        "HoTenNguoiNop": "Trần Gia Phúc",
        "SoCMNDNguoiNop": "099200000001",
        "DiaChiNguoiNop": "Phường Sen Hồng",
        "DSKhoanNop": [{"NoiDung": "Lệ phí cấp lại chứng chỉ", "SoTien": "200000"}],
    }
