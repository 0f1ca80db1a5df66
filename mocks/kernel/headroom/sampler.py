"""Watches the event loop of this process: how late it runs what is due, and how much of a core the process takes."""

from __future__ import annotations

import asyncio
import time
from asyncio import sleep
from collections import deque
from contextlib import suppress
from dataclasses import dataclass

BEAT = 0.1
"""Seconds between two looks."""
KEPT = 3600
"""Seconds remembered."""


@dataclass(frozen=True)
class Second:
    """One second or a little more. ``at``: its end, monotonic; ``lag``, ``worst``: how late the loop was, on average
    and at its worst, in seconds; ``share``: processor seconds of the process per second."""

    at: float
    lag: float
    worst: float
    share: float


class Sampler:
    """Idle until started; :attr:`seconds` are what it has seen, oldest first."""

    def __init__(self) -> None:
        self.seconds: deque[Second] = deque(maxlen=KEPT)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to watch the running loop."""
        self._task = asyncio.get_running_loop().create_task(self._watch())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def since(self, moment: float) -> list[Second]:
        """The seconds that ended after ``moment`` (monotonic)."""
        return [second for second in self.seconds if second.at > moment]

    async def _watch(self) -> None:
        while True:
            began, worked = time.monotonic(), time.process_time()
            lags: list[float] = []
            while (passed := time.monotonic() - began) < 1 or not lags:
                lags.append(await _late())
            share = (time.process_time() - worked) / passed
            self.seconds.append(Second(time.monotonic(), sum(lags) / len(lags), max(lags), share))


async def _late() -> float:
    due = time.monotonic() + BEAT
    await sleep(BEAT)
    return max(0.0, time.monotonic() - due)
