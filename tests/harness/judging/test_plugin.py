"""The plugin in a pytest of its own: facts as fixtures, one check one verdict, files written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow


def run(suite: Path, *arguments: str, autoload: bool = False) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    env |= {} if autoload else {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-P", "-m", "pytest", str(suite), *arguments]
    return subprocess.run(command, cwd=suite.parent, env=env, capture_output=True, text=True, check=False, timeout=120)


def verdicts(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "verdicts.json").read_text(encoding="utf-8"))
    return found


def statuses(folder: Path) -> dict[str, str]:
    return {check["id"]: check["status"] for row in verdicts(folder)["criteria"] for check in row["checks"]}


def test_one_check_one_verdict(suite: Path, recording: Path, tmp_path: Path) -> None:
    done = run(suite, "--recording", str(recording), "--judged", str(tmp_path / "out"))
    assert statuses(tmp_path / "out") == {"x01": "PASS", "x02": "BLOCKED", "x03": "ERROR"}
    assert done.returncode == 3
    assert "BLOCKED: Hành trình withdraw không được chạy" in run(suite, "--recording", str(recording), "-rs").stdout
    assert "NetworkUsed" in done.stdout


def test_the_default_folder_is_inside_the_recording(suite: Path, recording: Path) -> None:
    run(suite, "--recording", str(recording), "--as-of", "2026-06-30")
    folder = recording / "judged" / "TT01-2023-2026-06-30"
    assert verdicts(folder)["as_of"] == "2026-06-30"
    assert (folder / "junit.xml").exists()


@pytest.mark.parametrize("choice", [("-k", "x01"), ("--check", "x01"), ("-k", "tc4 and not x02")])
def test_part_of_a_suite_determines_no_class(choice: tuple[str, str], suite: Path, recording: Path) -> None:
    done = run(suite, "--recording", str(recording), *choice)
    folder = recording / "judged" / "TT01-2023-2026-11-22-partial"
    assert statuses(folder) == {"x01": "PASS"}
    assert verdicts(folder)["class"] == "UNDETERMINED"
    assert verdicts(folder)["whole"] is False
    assert done.returncode == 0


def test_under_xdist_the_verdicts_are_the_same(suite: Path, recording: Path, tmp_path: Path) -> None:
    run(suite, "--recording", str(recording), "--judged", str(tmp_path / "one"))
    run(suite, "--recording", str(recording), "--judged", str(tmp_path / "two"), "-n", "2", autoload=True)
    assert (tmp_path / "one" / "verdicts.json").read_bytes() == (tmp_path / "two" / "verdicts.json").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "--recording DIR"),
        (("--recording", "nowhere"), "Không có bản ghi"),
        (("--recording", "recording", "--as-of", "soon"), "YYYY-MM-DD"),
        (("--recording", "recording", "--as-of", "2020-01-01"), "chưa có hiệu lực"),
        (("--recording", "recording", "--overlay", "none.yaml"), "none.yaml"),
        (("--recording", "recording", "--check", "q99"), "no such check"),
    ],
)
def test_wrong_use_is_told_without_a_traceback(
    arguments: tuple[str, ...], words: str, suite: Path, recording: Path
) -> None:
    assert recording.name == "recording"
    done = run(suite, *arguments)
    assert done.returncode == 4
    assert words in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_an_id_given_twice_is_refused(suite: Path, recording: Path) -> None:
    (suite / "tc_again.py").write_text((suite / "tc_small.py").read_text(encoding="utf-8"), encoding="utf-8")
    done = run(suite, "--recording", str(recording))
    assert done.returncode == 4
    assert "declared twice: x01, x02, x03" in done.stdout + done.stderr


def test_it_disturbs_no_other_run(suite: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "pytest.ini").write_text("[pytest]\naddopts = -p harness.plugin -p no:cacheprovider\n", encoding="utf-8")
    (other / "test_other.py").write_text("def test_payment():\n    assert True\n\ndef test_run(payment): pass\n")
    done = run(other)
    assert "1 passed, 1 error" in done.stdout
    assert "fixture 'payment' not found" in done.stdout
    assert suite.exists()
