"""The generator as a child process: started, watched, stopped whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness.testbed import Bed, TestBedError
from harness.testbed.child import Child
from harness.wait import Deadline, until
from load.work import DRAIN, GRACE, VARIABLE, Work

FIGURES = "locust"
"""Stem of Locust's JSON file."""
START = 30.0
"""Seconds the generator may take to start, and to end once it is told to."""
Say = Callable[[str], None]


@dataclass(frozen=True)
class Generator:
    """One generator to be run: its order, the folder for figures and logs, and who is told how far it is."""

    work: Work
    out: Path
    say: Say

    def run(self, bed: Bed, folder: Path) -> str:
        """Run it to its end, in the private ``folder``. What became of the service if it ended on the way, else "".

        Raises :class:`TestBedError` when it fails, doesn't end, or the mocks have ended.
        """
        with self._started(folder) as child:
            meter = Meter(self.work, self.say)

            def over() -> bool:
                meter.look()
                return not child.alive or bed.dead() is not None

            try:
                until(over, seconds=self._patience, condition="chạy xong")
            except Deadline as late:
                raise TestBedError(f"Máy phát tải không kết thúc ({late}).", f"Xem nhật ký {child.log}.") from late
            return _remains(child, bed)

    @property
    def _patience(self) -> float:
        return START + self.work.duration + GRACE + DRAIN

    @contextmanager
    def _started(self, folder: Path) -> Iterator[Child]:
        path, log = folder / "work.json", self.out / "logs" / "locust.log"
        path.touch(mode=0o600)
        path.write_text(self.work.model_dump_json(), encoding="utf-8")
        environment = {VARIABLE: str(path)}
        child = Child("Máy phát tải", "locust", log=log, env=environment, arguments=self._arguments(), cwd=folder)
        try:
            yield child
        finally:
            child.stop()

    def _arguments(self) -> list[str]:
        users, seconds = str(self.work.users), f"{self.work.duration + GRACE + 1:.0f}s"
        return [
            *("-f", str(Path(__file__).with_name("locustfile.py")), "--headless", "--only-summary"),
            *("--users", users, "--spawn-rate", users, "--run-time", seconds, "--stop-timeout", str(DRAIN)),
            *("--json-file", str((self.out / FIGURES).resolve())),
            *("--loglevel", "WARNING", "--exit-code-on-error", "0"),
        ]


@dataclass
class Meter:
    """Tells how far the run is, each time another tenth of the visits has ended."""

    work: Work
    say: Say
    told: int = -1

    def look(self) -> None:
        """Tell, if there is something new."""
        text = self.work.books.read_text(encoding="utf-8") if self.work.books.exists() else ""
        ended, planned = text.count('{"kind":"ended"'), len(self.work.visits)
        if 10 * ended // planned > self.told:
            self.told = 10 * ended // planned
            sent, failed = text.count('{"kind":"acknowledged"'), text.count('{"kind":"failed"')
            self.say(f"{ended}/{planned} lượt xong, {sent} lần báo nhận hồ sơ, {failed} thao tác hỏng")


def _remains(child: Child, bed: Bed) -> str:
    dead = bed.dead()
    if dead is bed.mocks:
        raise TestBedError(dead.obituary(), f"Xem nhật ký {dead.log}.")
    if child.alive:
        child.stop(START)
    elif child.exit_code:
        raise TestBedError(child.obituary("hỏng"), f"Xem nhật ký {child.log}.")
    return dead.obituary() if dead else ""
