"""Judge a recording: the second half of a check, without any service, on any day, under any edition."""

from __future__ import annotations

import importlib.util
import json
import os
import site
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from harness.checks import check_of
from harness.evaluation import evaluate
from harness.recording import Recording, RecordingError, open_recording
from harness.rulebook import Edition, RulebookError, edition

__all__ = ["JudgeError", "Judgement", "UnknownCheck", "day_of", "evaluate", "judge"]

SUITE = "suites.article13"
SECONDS = 300


class JudgeError(Exception):
    """Judging broke down: our own trouble. ``message`` and ``remedy`` are for the user, in Vietnamese."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


class UnknownCheck(JudgeError):
    """No check or criterion has this id: the user's mistake. ``message`` names it, ``remedy`` those there are."""


@dataclass(frozen=True)
class Judgement:
    """A judgement on disk: its folder, what ``verdicts.json`` there says, the exit code it means."""

    folder: Path
    verdicts: dict[str, Any]

    @property
    def exit_code(self) -> int:
        return int(self.verdicts["exit_code"])


def judge(
    recording: Path,
    *,
    as_of: date | None = None,
    overlay: Path | None = None,
    out: Path | None = None,
    only: Sequence[str] = (),
    suite: Path | None = None,
) -> Judgement:
    """Judge the recording in folder ``recording`` and write ``verdicts.json`` and ``junit.xml``.

    ``as_of``: the edition's day, the day of the drive when None. ``out``: folder for the files, by default
    ``judged/<rulebook>-<as_of>/`` inside the recording, ``…-partial/`` with ``only``. ``only``: ids of checks or
    criteria. ``suite``: a folder of checks; when None the bundled Article 13, and the suite of every phase that was
    driven after the journeys. Raises RecordingError, RulebookError, :class:`UnknownCheck`, :class:`JudgeError`.
    """
    opened = open_recording(recording)
    chosen = edition(as_of or day_of(opened), overlay)
    more = [] if suite else further(opened)
    refuse_unknown(declared([suite or suite_folder(), *map(Path, more)]), only, chosen, overlay)
    folder = (out or default_folder(opened, chosen, not only)).resolve()
    arguments = ["--recording", str(recording.resolve()), "--judged", str(folder), "--as-of", chosen.as_of.isoformat()]
    arguments += ["--overlay", str(overlay.resolve())] if overlay else []
    arguments += ["--check", ",".join(only)] if only else []
    return _read(folder, _run(suite or suite_folder(), arguments + more, folder))


def further(recording: Recording) -> list[str]:
    """The modules of checks that judge what the drive's phases left (``suites/<phase>/checks.py``)."""
    names = [str(name) for name in recording.run.get("phases") or ()]
    return [str(suite_folder(f"suites.{name}") / "checks.py") for name in names if name.isidentifier()]


def day_of(recording: Recording) -> date:
    """The day of the drive. Raises :class:`RecordingError` when the recording doesn't say what was driven and when."""
    run = recording.run
    for name in ("as_of", "started"):
        if run.get(name):
            return date.fromisoformat(str(run[name])[:10])
    raise RecordingError(
        recording.folder / "run.json", "as_of", "Bản ghi không nói được chạy ngày nào.", "Hãy chạy lại lượt kiểm tra."
    )


def default_folder(recording: Recording, chosen: Edition, whole: bool = True) -> Path:
    """Where a judgement goes unless told otherwise: one of some checks only never takes the place of a whole one."""
    return recording.folder / "judged" / (chosen.label if whole else f"{chosen.label}-partial")


def suite_folder(name: str = SUITE) -> Path:
    """The folder of a suite of checks, found by its package name."""
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise JudgeError(f"không tìm thấy bộ kiểm tra {name}", "cài đặt lại toantrinh")
    return Path(found.submodule_search_locations[0])


def declared(places: Sequence[Path]) -> dict[str, str]:
    """The checks in folders and modules, by id, with the criterion each verifies; modules that don't load are left out
    (pytest will tell why)."""
    files = [file for place in places for file in (sorted(place.glob("*.py")) if place.is_dir() else [place])]
    found = [check_of(value) for file in files for value in _contents(file)]
    return {check.id: check.verifies for check in found if check}


def _contents(file: Path) -> Iterable[Any]:
    spec = importlib.util.spec_from_file_location(f"declared_{file.stem}", file)
    if spec is None or spec.loader is None:
        return ()
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception:
        return ()
    return vars(module).values()


def refuse_unknown(known: Mapping[str, str], only: Sequence[str], chosen: Edition, overlay: Path | None) -> None:
    """Raises :class:`UnknownCheck` for a choice, RulebookError for a raised check, that no suite declares."""
    remedy = f"chọn trong: {', '.join(sorted(known))}"
    names = {*known, *known.values(), *(criterion.rsplit(".", 1)[-1] for criterion in known.values())}
    strange = [name for name in only if name not in names]
    if strange:
        raise UnknownCheck(f"không có phép kiểm tra hay tiêu chí {', '.join(strange)}", remedy)
    raised = sorted(chosen.raised - set(known))
    if raised:
        raise RulebookError(str(overlay), "raise", f"không có phép kiểm tra {', '.join(raised)}", remedy)


def _run(suite: Path, arguments: Sequence[str], folder: Path) -> str:
    """Run pytest on the suite in a child process; what it printed."""
    (folder / "verdicts.json").unlink(missing_ok=True)
    command = [sys.executable, "-P", "-m", "pytest", str(suite), "-c", str(suite / "pytest.ini")]
    command += ["--rootdir", str(suite), "-p", "harness.plugin", "-q", *arguments]
    try:
        with tempfile.TemporaryDirectory(prefix="toantrinh-judge-") as elsewhere:
            done = subprocess.run(
                command,
                cwd=elsewhere,
                env=_environment(),
                capture_output=True,
                text=True,
                encoding="utf-8",
                errors="replace",
                timeout=SECONDS,
                check=False,
            )
    except subprocess.TimeoutExpired:
        raise JudgeError(f"chưa kết luận xong sau {SECONDS} giây", "thử lại khi máy rảnh hơn") from None
    return done.stdout + done.stderr


def _environment() -> dict[str, str]:
    """Ours, without what would bring other plugins or options in; our packages stay importable."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    root = str(Path(__file__).resolve().parent.parent)
    if root not in (*site.getsitepackages(), site.getusersitepackages()):
        inherited["PYTHONPATH"] = os.pathsep.join(part for part in (root, inherited.get("PYTHONPATH")) if part)
    return {**inherited, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _read(folder: Path, printed: str) -> Judgement:
    path = folder / "verdicts.json"
    if not path.exists():
        last = "\n".join(printed.strip().splitlines()[-15:])
        raise JudgeError(f"pytest không viết được kết luận:\n{last}", "xem thông báo của pytest ở trên")
    return Judgement(folder, json.loads(path.read_text(encoding="utf-8")))
