import pytest

from harness.port import results as r
from harness.port.platform import Actor, Broken, NotOffered, Refused
from harness.port.runner import Port, PortMisuse
from harness.recording import Recorder, open_recording
from harness.transport import Wire

WHO = Actor(role="applicant", name="Lê A", person="099000000001", account="a", password="s3cret-word")
FILE = r.Blob(content=b"%PDF-1.7", media_type="application/pdf", filename="đơn.pdf")


ANSWERS = {
    "submit": Refused("Thiếu chữ ký", code="422", fields={"so": "bắt buộc"}),
    "upload": r.Upload(file_id="f1", component_code="c", filename="đơn.pdf", size=8),
    "track": Broken("HTTP 500"),
    "withdraw": NotOffered("chưa có"),
    "read_log": KeyError("entries"),
    "download_result": r.Download(status=200, file=FILE),
    "list_queue": ["not a Queue"],
}


class Stub:
    name = "stub"
    offers = frozenset(ANSWERS)

    def __getattr__(self, operation: str):
        def answer(actor, **_):
            assert actor == WHO
            if isinstance(ANSWERS[operation], Exception):
                raise ANSWERS[operation]
            return ANSWERS[operation]

        return answer


@pytest.fixture
def port(tmp_path):
    wire = Wire(Recorder(tmp_path / "r"))
    yield Port(Stub(), wire)
    wire.close()


def steps(port: Port) -> list[dict]:
    port.wire.recorder.seal()
    return [event for event in open_recording(port.wire.recorder.folder).events if event["kind"] == "step"]


def test_done(port):
    outcome = port.perform("main", "upload", WHO, draft_id="d", component_code="c", file=FILE)
    step = steps(port)[0]
    assert outcome.done
    assert outcome.result.file_id == "f1"
    assert step["id"] == outcome.step == "main.upload"
    assert step["outcome"] == "done"
    assert step["result"]["size"] == 8
    assert step["inputs"]["file"]["media_type"] == "application/pdf"
    assert open_recording(port.wire.recorder.folder).body(step["inputs"]["file"]["sha256"]) == b"%PDF-1.7"
    assert step["actor"] == {
        "role": "applicant",
        "name": "Lê A",
        "person": "099000000001",
        "organisation": "",
        "account": "a",
    }


def test_a_file_in_the_result_is_stored(port):
    port.perform("main", "download_result", WHO, dossier_code="H")
    file = steps(port)[0]["result"]["file"]
    assert (file["size"], file["filename"]) == (8, "đơn.pdf")
    assert open_recording(port.wire.recorder.folder).body(file["sha256"]) == b"%PDF-1.7"


def test_refused(port):
    outcome = port.perform("unsigned", "submit", WHO, draft_id="d")
    assert (outcome.kind, outcome.why) == ("refused", "Thiếu chữ ký")
    step = steps(port)[0]
    assert step["refusal"] == {"message": "Thiếu chữ ký", "code": "422", "fields": {"so": "bắt buộc"}}
    assert step["result"] is None


@pytest.mark.parametrize(
    ("operation", "inputs", "kind"),
    [
        ("track", {"dossier_code": "H"}, "broken"),
        ("read_log", {"dossier_code": "H"}, "broken"),
        ("list_queue", {}, "broken"),
        ("withdraw", {"dossier_code": "H", "reason": ""}, "not_offered"),
        ("receive", {"dossier_code": "H"}, "not_offered"),
    ],
)
def test_not_done(port, operation, inputs, kind):
    outcome = port.perform("main", operation, WHO, **inputs)
    assert outcome.kind == kind
    assert outcome.why
    assert steps(port)[0]["reason"] == outcome.reason


def test_labels_and_unique_ids(port):
    def track(label: str = "") -> str:
        return port.perform("main", "track", WHO, label=label, dossier_code="H").step

    numbers = [track("1"), track("2"), track(), track(), track("2")]
    assert numbers == ["main.track.1", "main.track.2", "main.track", "main.track.3", "main.track.4"]
    assert [step["id"] for step in steps(port)] == numbers


def test_wrong_inputs_are_our_mistake(port):
    with pytest.raises(PortMisuse, match="draft_id"):
        port.perform("main", "submit", WHO)
    with pytest.raises(PortMisuse):
        port.perform("main", "fly", WHO)


def test_the_watcher_is_told_before(port):
    seen = []
    port.watch = lambda journey, step: seen.append((journey, step))
    port.perform("main", "track", WHO, dossier_code="H")
    assert seen == [("main", "main.track")]
