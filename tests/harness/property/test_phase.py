"""The phase in a drive: who signs in where, what is known, what is recorded; trouble is recorded, not raised."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from fixtures import services
from harness.phases import Scene
from harness.port.platform import Actor, Refused
from harness.property import phase, tool
from harness.recording import Recorder, open_recording

ROOT = Path(__file__).resolve().parents[3]
SERVICE = services.load("cap-lai-chung-chi-moi-gioi")
AREAS = (("DELETE /session", "applicant"), (r"\w+ /api", "applicant"), (r"\w+ /desk", "receiver"))
PARAMETERS = {"code": ("procedure", "dossier"), "draft": ("draft",), "part": ("component",)}
SUMMARY = {
    "complete": True,
    "operations": {"total": 3, "tested": 3, "errored": 0, "skipped": 0},
    "test_cases": {"generated": 40},
    "errors": [{"title": "Schema Error", "count": 1}],
    "valid_rates": {"GET /a": {"coverage": {"accepted": 1}}, "GET /b": {"fuzzing": {"accepted": 0}}},
}
FAILURE = {"operation": "GET /a", "code": "ST101", "title": "Server error", "message": "", "reproduce": "curl cookie-1"}


class Platform:
    """Signs in whoever asks, unless told not to."""

    def __init__(self, refuses: str = "") -> None:
        self.refuses, self.seen = refuses, []

    def sign_in(self, actor: Actor, link: str) -> None:
        self._enter(actor, link)

    def list_queue(self, actor: Actor) -> None:
        self._enter(actor, actor.password)

    def open_form(self, actor: Actor, code: str) -> Any:
        if self.refuses == "form":
            raise Refused("không mở được")
        return SimpleNamespace(draft_id=f"{actor.name} {code}")

    def _enter(self, actor: Actor, how: str) -> None:
        if self.refuses == actor.role:
            raise Refused("không cho vào")
        self.seen.append((actor.role, actor.name, how))


@pytest.fixture
def recorder(tmp_path: Path) -> Recorder:
    return Recorder(tmp_path / "recording")


@pytest.fixture
def scene(recorder: Recorder) -> Scene:
    order: list[Actor] = []

    def transport(actor: Actor) -> Any:
        order.append(actor) if actor not in order else None
        return SimpleNamespace(cookies=[SimpleNamespace(name="phien", value=f"cookie-{order.index(actor)}")])

    control = SimpleNamespace(act=lambda *_, **__: {"url": "/link"}, state=lambda *_: {"H2": {}, "H1": {}})
    host = SimpleNamespace(areas=AREAS, parameters=PARAMETERS, accounts={"receiver": "tn01"}, document="/openapi.json")
    bed = SimpleNamespace(host=host, control=control, base_url="http://127.0.0.1:9", staff_password="secret-password")
    player = SimpleNamespace(actor=lambda: Actor(role="applicant", name="Lan", person="001"))
    wire = SimpleNamespace(transport=transport, begin=lambda *_: None)
    return Scene(SERVICE, 1, bed, wire, Platform(), recorder, player, lambda text: None)  # type: ignore[arg-type]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the tool was told; it finds one failure."""
    seen: dict[str, Any] = {}

    def run(url: str, told: Any, folder: Path, **more: Any) -> tool.Found:
        seen.update(url=url, told=told, folder=folder, **more)
        return tool.Found(1, b"<testsuites/>", json.dumps(SUMMARY).encode(), [FAILURE], ["GET /a"], "log")

    monkeypatch.setattr(tool, "run", run)
    return seen


def events(recorder: Recorder, kind: str) -> list[dict[str, Any]]:
    recorder.seal()
    return [event for event in open_recording(recorder.folder).events if event["kind"] == kind]


def test_each_area_has_a_sign_in_of_its_own(scene: Scene, given: dict[str, Any]) -> None:
    phase.perform(scene)
    cookies = [area["cookies"]["phien"] for area in given["told"]["areas"]]
    assert [area["pattern"] for area in given["told"]["areas"]] == [pattern for pattern, _ in AREAS]
    assert len(set(cookies)) == 3
    assert scene.platform.seen == [
        ("applicant", "Lan (0)", "/link"),
        ("applicant", "Lan (1)", "/link"),
        ("receiver", "tn01 (2)", "secret-password"),
    ]


def test_the_tool_knows_what_the_journeys_left(scene: Scene, given: dict[str, Any]) -> None:
    phase.perform(scene)
    parts = [component.code for component in SERVICE.components]
    assert given["told"]["values"] == {
        "code": ["1.012907", "H1", "H2"],
        "draft": ["Lan (1) 1.012907"],
        "part": parts,
    }
    assert (given["url"], given["seed"]) == ("http://127.0.0.1:9/openapi.json", 1)
    assert not given["folder"].exists()


@pytest.mark.usefixtures("given")
def test_what_was_found_is_recorded_without_the_sign_in(scene: Scene, recorder: Recorder) -> None:
    phase.perform(scene)
    (event,) = events(recorder, "property")
    schema = json.loads((ROOT / "contracts" / "event.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(event)
    assert event["failures"][0]["reproduce"] == "curl ***"
    assert (event["cases"], event["reached"], event["errors"]) == (40, ["GET /a"], ["Schema Error"])
    assert open_recording(recorder.folder).body(event["junit"]) == b"<testsuites/>"


@pytest.mark.parametrize("role", ["applicant", "receiver", "form"])
def test_whoever_is_not_let_in_is_noted_and_the_rest_goes_on(
    scene: Scene, recorder: Recorder, given: dict[str, Any], role: str
) -> None:
    phase.perform(replace(scene, platform=Platform(role)))
    assert len(given["told"]["areas"]) == 3
    out = [area["cookies"] == {} for area in given["told"]["areas"]]
    assert out == [role == "applicant", role == "applicant", role == "receiver"]
    assert len(events(recorder, "note")) == out.count(True)


def test_a_run_that_breaks_off_says_so(scene: Scene, recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tool.Found(None, b"", b"", [], [], "Connection refused")
    monkeypatch.setattr(tool, "run", lambda *_, **__: broken)
    phase.perform(scene)
    (note,) = events(recorder, "note")
    assert "Connection refused" in note["text"]
    (event,) = [one for one in open_recording(recorder.folder).events if one["kind"] == "property"]
    assert (event["complete"], event["exit_code"], event["junit"]) == (False, None, "")
