"""Words that failures are told in."""

from __future__ import annotations

FORGERIES = {
    "wrong_amount": "sai số tiền",
    "bad_checksum": "sai mã xác thực",
    "unknown_order": "của lệnh không tồn tại",
    "other_dossier": "của hồ sơ khác",
}
"""Kinds of forged CONFIRM messages."""
