"""Judging a recording in a child process."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from harness.judge import JudgeError, day_of, judge, suite_folder
from harness.recording import Recorder, RecordingError, open_recording
from harness.rulebook import RulebookError


@pytest.mark.slow
def test_equal_inputs_give_equal_bytes(suite: Path, recording: Path, tmp_path: Path) -> None:
    first = judge(recording, suite=suite, out=tmp_path / "a")
    again = judge(recording, suite=suite, out=tmp_path / "b")
    for name in ("verdicts.json", "junit.xml"):
        assert (first.folder / name).read_bytes() == (again.folder / name).read_bytes()
    assert first.exit_code == first.verdicts["exit_code"] == 3


@pytest.mark.slow
def test_a_decoy_in_the_current_folder_is_ignored(
    suite: Path, recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoy = tmp_path / "decoy"
    (decoy / "mocks").mkdir(parents=True)
    (decoy / "mocks" / "__init__.py").write_text("raise RuntimeError('decoy')")
    (decoy / "conftest.py").write_text("raise RuntimeError('decoy')")
    (decoy / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    monkeypatch.chdir(decoy)
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    assert judge(recording, suite=suite, only=["x01"]).exit_code == 0


@pytest.mark.slow
def test_a_suite_that_breaks_is_our_trouble(suite: Path, recording: Path) -> None:
    (suite / "tc_small.py").write_text("import no_such_module\n", encoding="utf-8")
    with pytest.raises(JudgeError) as caught:
        judge(recording, suite=suite)
    assert "no_such_module" in caught.value.message
    assert caught.value.remedy


@pytest.mark.slow
def test_yesterdays_verdict_is_not_taken_for_todays(suite: Path, recording: Path) -> None:
    folder = judge(recording, suite=suite).folder
    (suite / "tc_small.py").write_text("import no_such_module\n", encoding="utf-8")
    with pytest.raises(JudgeError):
        judge(recording, suite=suite)
    assert not (folder / "verdicts.json").exists()


def test_a_recording_that_was_altered_is_refused(recording: Path) -> None:
    run = json.loads((recording / "run.json").read_text(encoding="utf-8"))
    (recording / "run.json").write_text(json.dumps({**run, "seed": 2}), encoding="utf-8")
    with pytest.raises(RecordingError, match="niêm phong"):
        judge(recording)


def test_a_day_before_the_law_is_refused(recording: Path) -> None:
    with pytest.raises(RulebookError):
        judge(recording, as_of=date(2020, 1, 1))


def test_the_day_is_that_of_the_drive(recording: Path, tmp_path: Path) -> None:
    assert day_of(open_recording(recording)) == date(2026, 11, 22)
    recorder = Recorder(tmp_path / "begun")
    recorder.describe(started="2026-10-01T02:00:00+00:00")
    recorder.seal()
    assert day_of(open_recording(tmp_path / "begun")) == date(2026, 10, 1)


def test_a_recording_without_any_day_is_refused(tmp_path: Path) -> None:
    Recorder(tmp_path / "empty").seal()
    with pytest.raises(RecordingError, match="ngày nào"):
        judge(tmp_path / "empty")


def test_the_suite_is_found_by_name() -> None:
    assert (suite_folder() / "pytest.ini").exists()
    with pytest.raises(JudgeError):
        suite_folder("suites_that_are_not_there")
