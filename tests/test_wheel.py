"""The wheel, as a user gets it: installed into an empty environment, run from a folder full of decoys."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SERVICE = "cap-lai-chung-chi-moi-gioi"


def call(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "PYTHON"))}
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` folder of an empty environment that holds the wheel and its pinned dependencies."""
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert uv, "uv is pinned in requirements-installer.txt; run make setup"
    base = tmp_path_factory.mktemp("wheel")
    built = call(uv, "build", "--wheel", "--no-build-isolation", "--python", sys.executable, "-o", base, ROOT, cwd=ROOT)
    assert built.returncode == 0, built.stderr
    call(uv, "venv", "--python", sys.executable, base / "env", cwd=base)
    python = base / "env" / "bin" / "python"
    pinned = call(
        uv, "pip", "install", "--python", python, "--require-hashes", "-r", ROOT / "requirements.txt", cwd=base
    )
    assert pinned.returncode == 0, pinned.stderr
    added = call(uv, "pip", "install", "--python", python, "--no-deps", next(base.glob("*.whl")), cwd=base)
    assert added.returncode == 0, added.stderr
    return python.parent


@pytest.mark.slow
def test_the_wheel_checks_a_service_among_decoys(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "mocks").mkdir()
    (tmp_path / "mocks" / "__init__.py").write_text("raise SystemExit('the decoy was imported')")
    (tmp_path / "conftest.py").write_text("raise SystemExit('the decoy conftest was imported')")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")

    done = call(installed / "toantrinh", "check", SERVICE, "--out", tmp_path / "out", cwd=tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    verdicts = json.loads((tmp_path / "out" / "verdicts.json").read_text())
    assert verdicts["class"] == "TOAN_TRINH"
    assert (tmp_path / "out" / "report.html").stat().st_size > 10_000
