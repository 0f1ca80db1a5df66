"""``--service ID``: drive first, only the journeys that the selected checks need, once."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest


def drive_for(config: pytest.Config, journeys: Sequence[str] | None) -> Path:
    """Drive the service of the command line; the recording's folder.

    ``journeys`` None: nothing was collected here (an xdist controller), so a child pytest tells which are needed.
    """
    from fixtures.services import DescriptorError
    from harness.drive import DriveError, TestBedError, drive

    needed = _needed(config) if journeys is None else list(journeys)
    service = config.getoption("service")
    told = config.getoption("driven")
    stamp = f"{datetime.now().astimezone():%Y%m%d-%H%M%S}-{Path(service).stem}"
    out = Path(told) if told else config.invocation_params.dir / "runs" / stamp
    try:
        return drive(service, out=out, journeys=needed)
    except (DescriptorError, DriveError, TestBedError) as error:
        raise pytest.UsageError(f"--service {service}: {error}") from None


def _needed(config: pytest.Config) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="toantrinh-plan-") as folder:
        listing = Path(folder) / "journeys.json"
        more = ["-n0", "--collect-only", "-q", "--journeys-file", str(listing)]
        command = [sys.executable, "-m", "pytest", *map(str, config.invocation_params.args), *more]
        done = subprocess.run(
            command, cwd=config.invocation_params.dir, capture_output=True, text=True, errors="replace", check=False
        )
        if not listing.exists():
            raise pytest.UsageError(f"collecting the checks failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        journeys: list[str] = json.loads(listing.read_text(encoding="utf-8"))
        return journeys
