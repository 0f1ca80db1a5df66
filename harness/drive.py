"""Drive a service: set the bed up, play the journeys, seal the recording. Judging is another program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from fixtures import services
from fixtures.services.model import Service
from harness import phases as further
from harness import runfile
from harness.journeys import Journey, UnknownJourney, chosen
from harness.performance import Order, Progress, perform, stoppable, undisturbed
from harness.recording import Recorder
from harness.testbed import TestBedError, host_for

__all__ = ["DriveError", "DriveInterrupted", "TestBedError", "drive"]


class DriveError(Exception):
    """A drive that can't be made as asked. ``message`` and ``remedy`` are for the user, in Vietnamese."""

    def __init__(self, message: str, remedy: str = "", recording: Path | None = None) -> None:
        super().__init__(message)
        self.message, self.remedy, self.recording = message, remedy, recording


class DriveInterrupted(DriveError):
    """The user stopped the drive (Ctrl-C); ``recording`` is sealed and can be judged as far as it went."""


def drive(
    service: Service | str | Path,
    *,
    out: Path,
    journeys: Sequence[str] | None = None,
    defects: Sequence[str] = (),
    seed: int = 1,
    platform: str = "reference-city",
    actor: Mapping[str, str] | None = None,
    as_of: date | None = None,
    progress: Progress | None = None,
    attempt: int = 1,
    phases: Sequence[str] = (),
) -> Path:
    """Drive ``service`` (a descriptor, bundled id or path) and answer the folder of the sealed recording, ``out``.

    ``journeys``: names, all when None. ``as_of``: the day the clocks show (9 o'clock in the morning, Vietnam time); the
    real time when None or today. ``actor``: name, unit and role of whoever is driving. ``phases``: what to do on the
    same bed when the journeys are over (:mod:`harness.phases`).

    A journey that fails, or a service that dies on the way, is in the recording (``run_ended``: complete, broken), not
    an exception. Raises :class:`DriveInterrupted` on Ctrl-C, :class:`~harness.testbed.TestBedError` when the bed
    doesn't come up, DescriptorError for a bad descriptor, :class:`DriveError` for an unknown journey or a phase that
    can't be performed here, RecordingError when ``out`` can't be used. The recording is sealed in every case where it
    was begun.
    """
    described = service if isinstance(service, Service) else services.load(service)
    say: Progress = progress or (lambda journey, step, n, of: None)
    after = _after(phases)
    order = Order(described, out, _chosen(journeys), host_for(platform), tuple(defects), seed, as_of, say, after)
    recorder = Recorder(out)
    opening = runfile.opening(
        described, platform_name=platform, actor=actor or {}, seed=seed, attempt=attempt, defects=order.defects
    )
    names = [journey.name for journey in order.journeys]
    recorder.describe(**opening, journeys=names, phases=list(after), as_of=order.today.isoformat(), status="started")
    _drive(order, recorder)
    return out


def _chosen(names: Sequence[str] | None) -> list[Journey]:
    try:
        return chosen(names)
    except UnknownJourney as unknown:
        raise DriveError(f"Không có hành trình {unknown.name!r}.", f"Có: {unknown}") from unknown


def _after(names: Sequence[str]) -> dict[str, further.Phase]:
    try:
        return further.chosen(names)
    except further.PhaseError as error:
        raise DriveError(str(error)) from error


def _drive(order: Order, recorder: Recorder) -> None:
    """Everything between an opened recording and a sealed one."""
    status = "broken"
    try:
        with stoppable():
            status = perform(order, recorder)
    except KeyboardInterrupt:
        status = "interrupted"
        raise DriveInterrupted(
            "Đã dừng theo yêu cầu.",
            f"Bản ghi được giữ ở {order.out}; kết luận bằng: toantrinh judge {order.out}",
            order.out,
        ) from None
    except TestBedError as trouble:
        recorder.event("note", level="error", text=str(trouble))
        trouble.recording = order.out
        raise
    finally:
        with undisturbed():
            recorder.event("run_ended", status=status)
            recorder.describe(status=status, ended=runfile.now_text())
            recorder.seal()
