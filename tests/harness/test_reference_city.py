"""Drives of the reference city over real HTTP, with the mocks and the city as processes."""

import json
import signal
from datetime import date
from pathlib import Path

import jsonschema
import pytest

import harness.testbed.bed
from harness.drive import DriveInterrupted, drive
from harness.recording import Recorder, Recording, open_recording
from harness.testbed import TestBedError
from harness.testbed.child import Child

pytestmark = pytest.mark.slow
CONTRACTS = Path(__file__).resolve().parents[2] / "contracts"
CITIZEN, FIRM = "cap-lai-chung-chi-moi-gioi", "cap-lai-giay-phep-san-giao-dich"


@pytest.fixture(scope="module")
def secrets() -> list[str]:
    """Every secret that the recorder was told to hide."""
    return []


@pytest.fixture(scope="module")
def full(tmp_path_factory, secrets) -> Recording:
    """Every journey of the citizens' service."""
    told = Recorder.hide

    def hide(self: Recorder, *values: str) -> None:
        secrets.extend(values)
        told(self, *values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Recorder, "hide", hide)
        return open_recording(drive(CITIZEN, out=tmp_path_factory.mktemp("full") / "r"))


@pytest.fixture
def children(monkeypatch) -> list[Child]:
    """The processes that a drive starts, as it starts them."""
    started: list[Child] = []

    class Noted(Child):
        def __init__(self, *args, **kwargs) -> None:
            super().__init__(*args, **kwargs)
            started.append(self)

    monkeypatch.setattr(harness.testbed.bed, "Child", Noted)
    return started


def of(recording: Recording, kind: str) -> list[dict]:
    return [event for event in recording.events if event["kind"] == kind]


def ended(recording: Recording) -> dict[str, str]:
    return {event["journey"]: event["status"] for event in of(recording, "journey_ended")}


def test_every_journey_is_complete(full):
    assert full.sealed
    assert full.run["status"] == "complete"
    assert set(ended(full).values()) == {"complete"}
    assert len(ended(full)) == 12
    assert full.run["not_driven"] == {}


def test_a_conforming_city_breaks_nowhere_and_is_waited_for_in_vain_nowhere(full):
    assert [step["id"] for step in of(full, "step") if step["outcome"] in ("broken", "not_offered")] == []
    assert [event["condition"] for event in of(full, "wait") if not event["met"]] == []
    assert of(full, "note") == []


def contract(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((CONTRACTS / name).read_text(encoding="utf-8")))


def test_the_recording_has_the_published_shape(full):
    contract("run.schema.json").validate(full.run)
    event, step = contract("event.schema.json"), contract("port.schema.json")
    for row in full.events:
        event.validate(row)
        if row["kind"] == "step":
            step.validate(row)


def test_every_reference_leads_somewhere(full):
    exchanges = {event["id"] for event in of(full, "exchange")}
    steps = of(full, "step")
    assert all(set(step["exchanges"]) <= exchanges for step in steps)
    assert len({step["id"] for step in steps}) == len(steps)
    for event in of(full, "exchange"):
        full.body(event["request"]["body"])
        full.body(event["response"]["body"])
    for event in of(full, "journal"):
        full.body(event["entry"]["request"]["body"])


def test_the_journal_is_whole_and_belongs_to_the_cases(full):
    entries = [event["entry"] for event in of(full, "journal")]
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    code = full_case(full, "main")["MaHoSo"][0]
    mine = {(entry["system"], entry["operation"]) for entry in entries if code in entry["keys"].values()}
    assert {("payment", "INIT"), ("payment", "CONFIRM"), ("portal", "DongBoHoSoMC")} <= mine


def full_case(recording: Recording, journey: str) -> dict:
    return [event["keys"] for event in of(recording, "case") if event["journey"] == journey][-1]


def test_the_portal_has_the_result(full):
    seen = {event["id"]: event["value"] for event in of(full, "observation")}
    assert seen["main.portal_dossier"]["TrangThaiHoSo"] == "10"
    assert [order["state"] for order in seen["main.payment_orders"]] == ["PAID"]
    assert seen["main.axis_documents"]
    assert seen["refuse.portal_dossier"]["TrangThaiHoSo"] == "3"
    assert seen["withdraw.portal_dossier"]["TrangThaiHoSo"] == "7"


def test_no_secret_is_in_the_recording_or_the_logs(full, secrets):
    assert len(secrets) > 8
    stored = [path.read_bytes() for path in full.folder.rglob("*") if path.is_file()]
    assert not [secret for secret in secrets if any(secret.encode() in content for content in stored)]


def test_the_service_of_firms(tmp_path):
    seen = []
    folder = drive(
        FIRM, out=tmp_path / "r", journeys=["main", "forged-callbacks"], progress=lambda *step: seen.append(step)
    )
    recording = open_recording(folder)
    assert ended(recording) == {"main": "complete"}
    assert "NO_FINANCIAL_OBLIGATION" in recording.run["not_driven"]["forged-callbacks"]
    assert full_case(recording, "main")["MaSoDoanhNghiep"]
    assert ("main", "main.submit", 1, 2) in seen
    assert seen[0][0] == "chuẩn bị"


def test_a_drive_on_another_day(tmp_path):
    recording = open_recording(drive(CITIZEN, out=tmp_path / "r", journeys=["main"], as_of=date(2025, 6, 27)))
    assert ended(recording) == {"main": "complete"}
    assert (recording.run["as_of"], recording.run["clock"][:10]) == ("2025-06-27", "2025-06-27")
    assert "-250627-" in full_case(recording, "main")["MaHoSo"][0]
    assert all(event["entry"]["clock"].startswith("2025-06-27") for event in of(recording, "journal"))


def test_a_city_that_dies_leaves_a_sealed_recording(tmp_path, children):
    def kill(_journey: str, step: str, *_: int) -> None:
        if step == "main.receive":
            children[1]._process.kill()

    recording = open_recording(drive(CITIZEN, out=tmp_path / "r", journeys=["main", "withdraw"], progress=kill))
    assert recording.sealed
    assert recording.run["status"] == of(recording, "run_ended")[0]["status"] == "broken"
    assert ended(recording) == {"main": "failed"}
    assert "đã dừng giữa chừng" in of(recording, "journey_ended")[0]["reason"]
    assert "đã dừng giữa chừng" in recording.run["not_driven"]["withdraw"]
    assert of(recording, "step")[-1]["outcome"] == "broken"
    assert not any(child.alive for child in children)


def test_ctrl_c_stops_everything_and_keeps_the_recording(tmp_path, children):
    def interrupt(_journey: str, step: str, *_: int) -> None:
        if step == "main.submit":
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(DriveInterrupted) as caught:
        drive(CITIZEN, out=tmp_path / "r", journeys=["main", "withdraw"], progress=interrupt)
    recording = open_recording(caught.value.recording)
    assert recording.sealed
    assert recording.run["status"] == "interrupted"
    assert ended(recording) == {"main": "interrupted"}
    assert set(recording.run["not_driven"]) == {"withdraw"}
    assert of(recording, "journal")
    assert not any(child.alive for child in children)


def test_a_city_that_cannot_start_says_why(tmp_path, children):
    with pytest.raises(TestBedError, match="D-khong-co") as caught:
        drive(CITIZEN, out=tmp_path / "r", defects=["D-khong-co"])
    assert str(tmp_path / "r" / "logs" / "city.log") in caught.value.remedy
    assert open_recording(tmp_path / "r").run["status"] == "broken"
    assert not any(child.alive for child in children)
