"""Code lists and state rules of the portal (portal-payment-sso §5)."""

from __future__ import annotations

from collections.abc import Mapping

STATES: Mapping[str, str] = {
    "0": "Hồ sơ liên thông",
    "1": "Mới đăng ký",
    "2": "Được tiếp nhận",
    "3": "Không được tiếp nhận",
    "4": "Đang xử lý",
    "5": "Yêu cầu bổ sung giấy tờ",
    "6": "Yêu cầu thực hiện nghĩa vụ tài chính",
    "7": "Công dân yêu cầu rút hồ sơ",
    "8": "Dừng xử lý",
    "9": "Đã xử lý xong",
    "10": "Đã trả kết quả",
    "11": "Khác",
}
"""Values of ``TrangThaiHoSo`` and ``TrangThai`` with the label shown to people (§5.1)."""

NEXT: Mapping[str, frozenset[str]] = {
    "1": frozenset({"2", "3", "7"}),
    "2": frozenset({"4", "5", "6", "7", "8", "9"}),
    "4": frozenset({"5", "6", "7", "8", "9"}),
    "5": frozenset({"4", "7", "8", "9"}),
    "6": frozenset({"4", "7", "8", "9"}),
    "8": frozenset({"4"}),
    "9": frozenset({"10"}),
    "3": frozenset(),
    "7": frozenset(),
    "10": frozenset(),
}
"""Strict mode: the states that may follow each state (§5.1); a state missing here is unrestricted.

§5.1 also lists 9→4, which §16 point 15 wants refused; it is allowed only with option ``reopen``.
"""

CHANNELS: Mapping[str, str] = {"1": "Trực tiếp", "2": "Trực tuyến", "3": "Dịch vụ bưu chính"}
"""``KENH`` and ``KenhThucHien`` (§5.2)."""

APPLICANTS: Mapping[str, str] = {"1": "Công dân Việt Nam", "2": "Doanh nghiệp", "3": "Cơ quan nhà nước", "4": "Tổ chức"}
"""``LoaiDoiTuong`` (§5.2)."""

LEVELS: Mapping[str, tuple[str, str]] = {
    "thong_tin": ("2", "Cung cấp thông tin trực tuyến"),
    "mot_phan": ("3", "Dịch vụ công trực tuyến một phần"),
    "toan_trinh": ("4", "Dịch vụ công trực tuyến toàn trình"),
}
"""Service level: the code (``MUCDO``) and the name shown (legal-criteria §5.6)."""

TIERS: Mapping[str, tuple[str, str]] = {
    "ministry": ("0", "Cấp Bộ"),
    "province": ("1", "Cấp Tỉnh"),
    "commune": ("3", "Cấp Xã"),
}
"""``CAPTHUCHIEN`` and ``TENCAP`` (§3.1)."""

UNITS: Mapping[str, str] = {"working_days": "Ngày làm việc", "days": "Ngày", "working_hours": "Giờ làm việc"}
"""``DONVITINH`` of a time limit (§3.1)."""


def follows(old: str, new: str, strict: bool, reopen: bool = False) -> bool:
    """Whether a dossier in state ``old`` may be synchronised as ``new``; the same state always may."""
    if not strict or old == new or old not in NEXT:
        return True
    return new in NEXT[old] or (reopen and (old, new) == ("9", "4"))
