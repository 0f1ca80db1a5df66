import os
from pathlib import Path

import pytest

from harness.testbed.child import Child, environment
from harness.testbed.errors import TestBedError

pytestmark = pytest.mark.slow
SERVES = 'import sys; print("hello s3cret"); print("READY http://127.0.0.1:1", flush=True); sys.stdin.read()'
DIES = 'import sys; print("the reason"); sys.exit(7)'
STAYS = (
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('READY x', flush=True)\n"
    "while 1: signal.pause()"
)
SILENT = "import sys; sys.stdin.read()"


@pytest.fixture
def start(tmp_path: Path):
    started = []

    def start(code: str, **options) -> Child:
        (tmp_path / "standin.py").write_text(code)
        env = {"PYTHONPATH": str(tmp_path)}
        started.append(Child("Hệ thống thử", "standin", log=tmp_path / "log", env=env, **options))
        return started[-1]

    yield start
    for child in started:
        child.stop()
        assert not child.alive


def test_ready_gives_the_address(start):
    child = start(SERVES)
    assert child.ready(20) == "http://127.0.0.1:1"
    assert child.alive


def test_it_ends_when_its_input_closes(start):
    child = start(SERVES)
    child.ready(20)
    child.stop()
    assert child.exit_code is not None
    child.stop()


def test_one_that_dies_is_mourned_with_its_last_words(start):
    child = start(DIES)
    with pytest.raises(TestBedError) as caught:
        child.ready(20)
    assert "Hệ thống thử không khởi động được (mã thoát 7)" in caught.value.message
    assert "the reason" in caught.value.message
    assert str(child.log) in caught.value.remedy


def test_one_that_never_says_ready(start):
    with pytest.raises(TestBedError, match=r"0\.2 giây"):
        start(SILENT).ready(0.2)


def test_one_that_will_not_go_is_killed(start):
    child = start(STAYS)
    child.ready(20)
    child.stop(0.1)
    assert child.exit_code == -9


def test_its_log_is_kept_and_masked(start):
    child = start(SERVES, mask=lambda line: line.replace("s3cret", "***"))
    child.ready(20)
    child.stop()
    assert "hello ***" in child.log.read_text()
    assert "hello ***" in child.obituary()


def test_its_environment(monkeypatch):
    monkeypatch.setenv("CITY_DEFECTS", "D-d2")
    monkeypatch.setenv("https_proxy", "http://proxy.example")
    monkeypatch.setenv("KEPT", "1")
    found = environment({"CITY_CLOCK": "now"})
    assert "CITY_DEFECTS" not in found
    assert "https_proxy" not in found
    assert (found["KEPT"], found["CITY_CLOCK"]) == ("1", "now")
    assert Path(found["PYTHONPATH"].split(os.pathsep)[0], "harness").is_dir()
