"""From a recording to what the user sees: judge it, write the report, show the verdict."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from toantrinh import screen
from toantrinh.texts import Lang

PARTS = ("verdicts.json", "junit.xml", "report.html")


@dataclass(frozen=True)
class Result:
    """A judgement on disk: its folder, what ``verdicts.json`` says, and the exit code it means."""

    recording: Path
    folder: Path
    verdicts: dict[str, Any]
    exit_code: int


def conclude(
    recording: Path,
    *,
    as_of: date | None = None,
    overlay: Path | None = None,
    out: Path | None = None,
    only: Sequence[str] = (),
    lang: Lang = "vi",
) -> Result:
    """Judge ``recording`` and write ``report.html`` beside the verdicts.

    Raises RecordingError, RulebookError and JudgeError of :mod:`harness`.
    """
    from harness.judge import judge  # imported late: --help stays quick

    judgement = judge(recording, as_of=as_of, overlay=overlay, out=out, only=only)
    from toantrinh.report.build import write_report

    write_report(recording, judgement.folder, judgement.verdicts, lang)
    return Result(recording, judgement.folder, judgement.verdicts, judgement.exit_code)


def lift(result: Result, top: Path) -> None:
    """Copy the judgement to the recording's top level, where users and pipelines look for it."""
    for name in PARTS:
        source = result.folder / name
        if source.exists():
            shutil.copyfile(source, top / name)


def show(result: Result, output: str, lang: Lang, top: Path | None = None) -> None:
    """Print the outcome on stdout: as text for people, or ``verdicts.json`` itself."""
    if output == "json":
        print(json.dumps(result.verdicts, ensure_ascii=False, indent=1))
        return
    screen.show_verdict(result.verdicts, (top or result.folder) / "report.html", lang)
