"""One judgement inside a pytest run: facts as fixtures, checks to verdicts, verdicts to files."""

from __future__ import annotations

import json
from collections.abc import Generator
from dataclasses import asdict
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from harness.checks import Check, check_of
from harness.evaluation import conclude, outcome_of, row_of
from harness.facts import NAMES, Facts
from harness.judge import day_of, default_folder
from harness.judging.document import document, write_document
from harness.judging.driving import drive_for
from harness.recording import RecordingError, open_recording
from harness.rulebook import RulebookError, edition
from harness.verdicts import CheckRow, Grade, Outcome, Status, Strength

PROPERTY = "toantrinh"
OUTCOME = pytest.StashKey[Outcome]()
SKIPPED = (Status.BLOCKED, Status.NOT_APPLICABLE, Status.REVIEW, Status.INCONCLUSIVE)


class Judging:
    """The plugin's working half, registered only when there is something to judge."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.worker: dict[str, Any] | None = getattr(config, "workerinput", None)
        self.rows: dict[str, CheckRow] = {}
        self.left_out = False
        self.written: Path | None = None
        self.verdicts: dict[str, Any] = {}
        self._path: Path | None = None
        for name in NAMES:
            setattr(type(self), f"fact_{name}", _fixture(name))

    # -- what is judged ---------------------------------------------------------------------------------------

    @property
    def path(self) -> Path:
        """The recording's folder."""
        given = self.config.getoption("recording") or (self.worker or {}).get("recording")
        found = self._path or (Path(given) if given else None)
        if found is None:
            raise pytest.UsageError("nothing was driven")
        return found

    @cached_property
    def facts(self) -> Facts:
        """The facts of the recording under the edition asked for."""
        try:
            recording = open_recording(self.path)
            overlay = self.config.getoption("overlay")
            as_of = self._as_of() or day_of(recording)
            return Facts(recording, edition(as_of, Path(overlay) if overlay else None))
        except (RecordingError, RulebookError) as error:
            raise pytest.UsageError(str(error)) from None

    def _as_of(self) -> date | None:
        text = self.config.getoption("as_of")
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise pytest.UsageError(f"--as-of {text!r}: write YYYY-MM-DD") from None

    # -- choosing and driving ---------------------------------------------------------------------------------

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        checks = {item: found for item in items if (found := check_of(getattr(item, "obj", None)))}
        _refuse_twins(list(checks.values()))
        wanted = {name for option in config.getoption("check") for name in option.split(",") if name}
        if not wanted:
            return
        names = {item: {c.id, c.verifies, c.verifies.rsplit(".", 1)[-1]} for item, c in checks.items()}
        unknown = wanted - set().union(*names.values())
        if unknown:
            known = ", ".join(sorted(check.id for check in checks.values()))
            raise pytest.UsageError(f"--check {', '.join(sorted(unknown))}: no such check; there are: {known}")
        out = [item for item in items if not names.get(item, set()) & wanted]
        items[:] = [item for item in items if item not in out]
        if out:
            config.hook.pytest_deselected(items=out)

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        self.left_out = self.left_out or any(check_of(getattr(item, "obj", None)) for item in items)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        checks = [found for item in session.items if (found := check_of(getattr(item, "obj", None)))]
        journeys = sorted({journey for check in checks for journey in check.journeys})
        listing = self.config.getoption("journeys_file")
        if listing:
            Path(listing).write_text(json.dumps(journeys), encoding="utf-8")
        if self.config.getoption("collectonly") or not checks:
            return
        if self.config.getoption("service") and self.worker is None and self._path is None:
            self._path = drive_for(self.config, journeys)
        assert self.facts

    def pytest_sessionstart(self) -> None:
        """Under xdist the controller drives, before the workers start."""
        distributed = self.config.getoption("dist", "no") != "no" and self.worker is None
        if distributed and self.config.getoption("service") and not self.config.getoption("collectonly"):
            self._path = drive_for(self.config, None)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        if self._path:
            node.workerinput["recording"] = str(self._path)

    def pytest_report_header(self) -> list[str]:
        if self.config.getoption("service"):
            return []
        found = self.facts.edition
        return [f"recording: {self.path}", f"rulebook: {found.id} {found.version} as of {found.as_of}"]

    # -- judging ----------------------------------------------------------------------------------------------

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        check = check_of(pyfuncitem.obj)
        if check is None:
            return None
        arguments = {name: pyfuncitem.funcargs[name] for name in check.facts}
        outcome = conclude(check, self.facts, lambda: check.function(**arguments))
        pyfuncitem.stash[OUTCOME] = outcome
        if outcome.status in SKIPPED:
            pytest.skip(f"{outcome.status.value}: {outcome.reason}")
        if outcome.status in (Status.FAIL, Status.ERROR):
            pytest.fail(_told(check, outcome), pytrace=False)
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        check = check_of(getattr(item, "obj", None))
        outcome = item.stash.get(OUTCOME, None)
        if check and call.when == "setup" and call.excinfo:
            outcome = outcome_of(call.excinfo.value)
        if check and outcome and (call.when == "call" or call.excinfo):
            row = asdict(row_of(check, outcome, self.facts))
            report.user_properties.append((PROPERTY, json.dumps(row, ensure_ascii=False)))
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties:
            if name == PROPERTY:
                row = _row(json.loads(str(value)))
                self.rows[row.id] = row

    # -- writing ----------------------------------------------------------------------------------------------

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.worker is not None or not self.rows:
            return
        whole = not (self.left_out or self._narrowed or session.shouldstop or session.shouldfail)
        self.verdicts = document(self.facts, [self.rows[ident] for ident in sorted(self.rows)], whole)
        told = self.config.getoption("judged")
        self.written = Path(told) if told else default_folder(self.facts.recording, self.facts.edition, whole)
        write_document(self.written, self.verdicts)
        if session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            session.exitstatus = self.verdicts["exit_code"]

    @property
    def _narrowed(self) -> bool:
        """The command line asks for part of the suite (an xdist controller doesn't see what was deselected)."""
        option = self.config.option
        return bool(option.keyword or option.markexpr or option.check or any("::" in arg for arg in self.config.args))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.written:
            terminalreporter.write_line(f"{self.verdicts['class']}, {self.verdicts['scope']}")
            terminalreporter.write_line(f"verdicts: {self.written / 'verdicts.json'}")


def _fixture(name: str) -> Any:
    @pytest.fixture(name=name, scope="session")
    def fact(self: Judging) -> Any:
        return self.facts.get(name)

    return fact


def _refuse_twins(checks: list[Check]) -> None:
    ids = [check.id for check in checks]
    twins = sorted({ident for ident in ids if ids.count(ident) > 1})
    if twins:
        raise pytest.UsageError(f"check ids declared twice: {', '.join(twins)}")


def _told(check: Check, outcome: Outcome) -> str:
    lines = [f"{check.id} {check.title_vi}", outcome.reason]
    if outcome.status is Status.FAIL:
        lines += [f"mong đợi: {outcome.expected}", f"nhận được: {outcome.received}"]
    lines += [f"thấy ở: {outcome.seen_in}", f"căn cứ: {check.clause}", f"thuộc về: {outcome.blame}"]
    return "\n".join(lines)


def _row(values: dict[str, Any]) -> CheckRow:
    typed = {
        "status": Status(values["status"]),
        "strength": Strength(values["strength"]),
        "grade": Grade(values["grade"]),
    }
    return CheckRow(**{**values, **typed, "evidence": tuple(values["evidence"])})
