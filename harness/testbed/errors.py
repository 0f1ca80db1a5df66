"""Trouble with the test bed itself; never the service's fault."""

from __future__ import annotations

from pathlib import Path


class TestBedError(Exception):
    """The bed could not be set up or broke. ``message`` and ``remedy`` are for the user, in Vietnamese.

    ``recording`` is the folder of the recording as far as it went, when there is one.
    """

    __test__ = False

    def __init__(self, message: str, remedy: str = "", recording: Path | None = None) -> None:
        super().__init__(message)
        self.message, self.remedy, self.recording = message, remedy, recording

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()
