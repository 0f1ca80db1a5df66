"""Profiles on screen and paper: a section of their own, with findings and how to send the input again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harness.doctor import unpack
from harness.judge import judge
from harness.recording import Recording, open_recording
from toantrinh import screen
from toantrinh.report.build import render

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
CHECK = {
    "id": "p01",
    "verifies": "PROPERTY",
    "status": "FAIL",
    "strength": "PROFILE",
    "title": "No crash",
    "title_vi": "Không sập",
    "clause": "tài liệu OpenAPI",
    "grade": "direct",
    "blame": "service",
    "reason": "Thao tác trả lỗi máy chủ",
    "expected": "không thao tác nào",
    "received": "GET /a: lỗi máy chủ",
    "seen_in": "property:1",
    "evidence": [],
}
FAILURE = {
    "operation": "GET /a",
    "code": "ST101",
    "title": "Server error",
    "message": "HTTP 500",
    "reproduce": "curl X",
}


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    folder = unpack(GOLDEN / "cap-lai-chung-chi-moi-gioi.tar.xz", tmp_path_factory.mktemp("golden"))
    whole = open_recording(folder)
    event = {"kind": "property", "tool": "schemathesis", "failures": [FAILURE]}
    return Recording(folder, whole.run, [*whole.events, event], True)


@pytest.fixture(scope="module")
def verdicts(recording: Recording) -> dict[str, Any]:
    plain = judge(recording.folder).verdicts
    assert plain["profiles"] == []
    profile = {"id": "PROPERTY", "status": "FAIL", "checks": [CHECK]}
    return {**plain, "profiles": [profile]}


@pytest.mark.slow
def test_the_report_has_the_section_the_finding_and_the_input(recording: Recording, verdicts: dict[str, Any]) -> None:
    page = render(recording, verdicts)
    assert "Ngoài Điều 13" in page
    assert "Giao diện lập trình dưới dữ liệu sinh tự động" in page
    assert "curl X" in page
    assert "ST101 Server error" in page
    assert "Ngoài Điều 13" not in render(recording, {**verdicts, "profiles": []})


@pytest.mark.slow
def test_the_screen_counts_and_shows_it(verdicts: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    screen.show_verdict(verdicts, Path("report.html"), "vi")
    told = capsys.readouterr().out
    assert "Ngoài Điều 13" in told
    assert "[p01] KHÔNG ĐẠT Không sập" in told
    counted = sum(len(group["checks"]) for group in (*verdicts["criteria"], *verdicts["profiles"]))
    assert f"{counted} phép kiểm tra" in told


@pytest.mark.slow
def test_an_old_judgement_without_profiles_is_still_shown(
    verdicts: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    old = json.loads(json.dumps({name: value for name, value in verdicts.items() if name != "profiles"}))
    screen.show_verdict(old, Path("report.html"), "en")
    assert "Besides Article 13" not in capsys.readouterr().out
