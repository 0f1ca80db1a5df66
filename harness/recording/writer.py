"""Writing a recording: append-only, one writer, every event on disk before the next thing happens."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Any

from harness.recording.errors import RecordingError
from harness.recording.redaction import Redactor
from harness.recording.seal import BODIES, EVENTS, FORMAT, MANIFEST, RUN, digest, manifest_of, write_json


class Recorder:
    """The one writer of a recording folder; safe to use from several threads.

    Secrets are masked before anything is written (:class:`~harness.recording.redaction.Redactor`); tell it the
    values to mask with :meth:`hide`.
    """

    def __init__(self, folder: Path) -> None:
        """Start a recording in ``folder``. Raises :class:`RecordingError` when there is one already."""
        self.folder = folder
        self.sealed = False
        self._run: dict[str, Any] = {"format": FORMAT}
        self._end = (0, 0)
        """Number of the last event, and the size of the file after it."""
        self._lock = threading.RLock()
        self._redactor = Redactor()
        self._file = _start(folder)

    def hide(self, *secrets: str) -> None:
        """Mask these values from now on, in events and in text bodies."""
        with self._lock:
            self._redactor.hide(*secrets)

    def mask(self, text: str) -> str:
        """``text`` with every secret masked, for what is kept beside the recording (logs)."""
        with self._lock:
            return str(self._redactor.value(text))

    def describe(self, **fields: Any) -> None:
        """Add ``fields`` to ``run.json`` and write it."""
        with self._lock:
            self._run.update(self._redactor.value(fields))
            write_json(self.folder / RUN, self._run)

    def event(self, kind: str, **fields: Any) -> int:
        """Append one event and flush it; ``fields`` must be plain JSON values. Answers its sequence number.

        A Ctrl-C in the middle leaves the event whole or not there at all.
        """
        with self._lock:
            last, size = self._last()
            at = datetime.now(UTC).isoformat(timespec="milliseconds")
            event = {"format": FORMAT, "seq": last + 1, "kind": kind, "at": at, **self._redactor.value(fields)}
            line = json.dumps(event, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"
            self._file.write(line)
            self._end = (last + 1, size + len(line))
            return last + 1

    def _last(self) -> tuple[int, int]:
        """Where the file ends, also when an event was interrupted just after it had been written."""
        size = self._file.tell()
        return self._end if size == self._end[1] else (self._end[0] + 1, size)

    def body(self, content: bytes) -> str:
        """Store the body of a message, secrets masked; answers the SHA-256 of what was stored."""
        with self._lock:
            return self.blob(self._redactor.body(content))

    def blob(self, content: bytes) -> str:
        """Store a file byte for byte; answers its SHA-256."""
        name = digest(content)
        path = self.folder / BODIES / name
        with self._lock:
            if not path.exists():
                draft = path.with_suffix(".part")
                draft.write_bytes(content)
                draft.replace(path)
        return name

    def seal(self) -> None:
        """Close the events and write ``manifest.json``; nothing can be added afterwards. Harmless when repeated."""
        with self._lock:
            if self.sealed:
                return
            self._file.close()
            write_json(self.folder / MANIFEST, manifest_of(self.folder))
            self.sealed = True


def _start(folder: Path) -> FileIO:
    try:
        (folder / BODIES).mkdir(parents=True, exist_ok=True)
        events = (folder / EVENTS).open("xb", buffering=0)
        write_json(folder / RUN, {"format": FORMAT})
        return events
    except FileExistsError as error:
        remedy = "Hãy chọn thư mục khác bằng --out."
        raise RecordingError(folder, "", "Thư mục này đã có một bản ghi.", remedy) from error
    except OSError as error:
        remedy = "Hãy chọn bằng --out một thư mục ghi được."
        raise RecordingError(folder, "", f"Không tạo được bản ghi: {error.strerror}.", remedy) from error
