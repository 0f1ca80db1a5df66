"""Installs the peers from npm at the versions that package.json pins, and says what the machine lacks."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"


class NotReady(Exception):
    """Something the rig needs is missing; the text says what to do."""


def pinned() -> Mapping[str, str]:
    """Package name → version of package.json."""
    wanted: dict[str, str] = json.loads((HERE / "package.json").read_text())["dependencies"]
    return wanted


def installed() -> Mapping[str, str]:
    """Package name → version that is in node_modules, of those that are wanted."""
    places = {name: MODULES / name / "package.json" for name in pinned()}
    return {name: json.loads(place.read_text())["version"] for name, place in places.items() if place.exists()}


def install() -> None:
    """Bring node_modules to the pinned versions. Raises :class:`NotReady`."""
    for program, package in (
        ("node", "nodejs"),
        ("npm", "npm"),
        ("java", "default-jre-headless"),
        ("taskset", "util-linux"),
    ):
        if shutil.which(program) is None:
            raise NotReady(f"{program} is missing: apt-get install {package}")
    if installed() == pinned():
        return
    print("==> npm: installing the peers into benchmarks/mocks/node_modules", flush=True)
    command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    if done.returncode or installed() != pinned():
        raise NotReady(f"npm could not install the peers:\n{done.stderr.strip()[-2000:]}")
