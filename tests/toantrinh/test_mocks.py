"""``toantrinh mocks up``: what a person gets who starts the mocks with faults or with a real endpoint behind them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-P", "-m", "toantrinh", "mocks", "up", "--port", "0", "--run", "thu-1", *arguments]


def surroundings() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@contextmanager
def up(*arguments: str) -> Iterator[str]:
    """The URL of the mocks, started with ``arguments``."""
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command("--print-env", *arguments), cwd=ROOT, env=surroundings(), stdout=pipe, stderr=pipe, text=True
    )
    try:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        found = next(line for line in lines if line.startswith("CITY_PORTAL_URL="))
        yield found.strip().removeprefix("CITY_PORTAL_URL=").removesuffix("/thu-1/portal")
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_faults_and_real_endpoints_are_there_from_the_first_call() -> None:
    with up("--fault", "dan-cu-ngung", "--pass-through", "portal=http://127.0.0.1:9/cong") as home:
        run = httpx.get(f"{home}/_/runs/thu-1", timeout=30).json()
        assert run["modes"]["portal"] == "sandbox"
        assert run["modes"]["payment"] == "simulator"
        answer = httpx.post(f"{home}/thu-1/population/TraCuuThongTinCongDan", timeout=30)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "120")
        away = httpx.post(f"{home}/thu-1/portal/XrdAdapter/RestService/forward/mapi/login", json={}, timeout=30)
        assert (away.status_code, away.json()["title"]) == (502, "Không gọi được http://127.0.0.1:9/cong")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["--fault", "khong-co"], "dan-cu-ngung"), (["--pass-through", "portal=https://example.com"], "--allow-target"),
     (["--pass-through", "cong=http://127.0.0.1:9"], "portal")],
)  # fmt: skip
def test_what_cannot_be_ends_with_one_message_and_exit_2(arguments: list[str], says: str) -> None:
    done = subprocess.run(
        command(*arguments), cwd=ROOT, env=surroundings(), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert says in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
