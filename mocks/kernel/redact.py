"""What must not be shown: header values that carry a secret keep only their last four characters."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SECRET = re.compile(r"authorization|cookie|secret|password|api-?key|token", re.IGNORECASE)


def redacted(headers: Mapping[str, str]) -> dict[str, str]:
    """``headers`` with every value that carries a secret as ``***`` and its last four characters."""
    return {name: masked(value) if _SECRET.search(name) else value for name, value in headers.items()}


def masked(value: str) -> str:
    """``***`` and the last four characters; only ``***`` when that would show half of it or more."""
    return "***" + (value[-4:] if len(value) > 8 else "")
