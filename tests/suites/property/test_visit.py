"""What the child process is told, and what it notes."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from suites.property.visit import Area, Visit

COOKIES = {"phien": "abc"}


@pytest.fixture
def visit(tmp_path: Path) -> Visit:
    areas = [Area("DELETE /api/account/session", {"phien": "gone"}), Area(r"\w+ /api/(account|drafts)", COOKIES)]
    return Visit(areas, {"code": ["1.012907"], "file": []}, tmp_path / "notes")


def case(broken: str = "", cookies: Any = None, **places: Any) -> Any:
    meta = SimpleNamespace(is_negative_at=lambda location: location.value == broken)
    operation = SimpleNamespace(label="GET /api/account", path="/api/account")
    empty = {"path_parameters": {}, "query": {}, "body": None}
    return SimpleNamespace(
        meta=meta,
        operation=operation,
        method="GET",
        cookies=cookies or {},
        as_curl_command=lambda: "curl -X GET -H 'Cookie: phien=abc' http://x/api/account",
        **{**empty, **places},
    )


def notes(visit: Visit) -> list[dict[str, str]]:
    return [json.loads(line) for line in visit.notes.read_text(encoding="utf-8").splitlines()]


def test_it_is_read_from_the_file_that_the_harness_writes(tmp_path: Path) -> None:
    path = tmp_path / "visit.json"
    told = {"areas": [{"pattern": "GET /x", "cookies": COOKIES}], "values": {"a": ["b"]}, "notes": str(tmp_path / "n")}
    path.write_text(json.dumps(told), encoding="utf-8")
    read = Visit.read(path)
    assert read == Visit([Area("GET /x", COOKIES)], {"a": ["b"]}, tmp_path / "n")


@pytest.mark.parametrize(
    ("method", "path", "cookie"),
    [
        ("delete", "/api/account/session", "gone"),
        ("GET", "/api/account", "abc"),
        ("POST", "/api/drafts", "abc"),
        ("GET", "/api/procedures", None),
    ],
)
def test_the_first_area_that_fits_gives_the_sign_in(visit: Visit, method: str, path: str, cookie: str | None) -> None:
    assert visit.cookies(method, path).get("phien") == cookie


def test_known_values_take_the_place_of_generated_ones(visit: Visit) -> None:
    cases = [case(path_parameters={"code": f"x{n}", "file": "y"}) for n in range(50)]
    for one in cases:
        visit.complete(one)
    codes = [one.path_parameters["code"] for one in cases]
    assert 30 < codes.count("1.012907") < 50
    assert {one.path_parameters["file"] for one in cases} == {"y"}


@pytest.mark.parametrize(("place", "broken"), [("path_parameters", "path"), ("query", "query"), ("body", "body")])
def test_what_was_broken_on_purpose_stays_broken(visit: Visit, place: str, broken: str) -> None:
    for n in range(20):
        one = case(broken, **{place: {"code": f"x{n}"}})
        visit.complete(one)
        assert getattr(one, place) == {"code": f"x{n}"}


def test_a_failure_is_noted_with_the_answer_and_the_way_to_send_it_again(visit: Visit) -> None:
    failure = SimpleNamespace(code="ST103", title="Undocumented", message="Received: 500")
    visit.fail(failure, case(), SimpleNamespace(status_code=500, text="x " * 400))
    (noted,) = notes(visit)
    assert noted["kind"] == "failure"
    assert noted["operation"] == "GET /api/account"
    assert noted["message"].startswith("Received: 500\nHTTP 500: x x")
    assert noted["message"].endswith("…")
    assert "Cookie" in noted["reproduce"]


def test_a_missing_sign_in_is_shown_without_the_cookie(visit: Visit) -> None:
    failure = SimpleNamespace(code="ST401", title="Open", message="")
    visit.fail(failure, case(), SimpleNamespace(status_code=200, text="[]"))
    assert notes(visit)[0]["reproduce"] == "curl -X GET http://x/api/account"


def test_an_operation_that_took_the_sign_in_is_noted(visit: Visit) -> None:
    visit.answer(case(cookies=COOKIES), 200)
    assert notes(visit) == [{"kind": "signed_in", "operation": "GET /api/account"}]


@pytest.mark.parametrize(("cookies", "status"), [(COOKIES, 401), ({"phien": "other"}, 200), ({}, 200)])
def test_other_answers_prove_no_sign_in(visit: Visit, cookies: Any, status: int) -> None:
    visit.answer(case(cookies=cookies), status)
    assert not visit.notes.exists()
