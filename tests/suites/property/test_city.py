"""The reference city under generated input: nothing is found when it conforms, each planted fault when it doesn't."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from fixtures import services
from harness.drive import drive
from harness.judge import judge
from harness.recording import open_recording
from toantrinh import kill

ROOT = Path(__file__).resolve().parents[3]
SERVICE = "cap-lai-chung-chi-moi-gioi"
PLANTED = {"D-p1": "p01", "D-p2": "p02", "D-p3": "p04"}


def schema(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((ROOT / "contracts" / name).read_text(encoding="utf-8")))


def statuses(verdicts: dict[str, Any]) -> dict[str, str]:
    (profile,) = verdicts["profiles"]
    return {check["id"]: check["status"] for check in profile["checks"]}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("clean") / "recording"
    return drive(services.load(SERVICE), out=out, journeys=["main"], phases=["property"])


@pytest.mark.slow
def test_the_conforming_city_keeps_every_promise(clean: Path) -> None:
    verdicts = judge(clean, only=["PROPERTY"]).verdicts
    assert statuses(verdicts) == dict.fromkeys(["p01", "p02", "p03", "p04", "p05"], "PASS")
    assert (verdicts["exit_code"], verdicts["class"]) == (0, "UNDETERMINED")
    assert list(schema("verdicts.schema.json").iter_errors(verdicts)) == []


@pytest.mark.slow
def test_the_recording_holds_the_tools_reports_and_no_secret(clean: Path) -> None:
    recording = open_recording(clean)
    (event,) = [one for one in recording.events if one["kind"] == "property"]
    schema("event.schema.json").validate(event)
    schema("run.schema.json").validate(recording.run)
    assert recording.run["phases"] == ["property"]
    assert (event["exit_code"], event["complete"], event["failures"]) == (0, True, [])
    assert event["operations"]["tested"] == event["operations"]["total"] > 30
    assert {"GET /api/account", "GET /api/dossiers/{code}", "GET /api/officers/queue"} <= set(event["signed_in"])
    cases = ET.fromstring(recording.body(event["junit"])).findall(".//testcase")
    assert len(cases) == event["operations"]["total"]
    assert json.loads(recording.body(event["json"]))["exit_code"] == 0


@pytest.mark.slow
def test_planted_faults_are_found_by_the_checks_meant_for_them(tmp_path: Path) -> None:
    recording = drive(
        services.load(SERVICE), out=tmp_path / "r", journeys=[], phases=["property"], defects=list(PLANTED)
    )
    verdicts = judge(recording, only=["PROPERTY"]).verdicts
    found = {check["id"]: check for check in verdicts["profiles"][0]["checks"]}
    assert {ident: found[ident]["status"] for ident in ("p01", "p02", "p03", "p04", "p05")} == {
        "p01": "FAIL",
        "p02": "FAIL",
        "p03": "PASS",
        "p04": "FAIL",
        "p05": "PASS",
    }
    assert "GET /api/procedures" in found["p01"]["received"]
    assert "GET /api/clock" in found["p02"]["received"]
    assert "GET /api/officers/queue" in found["p04"]["received"]
    assert verdicts["exit_code"] == 1


@pytest.mark.slow
@pytest.mark.full
@pytest.mark.parametrize("defect", PLANTED)
def test_the_self_test_finds_each_one_alone(defect: str) -> None:
    verdicts = kill.verdicts_of((SERVICE, defect))
    assert statuses(verdicts)[PLANTED[defect]] == "FAIL"
    assert statuses(verdicts)["p03"] == "PASS"
