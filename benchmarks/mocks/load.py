"""Load on one target for a short while: wrk where there is one, else our own generator, on a core of its own."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.mocks.workloads import Workload

HERE = Path(__file__).parent
RATE = 25_000
"""Seals made ready for each second of a run: more than any target can use."""


@dataclass(frozen=True)
class Fired:
    """What the generator saw. ``errors``: answers that are not 2xx, and broken connections; latencies in µs."""

    requests: int
    errors: int
    seconds: float
    p50_us: float
    p99_us: float
    max_us: float


class Generator:
    """Sends workloads from ``core``. ``own``: our generator although there is a wrk."""

    def __init__(self, core: int, own: bool = False) -> None:
        self._core = core
        self._wrk = None if own else shutil.which("wrk")
        self._next = 100_000_000

    @property
    def name(self) -> str:
        return "wrk" if self._wrk else "own generator (asyncio)"

    def number(self) -> int:
        """A request number that no run uses."""
        self._next += 1
        return self._next

    def fire(
        self, url: str, workload: Workload, seconds: float, connections: int = 32, tokens: Sequence[str] = ()
    ) -> Fired:
        """Keep ``connections`` busy for ``seconds``. ``tokens``: seals of which each answer brings the next."""
        with tempfile.TemporaryDirectory() as folder:
            spec = self._spec(Path(folder), workload, seconds, tokens)
            command = self._command(Path(folder), spec, url + workload.path, seconds, connections)
            output = _output(["taskset", "-c", str(self._core), *command], seconds + 30)
        self._next += int(math.ceil(seconds) * RATE) + 1_000
        return _parsed(output)

    def _spec(self, folder: Path, workload: Workload, seconds: float, tokens: Sequence[str]) -> dict[str, Any]:
        seals = list(tokens) or self._seals(workload, seconds)
        if seals:
            (folder / "seals").write_text("\n".join(seals) + "\n")
        return {
            "method": "POST",
            "headers": dict(workload.headers),
            "parts": workload.parts,
            "first": self._next,
            "seals": str(folder / "seals") if seals else "",
            "renews": bool(tokens),
            "length": len(workload.body.replace("@N@", "1" * 9).replace("@S@", seals[0] if seals else "").encode()),
        }

    def _seals(self, workload: Workload, seconds: float) -> list[str]:
        if workload.seal is None:
            return []
        numbers = range(self._next + 1, self._next + 1 + int(math.ceil(seconds) * RATE))
        return [workload.seal(str(number)) for number in numbers]

    def _command(self, folder: Path, spec: dict[str, Any], url: str, seconds: float, connections: int) -> list[str]:
        if self._wrk is None:
            (folder / "spec.json").write_text(json.dumps(spec))
            module = [sys.executable, "-m", "benchmarks.mocks.generator", str(folder / "spec.json")]
            return [*module, url, str(connections), str(seconds)]
        (folder / "spec.lua").write_text(f"return {lua(spec)}\n")
        time = f"{max(1, math.ceil(seconds))}s"
        timing = ["-t", "1", "-c", str(connections), "-d", time, "--timeout", "20s"]
        return [self._wrk, *timing, "-s", str(HERE / "request.lua"), url, "--", str(folder / "spec.lua")]


def lua(value: Any) -> str:
    """A JSON value as a Lua expression."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"[{lua(key)}] = {lua(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "{" + ", ".join(map(lua, value)) + "}"
    if isinstance(value, str):
        return '"' + "".join(char if char.isalnum() and char.isascii() else _escaped(char) for char in value) + '"'
    return json.dumps(value)


def _escaped(char: str) -> str:
    return "".join(f"\\{byte:03}" for byte in char.encode())


def _output(command: Sequence[str], limit: float) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
    if done.returncode:
        raise RuntimeError(f"the load generator failed: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def _parsed(output: str) -> Fired:
    line = next((line for line in output.splitlines() if line.startswith("RESULT ")), None)
    if line is None:
        raise RuntimeError(f"the load generator said nothing we can read: {output[-500:]}")
    return Fired(**json.loads(line.removeprefix("RESULT ")))
