"""Playing the chosen journeys one after another on one bed, whatever happens to each."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from fixtures.services.model import Service
from harness.journeys.journey import Journey
from harness.journeys.stage import DYING, BedDied, JourneyFailed, Stage
from harness.journeys.views import note_all
from harness.recording import Recorder
from harness.testbed.errors import TestBedError

INTERRUPTED = "Người dùng dừng lượt chạy."


@dataclass
class Play:
    """The journeys of a drive. ``status``: complete, broken, interrupted; ``skipped``: reason by journey not driven."""

    service: Service
    recorder: Recorder
    journeys: Sequence[Journey]
    offers: frozenset[str]
    set_stage: Callable[[str], Stage]
    status: str = "complete"
    skipped: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        """Play all. Re-raises KeyboardInterrupt once everything is noted."""
        for number, journey in enumerate(self.journeys):
            reason = self._why_not(journey)
            if reason:
                self._skip(journey, reason)
                continue
            try:
                self._one(journey)
            except BedDied as death:
                self.status = "broken"
                return self._skip_rest(number + 1, str(death))
            except KeyboardInterrupt:
                self.status = "interrupted"
                self._skip_rest(number + 1, INTERRUPTED)
                raise
        return None

    def _one(self, journey: Journey) -> None:
        self.recorder.event("journey_started", journey=journey.name)
        status, reason = "failed", ""
        try:
            stage = self.set_stage(journey.name)
            try:
                journey.play(stage)
                status = "complete"
            except JourneyFailed as failure:
                reason = str(failure)
            note_all(stage)
        except KeyboardInterrupt:
            status, reason = "interrupted", INTERRUPTED
            raise
        except BedDied as death:
            reason = str(death)
            raise
        except TestBedError as trouble:
            status, reason = "failed", str(trouble)
            stage.check_bed(DYING)
        except Exception as error:
            status, reason = "failed", f"Lỗi của bệ kiểm thử: {type(error).__name__}: {error}"
            self._note("error", journey.name, traceback.format_exc())
        finally:
            self.recorder.event("journey_ended", journey=journey.name, status=status, reason=reason)

    def _why_not(self, journey: Journey) -> str:
        missing = [operation for operation in journey.needs if operation not in self.offers]
        if missing:
            return f"Nền tảng không có thao tác {', '.join(missing)}."
        return journey.why_not(self.service)

    def _skip_rest(self, start: int, reason: str) -> None:
        for journey in self.journeys[start:]:
            self._skip(journey, reason)

    def _skip(self, journey: Journey, reason: str) -> None:
        self.skipped[journey.name] = reason
        self._note("info", journey.name, f"Hành trình {journey.name} không được chạy. {reason}")

    def _note(self, level: str, journey: str, text: str) -> None:
        self.recorder.event("note", journey=journey, level=level, text=text)
