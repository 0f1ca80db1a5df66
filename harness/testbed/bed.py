"""Setting the bed up and taking it down: mocks → run → service host → callback targets."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from fixtures import services
from fixtures.services.model import Service
from harness.recording import Recorder
from harness.signing import Holder
from harness.testbed.child import Child
from harness.testbed.control import ActionRefused, Control, put_clock
from harness.testbed.errors import TestBedError
from harness.testbed.hosts import Host
from harness.testbed.journal import Journal
from harness.testbed.trust import Trust, make_trust

MOCKS_SECONDS, HOST_SECONDS = 60.0, 60.0
SECRET_WORDS = ("SECRET", "PASSWORD", "KEY", "TOKEN")


@dataclass
class Bed:
    """A bed in use. ``base_url`` is the service's, ``base`` the run's at the mocks."""

    host: Host
    mocks: Child
    city: Child
    control: Control
    journal: Journal
    trust: Trust
    base: str
    base_url: str
    staff_password: str

    def dead(self, seconds: float = 0.0) -> Child | None:
        """The child process that has ended, or does within ``seconds``, although nobody stopped it."""
        return next((child for child in (self.city, self.mocks) if child.gone(seconds)), None)


@dataclass(frozen=True)
class Plan:
    """What a bed is set up for. ``start``: when the run's and the service's clocks start; None for the real time."""

    service: Service
    host: Host
    seed: int = 1
    defects: Sequence[str] = ()
    start: datetime | None = None
    logs: Path = Path()
    revoked: Sequence[Holder] = ()
    say: Callable[[str], None] = lambda phase: None

    @property
    def now(self) -> str:
        """``start`` in ISO 8601; empty for the real time."""
        return self.start.isoformat(timespec="seconds") if self.start else ""


@contextmanager
def open_bed(plan: Plan, recorder: Recorder) -> Iterator[Bed]:
    """A bed for ``plan``; everything it started is stopped in reverse order on the way out, whatever happened.

    Raises :class:`TestBedError` when something doesn't come up.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="toantrinh-")))
        plan.logs.mkdir(parents=True, exist_ok=True)
        yield _Builder(plan, recorder, folder, stack).build()


@dataclass
class _Builder:
    """Sets a bed up; what it starts is put on ``stack`` to be stopped. ``folder`` is private and goes away."""

    plan: Plan
    recorder: Recorder
    folder: Path
    stack: ExitStack

    def build(self) -> Bed:
        plan = self.plan
        plan.say("khởi động các hệ thống quốc gia mô phỏng")
        mocks = self._start("Hệ thống quốc gia mô phỏng", "mocks", "mocks.log", {})
        trust = make_trust(plan.service, self.folder, plan.revoked, plan.start)
        control, run = self._create_run(mocks)
        environment = self._environment(run["environment"], trust)
        plan.say("khởi động hệ thống được kiểm thử")
        city = self._start(plan.host.title, plan.host.module, "city.log", environment)
        base_url = self._meet(city, control, environment["CITY_ADMIN_TOKEN"])
        journal = Journal(control, self.recorder)
        journal.start()
        password = environment["CITY_STAFF_PASSWORD"]
        return Bed(plan.host, mocks, city, control, journal, trust, run["base"], base_url, password)

    def _start(self, title: str, module: str, log: str, environment: Mapping[str, str]) -> Child:
        child = Child(title, module, log=self.plan.logs / log, env=environment, mask=self.recorder.mask)
        self.stack.callback(child.stop)
        return child

    def _create_run(self, mocks: Child) -> tuple[Control, Any]:
        control = Control(mocks.ready(MOCKS_SECONDS))
        self.stack.callback(control.close)
        spec: dict[str, Any] = {"seed": self.plan.seed, "services": [services.dump(self.plan.service)]}
        if self.plan.now:
            spec["now"] = self.plan.now
        try:
            run = control.create_run(**spec)
        except ActionRefused as refused:
            remedy = "Hãy kiểm tra bản mô tả dịch vụ bằng: toantrinh services show."
            raise TestBedError(f"Hệ thống mô phỏng không tạo được lượt chạy: {refused.detail}", remedy) from refused
        control.run = run["run"]
        return control, run

    def _environment(self, given: Mapping[str, str], trust: Trust) -> dict[str, str]:
        """What the host is told; its secrets are hidden from the recording."""
        environment = {
            **given,
            **trust.environment,
            "CITY_DATABASE_URL": f"sqlite:///{self.folder / 'city.sqlite'}",
            "CITY_DEFECTS": ",".join(self.plan.defects),
            "CITY_ADMIN_TOKEN": secrets.token_hex(16),
            "CITY_STAFF_PASSWORD": secrets.token_hex(12),
            "CITY_CLOCK": self.plan.now,
        }
        self.recorder.hide(*(value for name, value in environment.items() if _is_secret(name)))
        return environment

    def _meet(self, city: Child, control: Control, admin: str) -> str:
        """Wait for the host, set the clocks, tell the mocks where it is."""
        from harness.signing import pades  # noqa: F401 takes a second to import, which the host needs to start anyway

        base_url = city.ready(HOST_SECONDS)
        _set_clocks(self.plan, control, base_url, admin)
        _set_targets(self.plan.host, control, base_url)
        return base_url


def _set_clocks(plan: Plan, control: Control, base_url: str, admin: str) -> None:
    """Both clocks to ``start`` at the same moment: they came up one after the other."""
    if plan.start:
        control.set_clock(now=plan.now)
        put_clock(base_url + plan.host.clock, admin, plan.now)


def _set_targets(host: Host, control: Control, base_url: str) -> None:
    targets = {name: urljoin(base_url + "/", path.lstrip("/")) for name, path in host.platform_class().targets.items()}
    try:
        control.set_targets(targets)
    except ActionRefused as refused:
        raise TestBedError(f"Địa chỉ nhận của hệ thống bị từ chối: {refused.detail}") from refused


def _is_secret(name: str) -> bool:
    return any(word in name.rsplit("_", 1)[-1] for word in SECRET_WORDS) and not name.startswith("CITY_SIGNING")
