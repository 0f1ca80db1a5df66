"""Doctoring changes one fact in a private copy and leaves the source alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.doctor import Doctor
from harness.recording import Recorder, Recording, RecordingError, open_recording


@pytest.fixture
def source(tmp_path: Path) -> Recording:
    recorder = Recorder(tmp_path / "source")
    recorder.describe(service="s", as_of="2026-11-22")
    body = recorder.body(b'{"SoTien": "200000"}')
    entry = {
        "seq": 1,
        "system": "payment",
        "operation": "INIT",
        "keys": {"MaHoSo": "h1"},
        "request": {"body": body, "size": 20},
        "response": None,
    }
    recorder.event("journal", entry=entry)
    file = {"sha256": recorder.blob(b"%PDF-"), "size": 5, "media_type": "", "filename": "a.pdf"}
    step = {"id": "main.download_result", "journey": "main", "operation": "download_result", "outcome": "done"}
    recorder.event("step", **step, result={"file": file})
    recorder.event("observation", id="main.x", journey="main", value=1)
    recorder.seal()
    return open_recording(tmp_path / "source")


def test_a_result_is_changed_in_the_copy_only(source: Recording) -> None:
    doctor = Doctor(source)
    doctor.result("main.download_result")["file"]["filename"] = "b.pdf"
    assert doctor.recording().events[1]["result"]["file"]["filename"] == "b.pdf"
    assert source.events[1]["result"]["file"]["filename"] == "a.pdf"


def test_a_body_is_changed_in_memory(source: Recording) -> None:
    doctor = Doctor(source)
    part = doctor.entries("payment", "INIT", MaHoSo="h1")[0]["request"]
    doctor.json(part, lambda sent: sent.update(SoTien="200"))
    assert doctor.recording().body(part["body"]) == b'{"SoTien": "200"}'
    assert source.body(source.events[0]["entry"]["request"]["body"]) == b'{"SoTien": "200000"}'


def test_a_doctored_recording_can_be_doctored_again(source: Recording) -> None:
    first = Doctor(source)
    first.file(first.result("main.download_result")["file"], b"new")
    again = Doctor(first.recording())
    assert again.body(again.result("main.download_result")["file"]["sha256"]) == b"new"


def test_steps_can_have_gone_otherwise(source: Recording) -> None:
    doctor, ident = Doctor(source), "main.download_result"
    doctor.refuse(ident, "Không", code="422", ly_do="thiếu")
    assert doctor.step(ident)["refusal"] == {"message": "Không", "code": "422", "fields": {"ly_do": "thiếu"}}
    doctor.break_down(ident)
    assert (doctor.step(ident)["outcome"], doctor.step(ident)["result"]) == ("broken", None)
    doctor.withhold(ident)
    assert doctor.step(ident)["outcome"] == "not_offered"
    doctor.allow(ident, {"status": 200})
    assert doctor.result(ident) == {"status": 200}


def test_a_journey_can_be_forgotten_and_events_are_numbered_anew(source: Recording) -> None:
    doctor = Doctor(source)
    assert doctor.forget("main") == 2
    assert [event["seq"] for event in doctor.recording().events] == [1]


def test_what_is_not_there_cannot_be_doctored(source: Recording) -> None:
    doctor = Doctor(source)
    for attempt in (
        lambda: doctor.step("main.submit"),
        lambda: doctor.observation("main.y"),
        lambda: doctor.entries("payment", "CONFIRM"),
        lambda: doctor.drop(lambda event: False),
    ):
        with pytest.raises(LookupError):
            attempt()


def test_it_can_be_sealed_anew(source: Recording, tmp_path: Path) -> None:
    doctor = Doctor(source)
    doctor.file(doctor.result("main.download_result")["file"], b"other")
    sealed = open_recording(doctor.seal(tmp_path / "made"))
    assert sealed.sealed
    assert sealed.body(sealed.events[1]["result"]["file"]["sha256"]) == b"other"
    (tmp_path / "made" / "run.json").write_text("{}", encoding="utf-8")
    with pytest.raises(RecordingError):
        open_recording(tmp_path / "made")
