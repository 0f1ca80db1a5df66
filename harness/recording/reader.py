"""Reading a recording: nothing is believed before it has been held against the seal."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.recording.errors import RecordingError
from harness.recording.seal import BODIES, DRIVE_AGAIN, EVENTS, FORMAT, MANIFEST, RUN, verify, verify_body

Event = dict[str, Any]
UPGRADE = "Hãy dùng phiên bản toantrinh đã tạo ra bản ghi này."


@dataclass(frozen=True)
class Recording:
    """One recording, read. ``problems`` says in Vietnamese what is missing from an unsealed one."""

    folder: Path
    run: dict[str, Any]
    events: list[Event]
    sealed: bool
    problems: list[str] = field(default_factory=list)

    def body(self, sha: str) -> bytes:
        """The stored bytes. Raises :class:`RecordingError` when they are missing or altered."""
        return verify_body(self.folder, sha)


def open_recording(path: Path) -> Recording:
    """Read the recording in folder ``path``.

    A sealed one is verified whole. One without a manifest (the drive was killed) opens with ``sealed`` False, and
    a half-written last line of it is left out and named in ``problems``. Raises :class:`RecordingError` for a missing
    or altered file, a line that isn't an event, a gap in the sequence, or another format number.
    """
    if not path.is_dir() or not (path / EVENTS).exists():
        remedy = "Hãy chỉ đúng thư mục có tệp events.ndjson và run.json."
        raise RecordingError(path, "", "Không có bản ghi nào ở đây.", remedy)
    sealed = (path / MANIFEST).exists()
    if sealed:
        manifest = _object(path / MANIFEST)
        _require_format(path / MANIFEST, manifest)
        verify(path, manifest)
    run = _object(path / RUN)
    _require_format(path / RUN, run)
    events, problems = _events(path / EVENTS, sealed)
    return Recording(path, run, events, sealed, problems)


def _events(path: Path, sealed: bool) -> tuple[list[Event], list[str]]:
    lines = path.read_bytes().split(b"\n")
    tail = lines.pop()
    problems = [] if sealed else ["Bản ghi chưa được niêm phong: lượt chạy đã dừng giữa chừng."]
    if tail and sealed:
        raise RecordingError(path, f"dòng {len(lines) + 1}", "Dòng cuối không trọn vẹn.", DRIVE_AGAIN)
    if tail:
        problems.append(f"{EVENTS}: dòng cuối (dòng {len(lines) + 1}) ghi dở, không được tính.")
    return [_event(path, number, line) for number, line in enumerate(lines, 1)], problems


def _event(path: Path, number: int, line: bytes) -> Event:
    where = f"dòng {number}"
    try:
        event = json.loads(line)
    except ValueError as error:
        raise RecordingError(path, where, "Dòng này không phải JSON.", DRIVE_AGAIN) from error
    if not isinstance(event, dict) or not isinstance(event.get("kind"), str):
        raise RecordingError(path, where, "Dòng này không phải một sự kiện.", DRIVE_AGAIN)
    _require_format(path, event, where)
    if event.get("seq") != number:
        message = f"Số thứ tự sự kiện phải là {number}, nhận được {event.get('seq')}."
        raise RecordingError(path, f"{where}: seq", message, DRIVE_AGAIN)
    return event


def _require_format(path: Path, value: dict[str, Any], where: str = "") -> None:
    if value.get("format") != FORMAT:
        place = f"{where}: format" if where else "format"
        message = f"Định dạng bản ghi phải là {FORMAT}, nhận được {value.get('format')!r}."
        raise RecordingError(path, place, message, UPGRADE)


def _object(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except OSError as error:
        raise RecordingError(path, "", "Không đọc được tệp này của bản ghi.", DRIVE_AGAIN) from error
    except ValueError as error:
        raise RecordingError(path, "", "Tệp này không phải JSON.", DRIVE_AGAIN) from error
    if not isinstance(value, dict):
        raise RecordingError(path, "", "Tệp này phải là một đối tượng JSON.", DRIVE_AGAIN)
    return value


__all__ = ["BODIES", "Event", "Recording", "open_recording"]
