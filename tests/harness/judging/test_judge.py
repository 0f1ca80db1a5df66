"""Judging a recording in a child process."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from harness.judge import JudgeError, UnknownCheck, day_of, declared, judge, suite_folder
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
def test_some_checks_never_take_the_place_of_a_whole_judgement(suite: Path, recording: Path) -> None:
    whole = judge(recording, suite=suite)
    before = (whole.folder / "verdicts.json").read_bytes()
    part = judge(recording, suite=suite, only=["x01"])
    assert part.folder != whole.folder
    assert (whole.folder / "verdicts.json").read_bytes() == before


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


@pytest.mark.parametrize("wish", ["q99", "tc9", "x01,x02"])
def test_a_check_that_does_not_exist_is_refused(wish: str, suite: Path, recording: Path) -> None:
    with pytest.raises(UnknownCheck) as caught:
        judge(recording, suite=suite, only=["x01", "tc4", wish])
    assert wish in caught.value.message
    assert "x01, x02, x03" in caught.value.remedy


def test_an_overlay_that_raises_a_check_that_does_not_exist_is_refused(
    suite: Path, recording: Path, tmp_path: Path
) -> None:
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text("id: X\nraise: [{check: q99, by: A, document: B, date: 2026-01-01}]\n", encoding="utf-8")
    with pytest.raises(RulebookError, match="q99") as caught:
        judge(recording, suite=suite, overlay=overlay)
    assert (caught.value.file, caught.value.field) == (str(overlay), "raise")


@pytest.mark.slow
def test_an_overlay_raises_a_derived_check(suite: Path, recording: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text("id: X\nraise: [{check: x02, by: A, document: B, date: 2026-01-01}]\n", encoding="utf-8")
    found = judge(recording, suite=suite, overlay=overlay)
    rows = {check["id"]: check["strength"] for row in found.verdicts["criteria"] for check in row["checks"]}
    assert rows["x02"] == "MUST"
    assert found.verdicts["rulebook"]["raised"] == ["x02"]
    assert found.folder.name == f"TT01-2023-2026-11-22-{found.verdicts['rulebook']['overlay']}"


def test_the_suite_is_found_by_name() -> None:
    assert (suite_folder() / "pytest.ini").exists()
    assert declared([suite_folder()])["d03"] == "TT01-2023.13.1.tc4"
    with pytest.raises(JudgeError):
        suite_folder("suites_that_are_not_there")
