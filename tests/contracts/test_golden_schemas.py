"""The golden recordings keep to the published schemas: a change that breaks old recordings is noticed here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from harness.doctor import unpack
from harness.recording import Recording, open_recording

ROOT = Path(__file__).resolve().parents[2]
ARCHIVES = sorted((ROOT / "tests" / "golden").glob("*.tar.xz"))


def validator(name: str) -> Draft202012Validator:
    schema: dict[str, Any] = json.loads((ROOT / "contracts" / f"{name}.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.fixture(scope="module", params=ARCHIVES, ids=lambda path: path.name.split(".")[0])
def golden(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    return open_recording(unpack(request.param, tmp_path_factory.mktemp("golden")))


def test_the_run_keeps_to_its_schema(golden: Recording) -> None:
    assert [error.message for error in validator("run").iter_errors(golden.run)] == []


def test_every_event_keeps_to_its_schema(golden: Recording) -> None:
    check = validator("event")
    broken = {event["seq"]: error.message for event in golden.events for error in check.iter_errors(event)}
    assert broken == {}


def test_golden_recordings_stay_small() -> None:
    assert ARCHIVES
    assert sum(path.stat().st_size for path in ARCHIVES) < 3_000_000
