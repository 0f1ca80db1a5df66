"""The mocks' journal, pulled into the recording as it grows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from harness.recording import Recorder
from harness.testbed.control import ActionRefused, Control
from harness.testbed.errors import TestBedError

Entry = dict[str, Any]
POLL_SECONDS = 20.0


class Journal:
    """Keeps the run's journal entries in memory and writes each one, with its bodies, to the recorder."""

    def __init__(self, control: Control, recorder: Recorder) -> None:
        self.entries: list[Entry] = []
        self._recorder = recorder
        self._poller, self._drainer = control.for_run(control.run), control.for_run(control.run)
        self._after = 0
        self._taking = threading.Lock()
        self._changed = threading.Condition()
        self._bodies: dict[str, str] = {}
        self._stopping = False
        self._thread = threading.Thread(target=self._pull, name="journal", daemon=True)

    def start(self) -> None:
        """Begin pulling in a thread of its own."""
        self._thread.start()

    def drain(self) -> None:
        """Take everything there is now."""
        while self._take(self._drainer, wait=0.0):
            pass

    def stop(self) -> None:
        """Take the rest and stop pulling; the thread ends with the answer it is waiting for."""
        with self._taking:
            self._stopping = True
        try:
            self.drain()
        finally:
            self._drainer.close()

    def pause(self, seconds: float) -> None:
        """Return when an entry arrives, after ``seconds`` at the latest."""
        with self._changed:
            self._changed.wait(seconds)

    def find(self, wanted: Callable[[Entry], bool]) -> Entry | None:
        """The first entry that is ``wanted``."""
        return next((entry for entry in self.entries if wanted(entry)), None)

    def _pull(self) -> None:
        while not self._stopping:
            try:
                self._take(self._poller, POLL_SECONDS)
            except (TestBedError, ActionRefused) as trouble:
                if not self._stopping:
                    self._recorder.event("note", level="error", text=f"Mất sổ ghi của hệ thống mô phỏng: {trouble}")
                return

    def _take(self, control: Control, wait: float) -> int:
        page = control.journal(self._after, wait)
        with self._taking:
            if self._stopping and control is self._poller:
                return 0
            fresh = [entry for entry in page["entries"] if entry["seq"] > self._after]
            if page.get("dropped"):
                self._recorder.event("note", level="warning", text=f"Sổ ghi đã bỏ {page['dropped']} mục cũ.")
            for entry in fresh:
                self._keep(control, entry)
        if fresh:
            with self._changed:
                self._changed.notify_all()
        return len(fresh)

    def _keep(self, control: Control, entry: Entry) -> None:
        for side in (entry.get("request"), entry.get("response")):
            if side and side.get("body"):
                side["body"] = self._body(control, side["body"])
        self._recorder.event("journal", entry=entry)
        self._after = entry["seq"]
        self.entries.append(entry)

    def _body(self, control: Control, sha: str) -> str:
        if sha not in self._bodies:
            self._bodies[sha] = self._recorder.body(control.body(sha))
        return self._bodies[sha]
