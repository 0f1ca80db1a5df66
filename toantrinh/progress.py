"""Where a long run is at: one line that moves on a terminal, plain lines in a log."""

from __future__ import annotations

from types import TracebackType
from typing import TextIO

from rich.console import Console
from rich.status import Status

from toantrinh.texts import Lang


class Progress:
    """Shows the current journey and step on ``stream`` (stderr), so that stdout can be piped."""

    def __init__(self, stream: TextIO, title: str, lang: Lang = "vi") -> None:
        self.console = Console(file=stream, highlight=False)
        self.title, self.lang, self.journey = title, lang, ""
        self.status: Status | None = None

    def __enter__(self) -> Progress:
        self.console.print(self.title, markup=False)
        if self.console.is_terminal:
            self.status = self.console.status("…")
            self.status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.status:
            self.status.stop()

    def step(self, journey: str, step: str, n: int, of: int) -> None:
        """One step of a journey begins (``n`` of ``of`` journeys)."""
        if self.status:
            self.status.update(f"[{n}/{of}] {journey}: {step}")
        elif journey != self.journey:
            self.console.print(f"[{n}/{of}] {journey}", markup=False)
        self.journey = journey

    def say(self, text: str) -> None:
        """A phase that isn't a journey."""
        if self.status:
            self.status.update(text)
        else:
            self.console.print(text, markup=False)
