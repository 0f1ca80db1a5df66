"""``junit.xml`` for pipelines: one test case a check, grouped by criterion; no times, so that it is reproducible."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

FAILED, ERRORS, SILENT = ("FAIL",), ("ERROR",), ("PASS", "WARNING")


def junit(verdicts: Mapping[str, Any]) -> bytes:
    """The verdicts as JUnit XML: FAIL is a failure, ERROR an error, PASS and WARNING pass, the rest is skipped."""
    root = ET.Element("testsuites", name=f"toantrinh {verdicts['service']}")
    for group in (*verdicts["criteria"], *verdicts.get("profiles", ())):
        _suite(root, group, verdicts)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _suite(root: ET.Element, criterion: Mapping[str, Any], verdicts: Mapping[str, Any]) -> None:
    checks = criterion["checks"]
    suite = ET.SubElement(
        root,
        "testsuite",
        name=criterion["id"],
        tests=str(len(checks)),
        failures=_count(checks, *FAILED),
        errors=_count(checks, *ERRORS),
        skipped=str(sum(check["status"] not in (*FAILED, *ERRORS, *SILENT) for check in checks)),
    )
    properties = ET.SubElement(suite, "properties")
    rulebook = verdicts["rulebook"]
    for name, value in (
        ("status", criterion["status"]),
        ("class", verdicts["class"]),
        ("rulebook", f"{rulebook['id']} {rulebook['version']}"),
        ("as_of", verdicts["as_of"]),
    ):
        ET.SubElement(properties, "property", name=name, value=value)
    for check in checks:
        _case(suite, check)


def _case(suite: ET.Element, check: Mapping[str, Any]) -> None:
    case = ET.SubElement(suite, "testcase", classname=check["verifies"], name=f"{check['id']} {_clean(check['title'])}")
    status, text = check["status"], _clean(_details(check))
    if status in FAILED:
        ET.SubElement(case, "failure", message=_clean(check["reason"] or check["title"]), type=status).text = text
    elif status in ERRORS:
        ET.SubElement(case, "error", message=_clean(check["reason"]), type=status).text = text
    elif status not in SILENT:
        ET.SubElement(case, "skipped", message=_clean(f"{status}: {check['reason']}"))
    elif status == "WARNING":
        ET.SubElement(case, "system-out").text = text


def _details(check: Mapping[str, Any]) -> str:
    names = ("status", "expected", "received", "reason", "seen_in", "clause", "blame")
    return "\n".join(f"{name}: {check[name]}" for name in names if check[name] not in (None, "", []))


def _clean(text: str) -> str:
    """``text`` without the characters that XML can't hold."""
    return "".join(letter for letter in text if letter in "\t\n" or letter >= " ")


def _count(checks: list[Mapping[str, Any]], *statuses: str) -> str:
    return str(sum(check["status"] in statuses for check in checks))
