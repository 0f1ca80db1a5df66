"""The child process: its command line, what it leaves, and that it is ended in time."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from harness.property import tool

NOTE = {"operation": "GET /a", "code": "ST101", "title": "Server error", "message": "m", "reproduce": "curl"}


def test_the_command_line_is_seeded_and_keeps_its_files_to_the_folder(tmp_path: Path) -> None:
    line = tool.command("http://127.0.0.1:1/openapi.json", tmp_path, 7)
    assert line[:2] == [sys.executable, "-P"]
    assert line[line.index("--seed") + 1] == "7"
    config = Path(line[line.index("--config-file") + 1])
    assert (config.name, config.parent.name) == ("schemathesis.toml", "property")
    assert 'database = "none"' in config.read_text(encoding="utf-8")
    written = [line[n + 1] for n, part in enumerate(line) if part.startswith("--report-")]
    assert [Path(path).parent for path in written] == [tmp_path, tmp_path]


def test_a_failure_is_told_once_with_its_last_and_smallest_input() -> None:
    noted = [
        {"kind": "failure", **NOTE, "reproduce": "curl long"},
        {"kind": "failure", **NOTE, "operation": "DELETE /z"},
        {"kind": "failure", **NOTE, "reproduce": "curl short"},
    ]
    told = tool.distinct(noted)
    assert [(one["operation"], one["reproduce"]) for one in told] == [("DELETE /z", "curl"), ("GET /a", "curl short")]
    assert all(set(one) == set(NOTE) for one in told)


def test_without_the_packages_there_is_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tool.missing() == ""
    monkeypatch.setattr(tool, "NAME", "no_such_package")
    assert "pip install" in tool.missing()


SCRIPT = """
import json, os, sys, time
from pathlib import Path
visit = json.loads(Path(os.environ["TOANTRINH_PROPERTY"]).read_text())
print("OPERATION 1 GET /a", flush=True)
note = {"kind": "failure", "operation": "GET /a", "code": "ST101", "title": "t", "message": "", "reproduce": "curl"}
signed = {"kind": "signed_in", "operation": "GET /b"}
Path(visit["notes"]).write_text(json.dumps(note) + "\\n" + json.dumps(signed) + "\\n" + '{"kind": "fail')
Path("summary.json").write_text(json.dumps({"complete": True, "areas": visit["areas"]}))
Path("junit.xml").write_text("<testsuites/>")
print("all done", flush=True)
if len(sys.argv) > 1:
    sys.stdin.read()
    import threading
    threading.Event().wait(60)
sys.exit(1)
"""


@pytest.mark.slow
def test_what_a_run_leaves_is_read_as_far_as_it_got(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool, "command", lambda *_: [sys.executable, "-c", SCRIPT])
    said: list[str] = []
    found = tool.run("http://127.0.0.1:1", {"areas": [], "values": {}}, tmp_path, seed=1, say=said.append)
    assert found.exit_code == 1
    assert [one["operation"] for one in found.failures] == ["GET /a"]
    assert found.signed_in == ["GET /b"]
    assert found.junit == b"<testsuites/>"
    assert json.loads(found.summary) == {"complete": True, "areas": []}
    assert (said, found.said) == (["1 GET /a"], "all done")


@pytest.mark.slow
def test_a_run_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool, "command", lambda *_: [sys.executable, "-c", SCRIPT, "hang"])
    found = tool.run("http://127.0.0.1:1", {"areas": []}, tmp_path, seed=1, say=lambda line: None, seconds=3)
    assert found.exit_code is None
    assert len(found.failures) == 1


@pytest.mark.slow
def test_nobody_there_leaves_no_result(tmp_path: Path) -> None:
    found = tool.run(
        "http://127.0.0.1:1/openapi.json", {"areas": [], "values": {}}, tmp_path, seed=1, say=lambda line: None
    )
    assert found.exit_code
    assert found.failures == []
    assert not json.loads(found.summary or b"{}").get("complete")
    assert found.said
