"""A child process of the test bed: started, waited for until it is ready, watched, stopped."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import harness
from harness.testbed.errors import TestBedError

READY = "READY "
TAIL = 15
OURS = ("CITY_", "TOANTRINH_", "LOCUST_")
PROXIES = ("http_proxy", "https_proxy", "all_proxy")


class Child:
    """One Python module running as a process of its own, ended with us whatever happens.

    It gets ``--with-parent`` and a pipe as standard input: when we are gone the pipe closes and it stops. Its output
    goes to ``log``, each line passed through ``mask`` first.
    """

    def __init__(
        self,
        title: str,
        module: str,
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        arguments: Sequence[str] = ("--port", "0", "--with-parent"),
        mask: Callable[[str], str] = lambda line: line,
        cwd: Path | None = None,
    ) -> None:
        self.title, self.log, self._mask = title, log, mask
        self._tail: deque[str] = deque(maxlen=TAIL)
        self._address = ""
        self._changed = threading.Condition()
        self._ended = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, *arguments],
            env=environment(env or {}),
            cwd=cwd,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, name=f"log of {module}", daemon=True)
        self._reader.start()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def gone(self, seconds: float) -> bool:
        """Whether it has ended, or does within ``seconds``."""
        with self._changed:
            return self._changed.wait_for(lambda: self._ended, seconds) or not self.alive

    @property
    def exit_code(self) -> int | None:
        """The exit code once the process has ended."""
        return self._process.poll()

    def ready(self, seconds: float) -> str:
        """The address it announced. Raises :class:`TestBedError` when it dies first or ``seconds`` pass."""
        with self._changed:
            self._changed.wait_for(lambda: self._address or self._ended, seconds)
        if self._address:
            return self._address
        if self._ended:
            raise TestBedError(self.obituary("không khởi động được"), f"Xem nhật ký {self.log}.")
        remedy = f"Máy có thể đang quá tải; chạy lại, hoặc xem nhật ký {self.log}."
        raise TestBedError(f"{self.title} không sẵn sàng sau {seconds:g} giây.", remedy)

    def obituary(self, what: str = "đã dừng giữa chừng") -> str:
        """What happened to it, with the last lines it wrote."""
        self._process.poll()
        last = "\n".join(f"    {line}" for line in self._tail)
        code = f" (mã thoát {self._process.returncode})" if self._process.returncode is not None else ""
        return f"{self.title} {what}{code}." + (f" Nhật ký:\n{last}" if last else "")

    def stop(self, seconds: float = 5.0) -> None:
        """Ask it to end, and make it when it doesn't within ``seconds``."""
        if self._process.stdin:
            self._process.stdin.close()
        if self.alive:
            self._process.terminate()
        self._reader.join(seconds)
        if self.alive:
            self._process.kill()
            self._reader.join()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as output, self.log.open("w", encoding="utf-8") as log:
            for raw in output:
                self._line(self._mask(raw.decode("utf-8", "replace").rstrip()), log.write)
                log.flush()
        self._process.wait()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _line(self, line: str, write: Callable[[str], int]) -> None:
        write(line + "\n")
        self._tail.append(line)
        if line.startswith(READY) and not self._address:
            with self._changed:
                self._address = line.removeprefix(READY).strip()
                self._changed.notify_all()


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Our environment for a child: without proxies and values meant for others, with our packages importable."""
    ours = {
        name: value for name, value in os.environ.items() if name.lower() not in PROXIES and not name.startswith(OURS)
    }
    paths = [_home(), os.environ.get("PYTHONPATH", "")]
    path = os.pathsep.join(part for part in paths if part)
    fixed = {"PYTHONPATH": path, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "NO_PROXY": "*"}
    return {**ours, **fixed, **extra}


def _home() -> str:
    """The folder our packages are in, unless that is where every installed package is."""
    home = Path(harness.__file__).resolve().parents[1]
    return "" if home.name in ("site-packages", "dist-packages") else str(home)
