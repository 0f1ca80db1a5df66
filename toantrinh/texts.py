"""What stands on screen and paper, Vietnamese first; ``--lang en`` switches."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

Lang = Literal["vi", "en"]

STATUS = {
    "PASS": ("ĐẠT", "PASS"),
    "FAIL": ("KHÔNG ĐẠT", "FAIL"),
    "WARNING": ("CẢNH BÁO", "WARNING"),
    "REVIEW": ("CẦN XEM XÉT", "REVIEW"),
    "NOT_APPLICABLE": ("KHÔNG ÁP DỤNG", "NOT APPLICABLE"),
    "INCONCLUSIVE": ("CHƯA KẾT LUẬN", "INCONCLUSIVE"),
    "BLOCKED": ("BỊ CHẶN", "BLOCKED"),
    "ERROR": ("LỖI CÔNG CỤ", "ERROR"),
}

CLASS = {
    "TOAN_TRINH": ("DỊCH VỤ CÔNG TRỰC TUYẾN TOÀN TRÌNH", "FULL-ONLINE SERVICE"),
    "MOT_PHAN": ("DỊCH VỤ CÔNG TRỰC TUYẾN MỘT PHẦN", "PARTIAL ONLINE SERVICE"),
    "CHI_THONG_TIN": ("CHỈ CUNG CẤP THÔNG TIN TRỰC TUYẾN", "INFORMATION ONLY"),
    "UNDETERMINED": ("CHƯA XÁC ĐỊNH ĐƯỢC", "UNDETERMINED"),
}

STRENGTH = {
    "MUST": ("bắt buộc", "must"),
    "DERIVED": ("suy luận kỹ thuật", "derived"),
    "GOOD": ("khuyến nghị", "good practice"),
    "PROFILE": ("hồ sơ quy định khác", "profile"),
}

BLAME = {
    "service": ("dịch vụ", "the service"),
    "configuration": ("cấu hình", "configuration"),
    "mock": ("hệ thống mô phỏng", "the mock"),
    "check": ("phép kiểm tra", "the check"),
    "network": ("mạng", "the network"),
    "": ("", ""),
}

CRITERION = {
    "tc1": ("Công bố, công khai, cung cấp đầy đủ thông tin", "Information published in full"),
    "tc2": ("Tải được mẫu văn bản", "Forms downloadable"),
    "tc3": ("Điền, ký số và gửi trực tuyến toàn bộ hồ sơ", "Filled, signed and sent online in full"),
    "tc4": ("Thanh toán trực tuyến", "Fees paid online"),
    "tc5": ("Tiếp nhận, xử lý hồ sơ trên môi trường mạng", "Received and processed online"),
    "PROPERTY": ("Giao diện lập trình dưới dữ liệu sinh tự động", "The interface under generated input"),
    "RETURN": ("Trả kết quả trực tuyến hoặc qua bưu chính công ích", "Result returned online or by public post"),
}

SYSTEM = {
    "portal": ("Cổng Dịch vụ công quốc gia", "National Public Service Portal"),
    "identity": ("Đăng nhập một lần (SSO)", "Single sign-on"),
    "population": ("CSDL quốc gia về dân cư", "Population database"),
    "enterprise": ("CSDL quốc gia về đăng ký doanh nghiệp", "Enterprise database"),
    "payment": ("Nền tảng thanh toán", "Payment platform"),
    "axis": ("Trục liên thông văn bản", "Document axis"),
}

MODE = {
    "simulator": ("mô phỏng", "simulator"),
    "sandbox": ("môi trường thử nghiệm quốc gia", "national sandbox"),
    "production-read-only": ("môi trường thật, chỉ đọc", "production, read only"),
}

Pair = tuple[str, str]


def say(pair: Pair, lang: Lang) -> str:
    """The half of a (Vietnamese, English) pair for ``lang``."""
    return pair[0] if lang == "vi" else pair[1]


def label(table: dict[str, Pair], key: str, lang: Lang) -> str:
    """The label of ``key``, or the key itself when the table doesn't know it."""
    return say(table[key], lang) if key in table else key


def criterion(ident: str, lang: Lang) -> str:
    """The short title of a criterion id such as ``TT01-2023.13.1.tc4``."""
    return label(CRITERION, ident.rsplit(".", 1)[-1], lang)


def money(amount: int) -> str:
    """Whole đồng as Vietnamese print them: ``200.000 đ``."""
    return f"{amount:,}".replace(",", ".") + " đ"


def day(text: str) -> str:
    """An ISO date or date-time as ``dd/mm/yyyy``; anything else unchanged."""
    try:
        return datetime.fromisoformat(text).strftime("%d/%m/%Y")
    except ValueError:
        return text


def moment(text: str) -> str:
    """An ISO date-time as ``dd/mm/yyyy HH:MM:SS``; anything else unchanged."""
    try:
        return datetime.fromisoformat(text).strftime("%d/%m/%Y %H:%M:%S")
    except ValueError:
        return text
