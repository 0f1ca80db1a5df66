"""One drive on one bed: world and cast, bed, journeys, last observations."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from fixtures.services.model import Service
from fixtures.world import World
from harness.journeys import JOURNEYS, Journey
from harness.journeys.cast import Pair, Player, cast
from harness.journeys.national import National
from harness.journeys.play import Play
from harness.journeys.stage import Stage
from harness.phases import Phase, Scene
from harness.port.platform import Bench
from harness.port.runner import Port
from harness.recording import Recorder
from harness.testbed import Bed, Host, Plan, TestBedError, open_bed
from harness.transport import Wire

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = 9
PREPARING = "chuẩn bị"
MAIN = "main"
Progress = Callable[[str, str, int, int], None]
"""Called before each step: journey, step id, number of the journey, number of journeys.

While the bed is set up: "chuẩn bị", what is being started, 0, number of journeys.
"""


@dataclass(frozen=True)
class Order:
    """What is asked of a drive. ``day``: the day the clocks show; None for the real time."""

    service: Service
    out: Path
    journeys: Sequence[Journey]
    host: Host
    defects: Sequence[str]
    seed: int
    day: date | None
    progress: Progress
    phases: Mapping[str, Phase] = field(default_factory=dict)
    """What to do after the journeys, by name."""

    @property
    def today(self) -> date:
        """The day the clocks show when they start."""
        return self.day or datetime.now(LOCAL).date()

    @property
    def start(self) -> datetime | None:
        """When the clocks start: 9 in the morning of ``day``, Vietnam time; None for the real time."""
        if self.day in (None, datetime.now(LOCAL).date()):
            return None
        return datetime.combine(self.today, time(MORNING), LOCAL)


def perform(order: Order, recorder: Recorder) -> str:
    """Set the bed up, play the journeys, take it down: complete or broken.

    Raises :class:`TestBedError` when the bed doesn't come up, KeyboardInterrupt when the user stops.
    """
    pairs = cast(World(order.seed), order.service, [journey.name for journey in JOURNEYS])
    plan = Plan(
        order.service,
        order.host,
        seed=order.seed,
        defects=order.defects,
        start=order.start,
        logs=order.out / "logs",
        revoked=[pair.applicant.holder for pair in pairs.values()],
        say=lambda phase: order.progress(PREPARING, phase, 0, len(order.journeys)),
    )
    begun = monotonic()
    with open_bed(plan, recorder) as bed:
        return _on_bed(order, recorder, bed, pairs, monotonic() - begun)


def _on_bed(order: Order, recorder: Recorder, bed: Bed, pairs: Mapping[str, Pair], startup: float) -> str:
    recorder.event("trust", **bed.trust.stored(recorder.blob))
    _note_catalogue(order.service, bed, recorder)
    wire = Wire(recorder)
    port = _port(order, bed, wire)
    try:
        play = _journeys(order, recorder, bed, pairs, port, startup)
        _further(order, recorder, bed, wire, port.platform, pairs[MAIN].applicant)
    finally:
        with undisturbed():
            wire.close()
    return play.status


def _journeys(
    order: Order, recorder: Recorder, bed: Bed, pairs: Mapping[str, Pair], port: Port, startup: float
) -> Play:
    """The journeys, with what the national systems noted of them to the end."""
    begun = monotonic()
    clock = clock_from(order.start)
    recorder.describe(as_of=clock().date().isoformat(), clock=clock().isoformat(timespec="seconds"))
    patience: dict[str, float] = {}

    def set_stage(name: str) -> Stage:
        return Stage(name, order.service, pairs[name], port, bed, recorder, bed.trust.keyring, clock, patience)

    play = Play(order.service, recorder, order.journeys, port.platform.offers, set_stage)
    try:
        play.run()
    finally:
        with undisturbed():
            _take_last_entries(bed, recorder)
            parts = {"startup": startup, "journeys": monotonic() - begun}
            parts |= {"answers": port.wire.waited, "control": bed.control.spent}
            timing = {name: round(seconds, 3) for name, seconds in parts.items()}
            recorder.describe(not_driven=play.skipped, timing=timing)
    return play


def _further(order: Order, recorder: Recorder, bed: Bed, wire: Wire, platform: Any, player: Player) -> None:
    """What was asked for besides the journeys, in order."""
    for number, (name, phase) in enumerate(order.phases.items(), 1):
        say = partial(_tell, order, name, number)
        phase.perform(Scene(order.service, order.seed, bed, wire, platform, recorder, player, say))


def _tell(order: Order, phase: str, number: int, what: str) -> None:
    order.progress(phase, what, number, len(order.phases))


def _port(order: Order, bed: Bed, wire: Wire) -> Port:
    numbers = {journey.name: number for number, journey in enumerate(order.journeys, 1)}
    bench = Bench(bed.base_url, wire.transport, National(bed.control, wire))
    platform = order.host.platform_class()(bench)
    return Port(
        platform, wire, lambda journey, step: order.progress(journey, step, numbers[journey], len(order.journeys))
    )


def _note_catalogue(service: Service, bed: Bed, recorder: Recorder) -> None:
    """What the portal publishes of the procedure, as the service could read it from there."""
    record = bed.control.state("portal", "procedures", service.code)
    recorder.event("observation", id="portal.procedure", journey="", about="portal", what="procedure", value=record)


def _take_last_entries(bed: Bed, recorder: Recorder) -> None:
    try:
        bed.journal.stop()
    except TestBedError as trouble:
        recorder.event("note", level="error", text=f"Phần cuối sổ ghi không lấy được: {trouble}")


def clock_from(start: datetime | None) -> Callable[[], datetime]:
    """A clock that shows ``start`` now and runs on; the real time in Vietnam when ``start`` is None."""
    if start is None:
        return lambda: datetime.now(LOCAL)
    begun = monotonic()
    return lambda: start + timedelta(seconds=monotonic() - begun)


STOPPING = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let nobody interrupt what has to be finished: Ctrl-C and SIGTERM are ignored."""
    with _handling(signal.SIG_IGN):
        yield


@contextmanager
def stoppable() -> Iterator[None]:
    """Take SIGTERM for a Ctrl-C, so that it too leaves nothing behind."""
    with _handling(signal.default_int_handler):
        yield


@contextmanager
def _handling(handler: Any) -> Iterator[None]:
    """Handle the stopping signals by ``handler``; only the main thread may set that, elsewhere nothing changes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = [(number, signal.signal(number, handler)) for number in STOPPING]
    try:
        yield
    finally:
        for number, handler_before in before:
            signal.signal(number, handler_before)
