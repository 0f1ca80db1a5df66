"""Several processes that serve one address: they share its listening socket, and start and end together."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from types import FrameType
from typing import IO, Any

GRACE = 15.0
"""Seconds that the processes have to end when they are told to."""


class Team:
    """``count`` processes of ``command``, to which the number of the inherited socket is added.

    Each of them must print a line that begins with ``READY``, and end on SIGTERM and at the end of its input.
    """

    def __init__(self, command: Sequence[str], count: int, listener: socket.socket, env: Mapping[str, str]) -> None:
        self._over = threading.Event()
        listener.set_inheritable(True)
        number = listener.fileno()
        self.processes = [
            subprocess.Popen(
                [*command, str(number)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=[number], env=dict(env)
            )
            for _ in range(count)
        ]

    def ready(self) -> bool:
        """Wait until all serve; False: one of them won't."""
        return all(_said(process).startswith(b"READY") for process in self.processes)

    def wait(self, parent: IO[Any] | None = None) -> None:
        """Until SIGTERM or SIGINT comes, one of the processes ends, or ``parent`` comes to its end."""
        for process in self.processes:
            self._aside(process.wait)
        if parent is not None:
            number = parent.fileno()
            self._aside(lambda: _drained(number))
        with self._signals():
            self._over.wait()

    def end(self) -> int:
        """Let all of them end; gives the exit code: 0 when every process ended well, else 1."""
        for process in self.processes:
            process.terminate()
        return max(_code(process) for process in self.processes)

    def _aside(self, wait: Any) -> None:
        def watch() -> None:
            wait()
            self._over.set()

        threading.Thread(target=watch, daemon=True).start()

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        def told(number: int, frame: FrameType | None) -> None:
            del number, frame
            self._over.set()

        before = {number: signal.signal(number, told) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _said(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stdout is not None
    return process.stdout.readline()


def _drained(number: int) -> None:
    while os.read(number, 4096):
        pass


def _code(process: subprocess.Popen[bytes]) -> int:
    try:
        code = process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        code = process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
    return 0 if code == 0 else 1
