"""What the figures were taken on: machine, load, and the version of everything that took part."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.mocks.peers import installed

_PACKAGES = ("fastapi", "starlette", "pydantic", "pydantic_core", "uvicorn", "uvloop", "httptools")


def facts() -> dict[str, Any]:
    """Cores, processor, memory and system."""
    return {
        "cores": os.cpu_count(),
        "processor": _found(r"model name\s*: (.*)", _text("/proc/cpuinfo")) or platform.machine(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
    }


def load() -> float:
    """The load average of the last minute."""
    return round(os.getloadavg()[0], 2)


def versions() -> dict[str, str]:
    """Name → version."""
    commit = _said("git", "rev-parse", "--short", "HEAD")
    ours = {"toantrinh": f"{version('toantrinh')} {commit}".strip(), "Python": platform.python_version()}
    packages = {name: version(name) for name in _PACKAGES}
    tools = {
        "Node": _said("node", "--version").removeprefix("v"),
        "Java": _found(r'version "([^"]+)"', _said("java", "-version")) or "",
        "wrk": _found(r"wrk \D*(\d[\w.-]*)", _said("wrk", "-v", right=1)) or "",
    }
    return {name: text for name, text in {**ours, **packages, **tools, **installed()}.items() if text}


def _said(*command: str, right: int = 0) -> str:
    if shutil.which(command[0]) is None:
        return ""
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent)
    return (done.stdout + done.stderr).strip() if done.returncode == right else ""


def _text(place: str) -> str:
    return Path(place).read_text() if Path(place).exists() else ""


def _found(pattern: str, text: str) -> str | None:
    match = re.search(pattern, text)
    return match[1].strip() if match else None
