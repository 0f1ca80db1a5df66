"""Child processes pinned to one core, with the CPU time and memory of their whole tree (Linux)."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PROC = Path("/proc")


class Child:
    """A server under measurement. Its output goes to ``log``; None: nowhere."""

    def __init__(
        self,
        command: Sequence[str | Path],
        core: int,
        log: Path | None = None,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self._log = log.open("ab") if log is not None else None
        self._process = subprocess.Popen(
            ["taskset", "-c", str(core), *map(str, command)],
            stdin=subprocess.PIPE,
            stdout=self._log or subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            cwd=cwd,
            start_new_session=True,
        )

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def cpu(self) -> float:
        """CPU seconds (user and system) that the living processes of the tree have used."""
        return sum(sum(map(int, fields[11:13])) for fields in self._stats()) / _TICK

    def memory(self) -> int:
        """Resident bytes of the tree."""
        return sum(int(fields[21]) for fields in self._stats()) * _PAGE

    def stop(self) -> None:
        """End the tree: politely, then, after 5 seconds, not."""
        try:
            self._signal(signal.SIGTERM)
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._process.wait()
        if self._log is not None:
            self._log.close()

    def _signal(self, number: int) -> None:
        if self.alive:
            os.killpg(self._process.pid, number)

    def _stats(self) -> Iterator[list[str]]:
        for pid in _tree(self._process.pid):
            try:
                yield (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        listed = [path.read_text() for path in (_PROC / str(pid) / "task").glob("*/children")]
    except OSError:
        return
    for child in " ".join(listed).split():
        yield from _tree(int(child))


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
