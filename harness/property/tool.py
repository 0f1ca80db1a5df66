"""schemathesis as a child process: what it is given, where it is at, what it leaves behind."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from harness.testbed.child import environment

NAME = "schemathesis"
SUITE = "suites.property"
VARIABLE = "TOANTRINH_PROPERTY"
PHASES = "coverage,fuzzing"
EXAMPLES = 10
SECONDS = 480.0
"""How long the whole run may take; it is ended then, and what it found so far is kept."""
BEGINS = "OPERATION "
TAIL = 20
FIELDS = ("operation", "code", "title", "message", "reproduce")


@dataclass(frozen=True)
class Found:
    """What one run left. ``exit_code`` is None when it had to be ended; the reports are empty when there is none."""

    exit_code: int | None
    junit: bytes
    summary: bytes
    failures: Sequence[Mapping[str, Any]]
    """Each failure of an operation once: operation, code, title, message, reproduce."""
    signed_in: Sequence[str]
    """Operations that took a request sent with a sign-in."""
    said: str
    """The last lines it wrote."""


def missing() -> str:
    """Why it can't run here; empty when it can."""
    if importlib.util.find_spec(NAME) and importlib.util.find_spec(SUITE):
        return ""
    return 'Chưa cài schemathesis: pip install "toantrinh[property]"'


def version() -> str:
    """The installed version."""
    return metadata.version(NAME)


def run(
    url: str,
    told: Mapping[str, Any],
    folder: Path,
    *,
    seed: int,
    say: Callable[[str], None],
    seconds: float = SECONDS,
) -> Found:
    """Test every operation of the OpenAPI document at ``url``.

    ``told`` are sign-ins and known values for the hooks (:mod:`suites.property.visit`); ``folder`` is empty, private,
    and holds everything it writes. ``say`` gets a line whenever another operation begins.
    """
    notes, visit = folder / "failures.ndjson", folder / "visit.json"
    visit.write_text(json.dumps({**told, "notes": str(notes)}), encoding="utf-8")
    child = subprocess.Popen(
        command(url, folder, seed),
        cwd=folder,
        env=environment({VARIABLE: str(visit), "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "hypothesis")}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    said = _listen(child, say, seconds)
    noted = _lines(notes)
    return Found(
        exit_code=child.returncode if child.returncode >= 0 else None,
        junit=_bytes(folder / "junit.xml"),
        summary=_bytes(folder / "summary.json"),
        failures=distinct([one for one in noted if one["kind"] == "failure"]),
        signed_in=sorted({one["operation"] for one in noted if one["kind"] == "signed_in"}),
        said=said,
    )


def command(url: str, folder: Path, seed: int) -> list[str]:
    """The command line, reports going to ``folder``."""
    found = importlib.util.find_spec(SUITE)
    assert found is not None
    assert found.submodule_search_locations
    config = Path(found.submodule_search_locations[0]) / "schemathesis.toml"
    tool = [sys.executable, "-P", "-m", "schemathesis.cli", "--config-file", str(config), "run", url]
    how = ["--phases", PHASES, "--max-examples", str(EXAMPLES), "--seed", str(seed), "--workers", "1", "--no-color"]
    reports = ["--report-junit-path", str(folder / "junit.xml"), "--report-json-path", str(folder / "summary.json")]
    return [*tool, *how, "--report", "junit,json", *reports]


def distinct(failures: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Each failure of an operation once, as it was last noted (the smallest input that showed it), in order."""
    last = {(one["operation"], one["code"], one["title"]): one for one in failures}
    return [{name: last[key][name] for name in FIELDS} for key in sorted(last)]


def _listen(child: subprocess.Popen[str], say: Callable[[str], None], seconds: float) -> str:
    """Hear the child out, ``seconds`` at most; the last lines it wrote. It has ended afterwards, come what may."""
    assert child.stdout is not None
    stopper = threading.Timer(seconds, child.kill)
    stopper.start()
    tail: deque[str] = deque(maxlen=TAIL)
    try:
        for line in child.stdout:
            if line.startswith(BEGINS):
                say(line.removeprefix(BEGINS).strip())
            elif line.strip():
                tail.append(line.rstrip())
        child.wait()
    finally:
        stopper.cancel()
        child.kill()
        child.wait()
        child.stdout.close()
    return "\n".join(tail)


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _lines(path: Path) -> list[dict[str, Any]]:
    """The notes taken; a last line that was cut off doesn't count."""
    whole = _bytes(path).split(b"\n")[:-1]
    return [json.loads(line) for line in whole]
