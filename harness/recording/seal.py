"""Digests, and the manifest that seals a recording."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.recording.errors import RecordingError

FORMAT = 1
RUN, EVENTS, BODIES, MANIFEST = "run.json", "events.ndjson", "bodies", "manifest.json"
DRIVE_AGAIN = "Hãy chạy lại lượt kiểm tra để có bản ghi mới."


def digest(content: bytes) -> str:
    """SHA-256 of ``content``, lower-case hex."""
    return hashlib.sha256(content).hexdigest()


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write ``value`` as JSON in one move: a reader sees the old file or the new one, never half of it."""
    draft = path.with_name(path.name + ".part")
    draft.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(path)


def body_names(folder: Path) -> list[str]:
    """The digests under which bodies are stored, sorted."""
    return sorted(path.name for path in (folder / BODIES).iterdir() if len(path.name) == 64)


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of ``folder`` as it is now: digests of the two files, names of the bodies (their digests)."""
    files = {name: digest((folder / name).read_bytes()) for name in (RUN, EVENTS)}
    return {"format": FORMAT, **files, BODIES: body_names(folder)}


def verify(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Hold the folder against its manifest.

    Raises :class:`RecordingError` for a file that is missing or altered and for a body nobody sealed.
    """
    for name in (RUN, EVENTS):
        if digest(_bytes(folder / name)) != manifest.get(name):
            raise RecordingError(folder / name, "", "Nội dung đã bị sửa sau khi niêm phong.", DRIVE_AGAIN)
    sealed = manifest.get(BODIES)
    if not isinstance(sealed, list):
        raise RecordingError(folder / MANIFEST, BODIES, "Thiếu danh sách nội dung.", DRIVE_AGAIN)
    for name in sealed:
        verify_body(folder, name)
    for name in sorted(set(body_names(folder)) - set(sealed)):
        raise RecordingError(folder / BODIES / name, "", "Tệp này không có trong niêm phong.", DRIVE_AGAIN)


def verify_body(folder: Path, name: str) -> bytes:
    """The body stored under ``name``. Raises :class:`RecordingError` when it is missing or altered."""
    path = folder / BODIES / name
    content = _bytes(path)
    if digest(content) != name:
        raise RecordingError(path, "", "Nội dung không khớp với mã SHA-256 của nó.", DRIVE_AGAIN)
    return content


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RecordingError(path, "", "Không đọc được tệp này của bản ghi.", DRIVE_AGAIN) from error
