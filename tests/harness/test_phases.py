"""What a drive can do after its journeys is chosen by name, and refused before anything starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import phases
from harness.drive import DriveError, drive
from harness.property import tool


def test_every_phase_can_be_had_and_performs_something() -> None:
    found = phases.chosen(list(phases.PHASES))
    assert list(found) == ["property"]
    assert all(callable(phase.perform) for phase in found.values())


def test_an_unknown_phase_is_refused_naming_those_there_are() -> None:
    with pytest.raises(phases.PhaseError, match=r"'load'.*property"):
        phases.chosen(["load"])


def test_a_phase_that_cannot_be_performed_here_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tool, "NAME", "no_such_package")
    out = tmp_path / "recording"
    with pytest.raises(DriveError, match="pip install"):
        drive("cap-lai-chung-chi-moi-gioi", out=out, phases=["property"])
    assert not out.exists()
