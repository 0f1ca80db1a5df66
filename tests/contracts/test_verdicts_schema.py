"""What judging writes is what the schema publishes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from harness.doctor import unpack
from harness.judge import judge

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "contracts" / "verdicts.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
SERVICES = ("cap-lai-chung-chi-moi-gioi", "cap-lai-giay-phep-san-giao-dich")


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.fixture(scope="module", params=SERVICES)
def verdicts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp(request.param)
    return judge(unpack(ROOT / "tests" / "golden" / f"{request.param}.tar.xz", folder)).verdicts


@pytest.mark.slow
def test_golden_verdicts_keep_to_the_schema(verdicts: dict[str, Any]) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(verdicts)] == []


@pytest.mark.slow
def test_golden_verdicts_are_full_online(verdicts: dict[str, Any]) -> None:
    statuses = {row["id"].rsplit(".", 1)[-1]: row["status"] for row in verdicts["criteria"]}
    fee = "PASS" if verdicts["service"] == SERVICES[0] else "NOT_APPLICABLE"
    assert statuses == {"tc1": "PASS", "tc2": "PASS", "tc3": "PASS", "tc4": fee, "tc5": "PASS", "RETURN": "PASS"}
    assert (verdicts["class"], verdicts["scope"], verdicts["exit_code"]) == (
        "TOAN_TRINH",
        "trong môi trường mô phỏng",
        0,
    )
    assert [check["id"] for check in verdicts["given"]] == ["a01", "a03"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("class",), "FULL"),
        (("exit_code",), 2),
        (("as_of",), "22/11/2026"),
        (("criteria", 0, "status"), "OK"),
        (("criteria", 0, "checks", 0, "blame"), "vendor"),
        (("criteria", 0, "checks", 0, "at"), "2026-11-22T00:00:00Z"),
        (("criteria", 0, "checks", 0, "status"), "FAIL"),
        (("criteria", 0, "checks", 0, "status"), "REVIEW"),
        (("environment", "portal"), "maybe"),
    ],
)
def test_the_schema_refuses(verdicts: dict[str, Any], path: tuple[str | int, ...], value: object) -> None:
    broken = json.loads(json.dumps(verdicts))
    target = broken
    for part in path[:-1]:
        target = target[part]
    target[path[-1]] = value
    assert list(VALIDATOR.iter_errors(broken))
