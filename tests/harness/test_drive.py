import signal
import threading
from datetime import date, timedelta

import pytest

import harness.drive
from fixtures.services.errors import DescriptorError
from harness import runfile
from harness.drive import DriveError, DriveInterrupted, drive
from harness.performance import LOCAL, Order, clock_from, stoppable, undisturbed
from harness.recording import RecordingError, open_recording
from harness.testbed import HOSTS, TestBedError

SERVICE = "cap-lai-chung-chi-moi-gioi"


@pytest.fixture
def perform(monkeypatch):
    """Replace what happens between an opened recording and a sealed one."""

    def replace(outcome):
        def act(order, recorder):
            recorder.event("note", level="info", text=order.service.id)
            if isinstance(outcome, BaseException):
                raise outcome
            return outcome

        monkeypatch.setattr(harness.drive, "perform", act)

    return replace


def ended(folder) -> str:
    recording = open_recording(folder)
    assert recording.sealed
    assert recording.events[-1]["kind"] == "run_ended"
    assert recording.run["status"] == recording.events[-1]["status"]
    return recording.run["status"]


def test_a_drive_seals_its_recording(perform, tmp_path):
    perform("complete")
    assert drive(SERVICE, out=tmp_path / "r", seed=7, attempt=2) == tmp_path / "r"
    assert ended(tmp_path / "r") == "complete"
    run = open_recording(tmp_path / "r").run
    assert (run["service"], run["seed"], run["attempt"]) == (SERVICE, 7, 2)
    assert len(run["journeys"]) == 12
    assert run["ended"] >= run["started"]


def test_run_file_says_what_was_driven(perform, tmp_path):
    perform("complete")
    actor = {"name": "Lê A", "unit": "Tổ kiểm thử", "role": "nha_thau"}
    day = date(2026, 6, 30)
    drive(SERVICE, out=tmp_path / "r", journeys=["refuse", "main"], defects=["D-d2"], actor=actor, as_of=day)
    run = open_recording(tmp_path / "r").run
    assert run["actor"] == actor
    assert run["as_of"] == "2026-06-30"
    assert (run["journeys"], run["defects"], run["platform"]) == (["main", "refuse"], ["D-d2"], "reference-city")
    assert set(run["modes"].values()) == {"simulator"}
    assert set(run["modes"]) == {"portal", "identity", "population", "enterprise", "payment", "axis"}
    assert run["descriptor"]["code"] == run["procedure_code"] == "1.012907"
    assert run["descriptor_digest"] == runfile.digest_of(run["descriptor"])
    assert run["versions"]["python"]


def test_ctrl_c_leaves_a_sealed_recording(perform, tmp_path):
    perform(KeyboardInterrupt())
    with pytest.raises(DriveInterrupted) as caught:
        drive(SERVICE, out=tmp_path / "r")
    assert caught.value.recording == tmp_path / "r"
    assert str(tmp_path / "r") in caught.value.remedy
    assert ended(tmp_path / "r") == "interrupted"


def test_a_bed_that_does_not_come_up_is_told_with_the_recording(perform, tmp_path):
    perform(TestBedError("Không khởi động được.", "Xem nhật ký."))
    with pytest.raises(TestBedError) as caught:
        drive(SERVICE, out=tmp_path / "r")
    assert caught.value.recording == tmp_path / "r"
    assert ended(tmp_path / "r") == "broken"
    assert any("Không khởi động được" in event.get("text", "") for event in open_recording(tmp_path / "r").events)


def test_even_a_bug_leaves_a_sealed_recording(perform, tmp_path):
    perform(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        drive(SERVICE, out=tmp_path / "r")
    assert ended(tmp_path / "r") == "broken"


@pytest.mark.parametrize(
    ("options", "error", "word"),
    [
        ({"journeys": ["fly"]}, DriveError, "fly"),
        ({"platform": "no-such"}, TestBedError, "reference-city"),
    ],
)
def test_what_cannot_be_driven_is_refused_before_anything_is_written(tmp_path, options, error, word):
    with pytest.raises(error) as caught:
        drive(SERVICE, out=tmp_path / "r", **options)
    assert word in f"{caught.value.message} {caught.value.remedy}"
    assert not (tmp_path / "r").exists()


def test_unknown_service(tmp_path):
    with pytest.raises(DescriptorError):
        drive("no-such-service", out=tmp_path / "r")


def test_a_used_folder_is_not_written_over(perform, tmp_path):
    perform("complete")
    drive(SERVICE, out=tmp_path / "r")
    with pytest.raises(RecordingError):
        drive(SERVICE, out=tmp_path / "r")


def order(day: date | None) -> Order:
    return Order(None, None, [], HOSTS["reference-city"], (), 1, day, lambda *_: None)


def test_clocks_start_in_the_morning_of_the_day_asked_for():
    start = order(date(2026, 6, 30)).start
    assert start.isoformat() == "2026-06-30T09:00:00+07:00"
    assert start <= clock_from(start)() < start + timedelta(minutes=5)


def test_today_and_no_day_are_the_real_time():
    today = clock_from(None)().astimezone(LOCAL).date()
    assert order(None).start is None
    assert order(today).start is None


def test_undisturbed_lets_no_ctrl_c_through():
    with undisturbed():
        signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_a_request_to_end_is_taken_for_a_ctrl_c():
    before = signal.getsignal(signal.SIGTERM)
    with stoppable(), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) == before


def test_undisturbed_is_harmless_in_a_thread():
    done = []

    def work() -> None:
        with undisturbed():
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done
