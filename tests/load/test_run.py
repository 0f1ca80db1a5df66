"""Short loads end to end: mocks, reference city and generator as processes. No test looks at how fast they are."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from harness.wait import until

pytestmark = pytest.mark.slow
SERVICE = "cap-lai-chung-chi-moi-gioi"
TWICE = """
{id: hai-lan, title: Ai cũng bấm hai lần, users: 2, share: {double: 1}, duration: 4, think: {min: 0, max: 0.1}}
"""


def toantrinh(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "toantrinh", "load", SERVICE, *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=200, check=False)


def lines(out: Path) -> list[dict]:
    """The books."""
    return [json.loads(line) for line in (out / "books.ndjson").read_text(encoding="utf-8").splitlines()]


def test_a_conforming_city_keeps_its_books_under_load(tmp_path):
    """About ten seconds of smoke, started in a folder full of decoys."""
    (tmp_path / "locust.conf").write_text("master = true\n")
    (tmp_path / "harness").mkdir()
    (tmp_path / "harness" / "__init__.py").write_text("raise SystemExit('decoy')\n")
    out = tmp_path / "out"
    run = toantrinh("--profile", "smoke", "--users", "3", "--duration", "10", "--out", str(out), cwd=tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr
    facts = json.loads((out / "load.json").read_text(encoding="utf-8"))
    books_agree(facts)
    some_clicked_twice(out)
    nobody_was_out_twice(out)
    operations_are_the_ports(facts)
    measuring_stands_beside_the_result(facts)
    the_report_is_one_file(out, run)
    no_key_stayed_behind(out)


def books_agree(facts: dict) -> None:
    assert facts["status"] in ("PASS", "WARNING")
    books = {row["id"]: row["status"] for row in facts["rows"]}
    assert {books[name] for name in ("lost", "doubled", "paid", "charged", "broken", "refused", "bench")} == {"PASS"}
    totals = facts["totals"]
    assert totals["acknowledged"] == totals["dossiers"] == totals["paid"] == totals["paid_known"] > 0


def some_clicked_twice(out: Path) -> None:
    assert "double" in {line["visitor"] for line in lines(out) if line["kind"] == "started"}
    told = [line["code"] for line in lines(out) if line["kind"] == "acknowledged"]
    assert len(told) > len(set(told))


def nobody_was_out_twice(out: Path) -> None:
    people: dict[int, str] = {}
    for line in lines(out):
        if line["kind"] == "started":
            assert line["person"] not in people.values()
            people[line["visit"]] = line["person"]
        if line["kind"] == "ended":
            del people[line["visit"]]


def operations_are_the_ports(facts: dict) -> None:
    names = {one["operation"] for one in facts["operations"]}
    assert {"sign_in", "open_form", "save_draft", "upload", "render_document", "attach_signature", "submit"} <= names
    assert {"start_payment", "payment_return", "track_public", "track"} <= names
    assert all(one["failures"] == 0 and one["p50"] <= one["p95"] <= one["p99"] for one in facts["operations"])
    assert not any("/" in name for name in names)


def measuring_stands_beside_the_result(facts: dict) -> None:
    assert {"portal", "identity", "population", "payment"} <= {one["system"] for one in facts["mocks"]}
    assert facts["generator"]["cpu_share"] > 0


def the_report_is_one_file(out: Path, run: subprocess.CompletedProcess[str]) -> None:
    page = (out / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"(src|href)=|url\(|<script", page)
    assert "Mỗi bản nháp chỉ thành một hồ sơ" in page
    assert str(out / "report.html") in run.stdout
    assert "lượt xong" in run.stderr


def no_key_stayed_behind(out: Path) -> None:
    for path in out.rglob("*"):
        if path.is_file():
            assert "PRIVATE KEY" not in path.read_text(encoding="utf-8", errors="replace")


def test_a_city_that_makes_two_dossiers_of_a_double_click_is_caught(tmp_path):
    profile = tmp_path / "hai-lan.yaml"
    profile.write_text(TWICE, encoding="utf-8")
    run = toantrinh("--profile", str(profile), "--defect", "D-c10", "--out", str(tmp_path / "out"), cwd=tmp_path)
    assert run.returncode == 1, run.stdout + run.stderr
    facts = json.loads((tmp_path / "out" / "load.json").read_text(encoding="utf-8"))
    failed = [row["id"] for row in facts["rows"] if row["status"] == "FAIL"]
    assert failed == ["doubled"]
    assert facts["totals"]["dossiers"] > facts["totals"]["drafts_sent"]
    assert facts["defects"] == ["D-c10"]


def test_ctrl_c_ends_everything(tmp_path):
    out = tmp_path / "out"
    command = [sys.executable, "-P", "-m", "toantrinh", "load", SERVICE, "--out", str(out)]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    books = out / "books.ndjson"

    def begun() -> bool:
        return process.poll() is not None or (books.exists() and "started" in books.read_text())

    until(begun, seconds=120, condition="somebody has come")
    assert process.poll() is None, process.communicate()[1]
    children = [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert "Traceback" not in told
    assert len(children) == 3
    assert not [pid for pid in children if alive(pid)]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
