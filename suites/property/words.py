"""What the tool's findings are called in Vietnamese, by their codes."""

from __future__ import annotations

from collections.abc import Mapping

TITLES: Mapping[str, str] = {
    "ST101": "lỗi máy chủ",
    "ST102": "lỗi máy chủ khi loại nội dung gửi lên không có trong tài liệu",
    "ST103": "mã trạng thái không có trong tài liệu",
    "ST104": "câu trả lời thiếu Content-Type",
    "ST105": "loại nội dung trả về không có trong tài liệu",
    "ST106": "Content-Type sai dạng",
    "ST107": "thiếu header mà tài liệu yêu cầu",
    "ST108": "câu trả lời trái cấu trúc đã công bố",
    "ST109": "câu trả lời không phải JSON đọc được",
    "ST110": "nội dung trả về không đọc được",
    "ST111": "câu trả lời có giá trị phân loại lạ",
    "ST201": "nhận dữ liệu trái cấu trúc",
    "ST203": "nhận lượt gọi thiếu header bắt buộc",
    "ST204": "trả lời sai cho phương thức không có trong tài liệu",
    "ST401": "trả lời khi không đăng nhập hoặc đăng nhập sai",
    "ST402": "người này đọc được đối tượng của người khác",
}
