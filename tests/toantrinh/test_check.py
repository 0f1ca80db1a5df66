"""``toantrinh check`` as a user runs it: a process, its exit code, its screen, its files."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SERVICE = "cap-lai-chung-chi-moi-gioi"


def start(*arguments: str | Path, cwd: Path) -> subprocess.Popen[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    command = [sys.executable, "-P", "-m", "toantrinh", *map(str, arguments)]
    return subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=240)
    return process.returncode, out, err


@pytest.fixture(scope="module")
def defective(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str, Path]:
    """A check of the reference city with D-d2 on: exit code, screen, recording."""
    folder = tmp_path_factory.mktemp("d2")
    code, out, _ = finish(start("check", SERVICE, "--defect", "D-d2", "--out", folder / "rec", cwd=folder))
    return code, out, folder / "rec"


def test_a_wrong_amount_fails_and_the_screen_says_where(defective: tuple[int, str, Path]) -> None:
    code, screen, _ = defective
    assert code == 1
    for words in (
        "[d03]",
        "KHÔNG ĐẠT",
        "mong đợi: 200000",
        "nhận được: 200",
        "căn cứ: khoản 1 Điều 13",
        "thuộc về: dịch vụ",
    ):
        assert words in screen


def test_the_report_shows_the_exchange_behind_the_finding(defective: tuple[int, str, Path]) -> None:
    page = (defective[2] / "report.html").read_text(encoding="utf-8")
    for words in ("POST /", "paymentplatform/init", "SoTien", "Mong đợi", "Nhận được", "trong môi trường mô phỏng"):
        assert words in page
    assert "http://" not in page.split("</style>")[0]
    assert "<script" not in page


def test_what_others_rely_on_lies_at_the_top(defective: tuple[int, str, Path]) -> None:
    names = {path.name for path in defective[2].iterdir()}
    wanted = {"run.json", "events.ndjson", "bodies", "manifest.json", "verdicts.json", "junit.xml", "report.html"}
    assert wanted <= names
    verdicts = json.loads((defective[2] / "verdicts.json").read_text(encoding="utf-8"))
    assert (verdicts["class"], verdicts["procedure_code"]) == ("MOT_PHAN", "1.012907")


def test_judging_again_gives_the_same_bytes(defective: tuple[int, str, Path], tmp_path: Path) -> None:
    recording = defective[2]
    code, _, _ = finish(start("judge", recording, "--out", tmp_path / "again", cwd=tmp_path))
    assert code == 1
    assert (tmp_path / "again" / "verdicts.json").read_bytes() == (recording / "verdicts.json").read_bytes()


def test_an_altered_recording_is_refused(defective: tuple[int, str, Path], tmp_path: Path) -> None:
    copy = tmp_path / "altered"
    shutil.copytree(defective[2], copy)
    events = (copy / "events.ndjson").read_text(encoding="utf-8")
    (copy / "events.ndjson").write_text(events.replace("200000", "300000"), encoding="utf-8")
    code, _, err = finish(start("judge", copy, cwd=tmp_path))
    assert code == 2
    assert "events.ndjson" in err
    assert "Traceback" not in err


def test_ctrl_c_keeps_a_recording_that_can_be_judged(tmp_path: Path) -> None:
    process = start("check", SERVICE, "--out", tmp_path / "rec", cwd=tmp_path)
    assert process.stderr is not None
    for line in process.stderr:
        if "unsigned" in line:
            process.send_signal(signal.SIGINT)
            break
    code, _, err = finish(process)
    assert code == 130
    assert "Traceback" not in err
    code, out, _ = finish(start("judge", tmp_path / "rec", cwd=tmp_path))
    assert code == 3
    assert "BỊ CHẶN" in out
