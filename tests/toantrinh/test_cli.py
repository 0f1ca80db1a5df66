"""The command line refuses with one clear message: what, where, the remedy; the right exit code; no traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from toantrinh import exits
from toantrinh.cli import app

SERVICE = "cap-lai-chung-chi-moi-gioi"


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_help_teaches_the_first_command_and_the_exit_codes() -> None:
    done = call("--help")
    assert f"toantrinh check {SERVICE}" in done.output
    assert all(f"{code} =" in " ".join(done.output.split()) for code in exits.MEANINGS)


@pytest.mark.parametrize("command", ["check", "judge", "selftest", "services", "mocks", "contracts"])
def test_every_command_explains_itself(command: str) -> None:
    done = call(command, "--help")
    assert done.exit_code == 0
    assert len(done.output) > 200


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "khong-co-dich-vu"], ["khong-co-dich-vu", SERVICE]),
        (["check", SERVICE, "--defect", "D-zz"], ["D-zz", "D-d2"]),
        (["check", SERVICE, "--defect", "D-p1"], ["D-p1", "--property"]),
        (["check", "cap-lai-giay-phep-san-giao-dich", "--defect", "D-d2"], ["D-d2", "không áp dụng"]),
        (["check", SERVICE, "--as-of", "hôm qua"], ["hôm qua", "2026-06-30"]),
        (["check", SERVICE, "--role", "khach"], ["khach", "nha_thau"]),
        (["judge", "/khong/co/ban-ghi"], ["ban-ghi"]),
        (["services", "show", "khong-co"], ["khong-co"]),
        (["mocks", "up", "--print-env"], ["--print-env", "--run"]),
        (["mocks", "up", "--pass-through", "portal=http://127.0.0.1:9"], ["--pass-through", "--run"]),
        (["mocks", "up", "--fault", "dan-cu-ngung"], ["--fault", "--run"]),
        (["mocks", "up", "--run", "r1", "--pass-through", "portal"], ["SYSTEM=URL"]),
        (["mocks", "up", "--workers", "2"], ["--workers", "--store"]),
        (["mocks", "up", "--bind", "portal=8901"], ["--bind", "--run"]),
        (["mocks", "up", "--run", "r1", "--bind", "portal"], ["portal=8901"]),
        (["mocks", "up", "--run", "r1", "--bind", "portal=x"], ["portal=8901"]),
        (["mocks", "up", "--run", "r1", "--bind-host", "cong.test"], ["cong.test=portal"]),
        (["selftest", "--defect", "D-zz"], ["D-zz"]),
        (["contracts", "verify", "/khong/co"], ["/khong/co"]),
    ],
)
def test_bad_input_gets_one_message_with_its_remedy(arguments: list[str], words: list[str]) -> None:
    done = call(*arguments)
    assert done.exit_code == exits.USAGE
    assert all(word in done.output for word in words)
    assert "Cách xử lý" in done.output
    assert "Traceback" not in done.output


def test_a_malformed_descriptor_is_named_with_its_field(tmp_path: Path) -> None:
    path = tmp_path / "hong.yaml"
    path.write_text("id: hong\ncode: mot-hai-ba\n", encoding="utf-8")
    done = call("check", str(path))
    assert done.exit_code == exits.USAGE
    assert "hong.yaml" in done.output
    assert "code" in done.output


def test_a_used_folder_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{}")
    done = call("check", SERVICE, "--out", str(tmp_path))
    assert done.exit_code == exits.USAGE
    assert (tmp_path / "run.json").read_text() == "{}"


def test_services_list_can_be_piped() -> None:
    rows = json.loads(call("services", "list", "--format", "json").stdout)
    assert {"id": SERVICE, "code": "1.012907"}.items() <= rows[0].items()


def test_services_show_tells_fee_and_time_limit() -> None:
    shown = call("services", "show", SERVICE).stdout
    assert "200.000 đ" in shown
    assert "10 ngày làm việc" in shown
