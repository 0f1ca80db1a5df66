"""``junit.xml`` says in a pipeline's words what ``verdicts.json`` says."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from harness.judging import junit


def check(ident: str, status: str, **more: Any) -> dict[str, Any]:
    told = {"reason": "", "expected": None, "received": None, "seen_in": "", "clause": "điều 1", "blame": ""}
    return {"id": ident, "verifies": "tc4", "status": status, "title": f"Check {ident}", **told, **more}


def read(*checks: dict[str, Any]) -> ET.Element:
    verdicts = {
        "service": "s",
        "class": "MOT_PHAN",
        "as_of": "2026-11-22",
        "rulebook": {"id": "TT01-2023", "version": "1"},
        "criteria": [{"id": "tc4", "status": "FAIL", "checks": list(checks)}],
        "given": [],
    }
    suite = ET.fromstring(junit(verdicts)).find("testsuite")
    assert suite is not None
    return suite


def test_each_status_has_its_place() -> None:
    quiet = [check("d01", "PASS"), check("d02", "WARNING")]
    loud = [check("d03", "FAIL"), check("d04", "ERROR"), check("d05", "BLOCKED"), check("d06", "NOT_APPLICABLE")]
    suite = read(*quiet, *loud, check("d07", "REVIEW"), check("d08", "INCONCLUSIVE"))
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "8",
        "failures": "1",
        "errors": "1",
        "skipped": "4",
    }


def test_a_failure_says_all_that_is_known() -> None:
    failed = check(
        "d03", "FAIL", reason="Số tiền", expected=200_000, received=200, seen_in="journal:11", blame="service"
    )
    failure = read(failed).find("testcase/failure")
    assert failure is not None
    assert failure.get("message") == "Số tiền"
    for words in ("expected: 200000", "received: 200", "seen_in: journal:11", "clause: điều 1", "blame: service"):
        assert words in str(failure.text)


def test_there_is_no_time_in_it_and_no_character_that_xml_refuses() -> None:
    suite = read(check("d03", "BLOCKED", reason="ký tự \x00\x1b lạ"))
    assert "time" not in suite.attrib
    assert "timestamp" not in suite.attrib
    skipped = suite.find("testcase/skipped")
    assert skipped is not None
    assert skipped.get("message") == "BLOCKED: ký tự  lạ"
