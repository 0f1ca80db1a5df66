import pytest

from harness.recording import Recorder, open_recording
from harness.testbed.journal import Journal
from harness.wait import until


def recorded(recorder: Recorder) -> list[dict]:
    recorder.seal()
    return [event for event in open_recording(recorder.folder).events if event["kind"] == "journal"]


@pytest.fixture
def recorder(tmp_path):
    return Recorder(tmp_path / "r")


def test_entries_and_bodies_reach_the_recording_once(control, desk, recorder):
    journal = Journal(control, recorder)
    desk.journal(b"one", operation="INIT")
    journal.start()
    until(lambda: journal.entries, seconds=10, condition="first entry", pause=journal.pause)
    desk.journal(b"two", operation="CONFIRM")
    journal.drain()
    desk.journal(b"three", operation="QUERY")
    journal.stop()
    events = recorded(recorder)
    assert [event["entry"]["seq"] for event in events] == [1, 2, 3]
    assert [event["entry"]["operation"] for event in events] == ["INIT", "CONFIRM", "QUERY"]
    recording = open_recording(recorder.folder)
    assert recording.body(events[2]["entry"]["request"]["body"]) == b"three"


def test_secrets_in_bodies_are_masked_under_their_new_digest(control, desk, recorder):
    journal = Journal(control, recorder)
    desk.journal(b'{"password": "s3cret-word"}')
    journal.stop()
    event = recorded(recorder)[0]
    assert open_recording(recorder.folder).body(event["entry"]["request"]["body"]) == b'{"password": "***"}'


def test_finding_an_entry(control, desk, recorder):
    journal = Journal(control, recorder)
    desk.journal(b"", keys={"MaHoSo": "H1"})
    journal.drain()
    assert journal.find(lambda entry: entry["keys"].get("MaHoSo") == "H1")["seq"] == 1
    assert journal.find(lambda entry: entry["keys"].get("MaHoSo") == "H2") is None
    journal.stop()


def test_what_the_ring_let_go_is_noted(control, desk, recorder):
    journal = Journal(control, recorder)
    desk.dropped = 3
    journal.stop()
    recorder.seal()
    notes = [event for event in open_recording(recorder.folder).events if event["kind"] == "note"]
    assert "3" in notes[0]["text"]


def test_nothing_is_written_after_the_stop(control, desk, recorder):
    journal = Journal(control, recorder)
    journal.start()
    journal.stop()
    recorder.seal()
    desk.journal(b"late")
    assert open_recording(recorder.folder).sealed
    assert journal.entries == []
