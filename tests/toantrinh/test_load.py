"""``toantrinh load``: both of its forms, and what it refuses before anything is started."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from harness.testbed import TestBedError
from load import run as running
from load.rows import Row, Verdict
from toantrinh.cli import app

SERVICE = "cap-lai-chung-chi-moi-gioi"


@pytest.fixture
def toantrinh():
    return lambda *arguments: CliRunner().invoke(app, ["load", *arguments])


@pytest.fixture
def played(monkeypatch):
    """Runs nothing; answers with one failed row and notes the order."""
    orders = []

    def play(order):
        orders.append(order)
        row = Row("doubled", "Mỗi bản nháp", "FAIL", "1", "2", "service", ("H1, H2",))
        return SimpleNamespace(folder=order.out, verdict=Verdict([row]), data={"scope": "mô phỏng", "operations": []})

    monkeypatch.setattr(running, "run", play)
    return orders


def test_a_service_right_after_load_is_run(toantrinh, played, tmp_path):
    answer = toantrinh(SERVICE, "--users", "2", "--duration", "9", "--out", str(tmp_path / "out"), "--defect", "D-c10")
    assert answer.exit_code == 1
    assert "H1, H2" in answer.stdout
    order = played[0]
    assert (order.plan.profile.id, order.plan.users, order.plan.profile.duration) == ("smoke", 2, 9)
    assert (order.defects, order.out) == (["D-c10"], tmp_path / "out")


def test_options_may_come_first(toantrinh, played, tmp_path):
    answer = toantrinh("--profile", "opening-day", SERVICE, "--format", "json", "--out", str(tmp_path / "out"))
    assert json.loads(answer.stdout) == {"scope": "mô phỏng", "operations": []}
    assert played[0].plan.profile.id == "opening-day"


def test_plan_explains_and_runs_nothing(toantrinh, played):
    answer = toantrinh("plan", SERVICE, "--yearly", "20000")
    assert answer.exit_code == 0
    assert "20.000 hồ sơ mỗi năm (theo dòng lệnh)" in answer.stdout
    assert "Chia cho 250 ngày làm việc: 80,0" in answer.stdout
    assert not played


def test_plan_as_json(toantrinh):
    found = json.loads(toantrinh("plan", SERVICE, "--profile", "smoke", "--format", "json").stdout)
    assert found["users"] == 3
    assert found["fee"] == 200_000


def test_a_profile_of_ones_own(toantrinh, tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text("{id: own, title: Riêng, users: 1, share: {file: 1}, duration: 5, think: {min: 0, max: 0}}")
    assert "Riêng" in toantrinh("plan", SERVICE, "--profile", str(path)).stdout


def test_help_names_both_forms(toantrinh):
    for arguments in ([], ["--help"]):
        answer = toantrinh(*arguments)
        assert answer.exit_code == 0
        assert "toantrinh load plan SERVICE" in answer.stdout
        assert "load run" not in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["khong-co"], "không có dịch vụ"),
        ([SERVICE, "--profile", "khong-co"], "không có hồ sơ tải"),
        ([SERVICE, "--users", "2", "--yearly", "9"], "loại trừ nhau"),
        ([SERVICE, "--defect", "D-zz"], "không có lỗi cài sẵn"),
        ([SERVICE, "--yearly", "90000000", "--profile", "opening-day"], "nhiều nhất"),
        (["plan", "khong-co"], "không có dịch vụ"),
        ([SERVICE, "--users", "0"], "--users"),
        ([SERVICE, "--duration", "99999"], "--duration"),
        (["--profile", "smoke"], "SERVICE"),
    ],
)
def test_wrong_input_is_one_message(toantrinh, played, arguments, words):
    answer = toantrinh(*arguments)
    assert answer.exit_code == 2
    assert words in answer.stderr
    assert not played


def test_a_used_folder_is_refused(toantrinh, played, tmp_path):
    (tmp_path / "x").write_text("")
    answer = toantrinh(SERVICE, "--out", str(tmp_path))
    assert (answer.exit_code, "đã có nội dung" in answer.stderr, played) == (2, True, [])


def test_a_bed_that_does_not_come_up_is_an_environment_error(toantrinh, monkeypatch, tmp_path):
    def fail(_):
        raise TestBedError("không khởi động được", "xem nhật ký")

    monkeypatch.setattr(running, "run", fail)
    answer = toantrinh(SERVICE, "--out", str(tmp_path / "out"))
    assert answer.exit_code == 3
    assert "xem nhật ký" in answer.stderr
