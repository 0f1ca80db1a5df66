"""What is wrong with a recording, where, and what the user can do about it."""

from __future__ import annotations

from pathlib import Path


class RecordingError(Exception):
    """A recording that can't be trusted or read.

    ``path`` is the file, ``field`` the place in it (empty when the whole file is meant), ``message`` and
    ``remedy`` are sentences for the user, in Vietnamese.
    """

    def __init__(self, path: Path, field: str, message: str, remedy: str) -> None:
        super().__init__(path, field, message, remedy)
        self.path, self.field, self.message, self.remedy = path, field, message, remedy

    def __str__(self) -> str:
        place = f"{self.path} ({self.field})" if self.field else str(self.path)
        return f"{place}: {self.message} {self.remedy}"
