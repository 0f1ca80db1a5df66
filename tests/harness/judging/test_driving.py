"""``pytest suites/article13 --service ID``: drive first, only what the chosen checks need, then judge."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.judge import suite_folder

pytestmark = pytest.mark.slow
SERVICE = "cap-lai-giay-phep-san-giao-dich"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-P", "-m", "pytest", str(suite_folder()), *arguments]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=180)


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "xdist"])
def test_only_the_journeys_that_are_needed_are_driven_once(workers: tuple[str, ...], tmp_path: Path) -> None:
    out = tmp_path / "driven"
    done = run(tmp_path, "--service", SERVICE, "--driven", str(out), "-k", "c17 or e15", *workers)
    assert done.returncode == 0, done.stdout + done.stderr
    driven = json.loads((out / "run.json").read_text(encoding="utf-8"))["journeys"]
    assert sorted(driven) == ["main", "other-officer"]
    found = next((out / "judged").glob("*/verdicts.json")).read_text(encoding="utf-8")
    rows = {check["id"]: check["status"] for row in json.loads(found)["criteria"] for check in row["checks"]}
    assert rows == {"c17": "PASS", "e15": "PASS"}


def test_an_unknown_service_is_told(tmp_path: Path) -> None:
    done = run(tmp_path, "--service", "no-such-service", "-k", "c17")
    assert done.returncode == 4
    assert "no-such-service" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_collecting_drives_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, "--service", SERVICE, "--collect-only", "-q", "-k", "d03")
    assert "test_order_carries_the_published_fee" in done.stdout
    assert not (tmp_path / "runs").exists()
