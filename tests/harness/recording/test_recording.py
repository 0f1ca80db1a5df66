import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from harness.recording import Recorder, RecordingError, open_recording


def recorded(folder: Path, seal: bool = True) -> Path:
    recorder = Recorder(folder)
    recorder.describe(service="a", seed=1)
    recorder.event("note", level="info", text="một")
    recorder.event("trust", ca=recorder.blob(b"certificate"), crl=recorder.blob(b"list"))
    if seal:
        recorder.seal()
    return folder


def broken(folder: Path) -> RecordingError:
    with pytest.raises(RecordingError) as caught:
        open_recording(folder)
    assert caught.value.message
    assert caught.value.remedy
    assert str(caught.value.path) in str(caught.value)
    return caught.value


def test_what_is_written_is_read_back(tmp_path):
    recording = open_recording(recorded(tmp_path / "r"))
    assert recording.sealed
    assert recording.problems == []
    assert recording.run == {"format": 1, "service": "a", "seed": 1}
    assert [event["kind"] for event in recording.events] == ["note", "trust"]
    assert [event["seq"] for event in recording.events] == [1, 2]
    assert recording.events[0]["text"] == "một"
    assert recording.body(recording.events[1]["ca"]) == b"certificate"


def test_every_event_is_on_disk_before_the_next(tmp_path):
    recorder = Recorder(tmp_path / "r")
    recorder.event("note", text="a")
    assert (tmp_path / "r/events.ndjson").read_bytes().endswith(b"\n")


def test_a_folder_takes_one_recording(tmp_path):
    recorded(tmp_path / "r")
    with pytest.raises(RecordingError, match="--out"):
        Recorder(tmp_path / "r")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordingError, match="--out"):
        Recorder(tmp_path / "file" / "r")


def test_the_same_bytes_are_stored_once(tmp_path):
    recorder = Recorder(tmp_path / "r")
    assert recorder.blob(b"x") == recorder.blob(b"x")
    assert len(list((tmp_path / "r/bodies").iterdir())) == 1


def test_events_of_several_threads_stay_whole_and_in_sequence(tmp_path):
    recorder = Recorder(tmp_path / "r")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: recorder.event("note", text=f"n{n}" * 50), range(200)))
    recorder.seal()
    assert [event["seq"] for event in open_recording(tmp_path / "r").events] == list(range(1, 201))


class Interrupted:
    """A file whose writes are interrupted, before or after the bytes are out."""

    def __init__(self, file, after: bool) -> None:
        self._file, self._after = file, after
        self.tell, self.close = file.tell, file.close

    def write(self, line: bytes) -> None:
        if self._after:
            self._file.write(line)
        raise KeyboardInterrupt


@pytest.mark.parametrize(("after", "kept"), [(True, ["a", "b", "c"]), (False, ["a", "c"])])
def test_a_ctrl_c_in_the_middle_of_an_event_leaves_no_gap(tmp_path, after, kept):
    recorder = Recorder(tmp_path / "r")
    recorder.event("note", text="a")
    file, recorder._file = recorder._file, Interrupted(recorder._file, after)
    with pytest.raises(KeyboardInterrupt):
        recorder.event("note", text="b")
    recorder._file = file
    recorder.event("note", text="c")
    recorder.seal()
    assert [event["text"] for event in open_recording(tmp_path / "r").events] == kept


def test_sealing_twice_is_harmless(tmp_path):
    recorder = Recorder(tmp_path / "r")
    recorder.seal()
    recorder.seal()
    assert open_recording(tmp_path / "r").sealed


def test_no_recording_here(tmp_path):
    assert broken(tmp_path / "none").path == tmp_path / "none"


def test_unsealed_opens_with_a_problem(tmp_path):
    recording = open_recording(recorded(tmp_path / "r", seal=False))
    assert not recording.sealed
    assert len(recording.events) == 2
    assert recording.problems


def test_half_written_last_line_is_left_out_and_named(tmp_path):
    folder = recorded(tmp_path / "r", seal=False)
    with (folder / "events.ndjson").open("ab") as events:
        events.write(b'{"format":1,"seq":3,"ki')
    recording = open_recording(folder)
    assert len(recording.events) == 2
    assert any("dòng 3" in problem for problem in recording.problems)


def test_half_written_line_in_the_middle_is_refused(tmp_path):
    folder = recorded(tmp_path / "r", seal=False)
    lines = (folder / "events.ndjson").read_bytes().split(b"\n")
    (folder / "events.ndjson").write_bytes(b"\n".join([lines[0][:20], *lines[1:]]))
    assert "dòng 1" in broken(folder).field


def test_altered_events(tmp_path):
    folder = recorded(tmp_path / "r")
    events = folder / "events.ndjson"
    events.write_bytes(events.read_bytes().replace("một".encode(), b"hai"))
    assert broken(folder).path == events


def test_altered_run(tmp_path):
    folder = recorded(tmp_path / "r")
    (folder / "run.json").write_text('{"format": 1, "service": "b"}')
    assert broken(folder).path.name == "run.json"


@pytest.mark.parametrize("damage", [lambda path: path.write_bytes(b"other"), lambda path: path.unlink()])
def test_altered_or_missing_body(tmp_path, damage):
    folder = recorded(tmp_path / "r")
    body = sorted((folder / "bodies").iterdir())[0]
    damage(body)
    assert broken(folder).path == body


def test_altered_body_of_an_unsealed_recording(tmp_path):
    folder = recorded(tmp_path / "r", seal=False)
    body = sorted((folder / "bodies").iterdir())[0]
    body.write_bytes(b"other")
    with pytest.raises(RecordingError):
        open_recording(folder).body(body.name)


def test_body_that_nobody_sealed(tmp_path):
    folder = recorded(tmp_path / "r")
    (folder / "bodies" / ("a" * 64)).write_bytes(b"smuggled")
    assert broken(folder).path.name == "a" * 64


@pytest.mark.parametrize("name", ["run.json", "events.ndjson"])
def test_missing_file(tmp_path, name):
    folder = recorded(tmp_path / "r")
    (folder / name).unlink()
    broken(folder)


def test_manifest_that_is_no_manifest(tmp_path):
    folder = recorded(tmp_path / "r")
    (folder / "manifest.json").write_text("[")
    assert broken(folder).path.name == "manifest.json"
    (folder / "manifest.json").write_text("[]")
    assert broken(folder).path.name == "manifest.json"


@pytest.mark.parametrize("name", ["run.json", "manifest.json"])
def test_other_format_number(tmp_path, name):
    folder = recorded(tmp_path / "r", seal=name == "manifest.json")
    value = json.loads((folder / name).read_text()) | {"format": 2}
    (folder / name).write_text(json.dumps(value))
    error = broken(folder)
    assert error.field == "format"
    assert "2" in error.message


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (b'{"format":2,"seq":1,"kind":"note"}', "format"),
        (b'{"format":1,"seq":7,"kind":"note"}', "seq"),
        (b'{"format":1,"seq":1}', "dòng 1"),
        (b"[1]", "dòng 1"),
        (b"", "dòng 1"),
    ],
)
def test_line_that_is_no_event(tmp_path, line, field):
    folder = recorded(tmp_path / "r", seal=False)
    (folder / "events.ndjson").write_bytes(line + b"\n")
    assert field in broken(folder).field
