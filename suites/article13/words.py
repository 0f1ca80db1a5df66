"""Words that failures are told in."""

from __future__ import annotations

from collections.abc import Iterable

FORGERIES = {
    "wrong_amount": "sai số tiền",
    "bad_checksum": "sai mã xác thực",
    "unknown_order": "của lệnh không tồn tại",
    "other_dossier": "của hồ sơ khác",
}
"""Kinds of forged CONFIRM messages."""

PROOFS = ("chuyển khoản", "chứng từ nộp", "chứng từ thanh toán", "biên lai", "ủy nhiệm chi", "nộp tiền", "thanh toán")
"""Words that name a proof of payment, in lower case."""

VALID = "toàn vẹn, chứng thư tin cậy, còn hiệu lực, chưa thu hồi, phủ toàn bộ tệp"
"""What a signature must be."""

LEVELS = {"toan_trinh": "toàn trình", "mot_phan": "một phần", "thong_tin": "cung cấp thông tin"}
UNITS = {"working_days": "ngày làm việc", "days": "ngày", "working_hours": "giờ làm việc"}
NONE_STATED = ("miễn phí", "không thu phí", "không có phí", "không thu", "không quy định phí", "0 đ")
"""Ways to say on a page that nothing is charged, in lower case."""

STATES = {
    "1": "1 Mới đăng ký",
    "2": "2 Được tiếp nhận",
    "3": "3 Không được tiếp nhận",
    "4": "4 Đang xử lý",
    "5": "5 Yêu cầu bổ sung giấy tờ",
    "6": "6 Yêu cầu thực hiện nghĩa vụ tài chính",
    "7": "7 Công dân yêu cầu rút hồ sơ",
    "8": "8 Dừng xử lý",
    "9": "9 Đã xử lý xong",
    "10": "10 Đã trả kết quả",
}
"""States of a dossier by the portal's codes (legal-criteria §5.5)."""


def state(code: str) -> str:
    """A state's code and name."""
    return STATES.get(code, code or "không có")


def states(codes: Iterable[str]) -> str:
    """A course of states: ``1 → 2 → 4``."""
    return " → ".join(codes) or "không có"


def limit_shown(value: int | None, unit: str) -> str:
    """A time limit: ``10 ngày làm việc``."""
    return "không có" if value is None else f"{value} {UNITS.get(unit, unit) or '(không rõ đơn vị)'}"


def fees_shown(amounts: Iterable[int | None]) -> str:
    """Amounts of a channel, ``không thu`` when there is none above zero."""
    charged = sorted(amount if amount is not None else -1 for amount in amounts if amount != 0)
    return (
        ", ".join("không rõ" if amount < 0 else f"{amount:,} đ".replace(",", ".") for amount in charged) or "không thu"
    )


PAPER_WORDS = "bản giấy, bản gốc, bản chính, đối chiếu, nộp trực tiếp, tại Bộ phận Một cửa"
_DEMANDS = ("bản giấy", "bản gốc", "bản chính", "đối chiếu", "nộp trực tiếp", "bộ phận một cửa", "tại quầy")


def paper_demands(text: str) -> bool:
    """Whether a free text speaks of paper. Only a person can tell whether it demands any (legal-criteria, Annex A)."""
    return any(words in text.casefold() for words in _DEMANDS)
