"""A city's overlay verifies, raises, sets values; anything else is refused by name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from harness.rulebook import RulebookError, edition
from harness.verdicts import Strength

TODAY = date(2026, 11, 22)
TC5 = "TT01-2023.13.1.tc5"
BY = "by: Nguyễn Thị Pháp Chế, document: Công văn 1/PC, date: 2026-10-01"
FULL = f"""
id: HOA-SEN
verify:
  - {{id: CITY-2026.return, {BY}}}
raise:
  - {{check: d05, {BY}}}
parameters:
  - {{id: {TC5}, name: cutoff_time, value: "15:00", {BY}}}
"""


def overlay(folder: Path, text: str) -> Path:
    path = folder / "overlay.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_it_verifies_raises_and_sets(tmp_path: Path) -> None:
    found = edition(TODAY, overlay(tmp_path, FULL))
    result = found.criterion("RETURN")
    assert result is not None
    assert result.verified
    assert result.verified.by == "Nguyễn Thị Pháp Chế"
    assert found.strength("d05", Strength.DERIVED) is Strength.MUST
    assert found.strength("d06", Strength.DERIVED) is Strength.DERIVED
    assert found.strength("d05", Strength.GOOD) is Strength.GOOD
    assert found.param(TC5, "cutoff_time").value == "15:00"
    assert found.param(TC5, "cutoff_time").verified
    assert found.label.startswith("TT01-2023-2026-11-22-HOA-SEN-")


def test_the_bundled_rulebook_stays_as_it_is(tmp_path: Path) -> None:
    edition(TODAY, overlay(tmp_path, FULL))
    assert edition(TODAY).param(TC5, "cutoff_time").value == ""
    assert edition(TODAY).label == "TT01-2023-2026-11-22"


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("id: CITY-2026.return", "id: CITY-2026.nothing", "verify[0].id", "CITY-2026.nothing"),
        ("name: cutoff_time", "name: cutoff", "parameters[0].name", "cutoff"),
        ('value: "15:00"', "value: 15", "parameters[0].value", "sai kiểu"),
        ("check: d05", "check: D-d5", "raise[0].check", "không hợp lệ"),
        ("raise:", "lower:", "lower", "không có trong mô hình"),
        (f"{{id: CITY-2026.return, {BY}}}", "{id: CITY-2026.return}", "verify[0].by", "thiếu"),
        ("id: HOA-SEN", "id: Hoa Sen!", "id", "không hợp lệ"),
    ],
)
def test_a_malformed_overlay_is_refused_at_the_field(
    tmp_path: Path, old: str, new: str, field: str, words: str
) -> None:
    assert old in FULL
    path = overlay(tmp_path, FULL.replace(old, new, 1))
    with pytest.raises(RulebookError) as caught:
        edition(TODAY, path)
    assert caught.value.file == str(path)
    assert caught.value.field == field
    assert words in caught.value.message
    assert caught.value.remedy


def test_an_overlay_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match="không đọc được"):
        edition(TODAY, tmp_path / "none.yaml")


def test_an_overlay_that_is_not_text_is_said(tmp_path: Path) -> None:
    path = tmp_path / "overlay.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RulebookError, match="UTF-8"):
        edition(TODAY, path)
