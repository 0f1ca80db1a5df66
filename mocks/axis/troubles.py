"""What the axis says when a fault is set for it (axis-population-enterprise §1.2, §1.4)."""

from __future__ import annotations

from mocks.kernel.operation import Complaint, Message, Reply, State, Trouble

SYSTEM_ERROR = "20"


def business(message: Message, state: State, trouble: Trouble) -> Reply:
    """``status FAIL``, HTTP 200, with ErrorCode 20 (system error) unless another is wanted."""
    del message, state
    code, text = trouble.code or SYSTEM_ERROR, trouble.text or "Lỗi hệ thống"
    return Reply({"status": "FAIL", "ErrorCode": code, "ErrorDesc": text})


TROUBLES: dict[str, Complaint] = {"business": business}
