"""Waiting for something that can be observed, never for a span of time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
FIRST_PAUSE, LONGEST_PAUSE = 0.01, 0.25


class Deadline(Exception):
    """A condition wasn't met in time. ``str()`` names the condition and the seconds waited."""

    def __init__(self, condition: str, seconds: float) -> None:
        super().__init__(f"{condition}: không đạt sau {seconds:g} giây")
        self.condition, self.seconds = condition, seconds


def until(
    look: Callable[[], T | None],
    *,
    seconds: float,
    condition: str,
    pause: Callable[[float], object] | None = None,
) -> T:
    """Look again and again until ``look`` answers something true; that is the answer.

    ``pause(s)`` returns when something may have changed, after ``s`` seconds at the latest (by default it only
    waits). Raises :class:`Deadline` when ``seconds`` have passed; ``look`` is tried once more at the end.
    """
    pause = pause or threading.Event().wait
    deadline, step = time.monotonic() + seconds, FIRST_PAUSE
    while True:
        found = look()
        if found:
            return found
        left = deadline - time.monotonic()
        if left <= 0:
            raise Deadline(condition, seconds)
        pause(min(step, left))
        step = min(step * 1.6, LONGEST_PAUSE)
