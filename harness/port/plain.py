"""Port values as plain JSON for the recording; files become references to stored bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from harness.port.results import Blob


def digest_only(content: bytes) -> str:
    """SHA-256 of ``content`` without storing it."""
    return hashlib.sha256(content).hexdigest()


def plain(value: Any, store: Callable[[bytes], str] = digest_only) -> Any:
    """``value`` as JSON values; ``store`` keeps a file's bytes and answers their SHA-256."""
    if isinstance(value, Blob):
        return {
            "sha256": store(value.content),
            "size": len(value.content),
            "media_type": value.media_type,
            "filename": value.filename,
        }
    if isinstance(value, BaseModel):
        return {name: plain(getattr(value, name), store) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {str(key): plain(item, store) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, store) for item in value]
    return value
