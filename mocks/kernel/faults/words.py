"""What a system says of a trouble that it has no words of its own for, and pages for people in any trouble."""

from __future__ import annotations

from html import escape
from math import ceil

from mocks.kernel.operation import Reply, Trouble
from mocks.kernel.problem import MEDIA, Problem

_STATUS = {"business": 500, "session": 401, "rate": 429}
_TEXT = {
    "business": "Hệ thống đang gặp lỗi, xin thử lại sau.",
    "session": "Phiên làm việc đã hết hạn, xin đăng nhập lại.",
    "rate": "Hệ thống đang quá tải, xin thử lại sau.",
}


def plain_words(trouble: Trouble, page: bool) -> Reply:
    """A page when a person is looking, else problem+json; with the HTTP status that fits."""
    status, text = _STATUS[trouble.kind], trouble.text or _TEXT[trouble.kind]
    headers = waiting(trouble)
    if page:
        heading = f"<!doctype html><html lang=vi><meta charset=utf-8><title>{escape(text)}</title>"
        return Reply(f"{heading}<h1>{escape(text)}</h1>", status, headers, "text/html")
    return Reply(Problem(status, text).body, status, headers, MEDIA)


def waiting(trouble: Trouble) -> dict[str, str]:
    """The header that says when to come again, in whole seconds; none when it isn't known."""
    return {"retry-after": str(ceil(trouble.wait))} if trouble.wait else {}
