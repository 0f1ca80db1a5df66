"""The kill matrix: which check catches which named defect of the reference city."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from fixtures import services as bundle
from toantrinh import defects
from toantrinh.defects import INTERFACE

Job = tuple[str, str]
"""(service id, defect id); for the conforming city the defect is empty, or PROPERTY: judged in its interface too."""

PROPERTY = "property"
"""The phase that alone notices faults in the published interface."""
CLEAN = ("", INTERFACE)
QUIET = ("PASS", "NOT_APPLICABLE")
CAUGHT = ("FAIL", "REVIEW")


@dataclass(frozen=True)
class Clean:
    """The conforming city: the checks that spoke although nothing is wrong."""

    service: str
    non_pass: list[str]


@dataclass(frozen=True)
class Kill:
    """One defect on one service: the checks that caught it, and whether the expected one is among them."""

    id: str
    criterion: str
    service: str
    expected_check: str
    caught_by: list[str]
    caught: bool
    trouble: str = ""


@dataclass
class Matrix:
    """All runs of a self-test."""

    clean: list[Clean] = field(default_factory=list)
    defects: list[Kill] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """No check spoke on the conforming city and no defect survived."""
        return all(not clean.non_pass for clean in self.clean) and all(kill.caught for kill in self.defects)

    def as_json(self) -> dict[str, Any]:
        """The matrix as ``selftest --format json`` prints it."""
        return {"clean": [asdict(row) for row in self.clean], "defects": [asdict(row) for row in self.defects]}


def plan(services: Sequence[str], wanted: Sequence[str]) -> list[Job]:
    """The runs for ``services`` and the ``wanted`` defects (empty: all against Article 13).

    Raises ``Halt`` for unknown ids.
    """
    jobs: list[Job] = []
    loaded = [bundle.load(ident) for ident in (services or bundle.bundled())]
    listed = {defect.id: defect for defect in defects.catalogue()}
    for ident in wanted:
        if ident not in listed:
            defects.known([ident], loaded[0])
    clean = INTERFACE if defects.interface(wanted) else ""
    for service in loaded:
        jobs.append((service.id, clean))
        chosen = [d for d in defects.applying(service) if (d.id in wanted if wanted else d.criterion != INTERFACE)]
        jobs.extend((service.id, defect.id) for defect in chosen)
    return jobs


def run(jobs: Sequence[Job], workers: int, progress: Callable[[int, int, str], None]) -> Matrix:
    """Run every job in its own process (``workers`` at a time) and gather the matrix in the jobs' order."""
    found: dict[Job, dict[str, Any]] = {}
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        futures = {pool.submit(verdicts_of, job): job for job in jobs}
        for future in as_completed(futures):
            job = futures[future]
            found[job] = _outcome(future)
            progress(len(found), len(jobs), f"{job[0]} {job[1] or 'không lỗi'}")
    return _matrix(jobs, found)


def _outcome(future: Any) -> dict[str, Any]:
    try:
        outcome: dict[str, Any] = future.result()
    except Exception as error:
        return {"criteria": [], "trouble": f"{type(error).__name__}: {error}"}
    return outcome


def verdicts_of(job: Job) -> dict[str, Any]:
    """Drive and judge one job in a throw-away folder; what ``verdicts.json`` says."""
    from harness.drive import drive
    from harness.judge import judge

    service, defect = job
    conforms, alone = defect in CLEAN, bool(defects.interface([defect]))
    with tempfile.TemporaryDirectory(prefix="toantrinh-selftest-") as folder:
        recording = drive(
            bundle.load(service),
            out=Path(folder) / "recording",
            defects=[] if conforms else [defect],
            journeys=[] if alone else None,
            phases=[PROPERTY] if alone or defect == INTERFACE else [],
        )
        return dict(judge(recording, only=[INTERFACE] if alone else []).verdicts)


def _matrix(jobs: Sequence[Job], found: dict[Job, dict[str, Any]]) -> Matrix:
    listed = {defect.id: defect for defect in defects.catalogue()}
    matrix = Matrix()
    for job in jobs:
        verdicts, (service, ident) = found[job], job
        if ident in CLEAN:
            spoke = _checks(verdicts, lambda status: status not in QUIET)
            matrix.clean.append(Clean(service, spoke + _trouble(verdicts)))
        else:
            matrix.defects.append(_kill(listed[ident], service, verdicts))
    return matrix


def _kill(defect: defects.Defect, service: str, verdicts: dict[str, Any]) -> Kill:
    caught_by = _checks(verdicts, lambda status: status in CAUGHT)
    trouble = "; ".join(_trouble(verdicts))
    return Kill(defect.id, defect.criterion, service, defect.check, caught_by, defect.check in caught_by, trouble)


def _checks(verdicts: dict[str, Any], wanted: Callable[[str], bool]) -> list[str]:
    groups = [*verdicts["criteria"], *verdicts.get("profiles", ())]
    checks = [check for group in groups for check in group["checks"]]
    return sorted(check["id"] for check in checks if wanted(check["status"]))


def _trouble(verdicts: dict[str, Any]) -> list[str]:
    return [verdicts["trouble"]] if verdicts.get("trouble") else []
