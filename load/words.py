"""How the load desk writes numbers and statuses for a Vietnamese reader."""

from __future__ import annotations

from harness.port.table import BY_ID
from load.profiles import VisitKind

STATUS = {
    "PASS": "ĐẠT",
    "FAIL": "KHÔNG ĐẠT",
    "WARNING": "CẢNH BÁO",
    "NOT_APPLICABLE": "KHÔNG ÁP DỤNG",
    "ERROR": "LỖI CÔNG CỤ",
}
VISIT: dict[VisitKind, str] = {
    "inform": "chỉ xem thông tin, tải biểu mẫu",
    "file": "nộp hồ sơ",
    "double": "nộp hồ sơ, bấm nút Nộp hai lần",
}
MEASURE = {"average": "trung bình", "p50": "p50", "p95": "p95", "p99": "p99", "slowest": "chậm nhất"}
SYSTEM = {
    "portal": "Cổng Dịch vụ công quốc gia",
    "identity": "Đăng nhập một lần (SSO)",
    "population": "CSDL quốc gia về dân cư",
    "enterprise": "CSDL quốc gia về đăng ký doanh nghiệp",
    "payment": "Nền tảng thanh toán",
    "axis": "Trục liên thông văn bản",
}
RETURN = "payment_return"
"""Name of the requests that bring the payer back to the service; not an operation of the port."""
ELSEWHERE = "(ngoài dịch vụ)"
"""Name of requests to anything but the service under test; they are left out of its figures."""


def number(value: float, digits: int = 0) -> str:
    """``1.234,5``: a full stop between thousands, a comma before decimals."""
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def percent(part: float) -> str:
    """A part of one as per cent, with one decimal below ten."""
    return f"{number(part * 100, 1 if 0 < part < 0.1 else 0)} %"


def milliseconds(value: float) -> str:
    """``340 ms``, from ten seconds on ``12,3 s``."""
    return f"{number(value)} ms" if value < 10_000 else f"{number(value / 1000, 1)} s"


def money(amount: int) -> str:
    """Whole đồng."""
    return f"{number(amount)} đ"


def operation(name: str) -> str:
    """The title of a port operation; of the payer's way back, too."""
    if name == RETURN:
        return "Quay về sau thanh toán"
    return BY_ID[name].title if name in BY_ID else name
