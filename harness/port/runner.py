"""Performing one port operation: called, normalised, recorded, whatever comes of it."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from harness.port.plain import plain
from harness.port.platform import Actor, Broken, NotOffered, Platform, Refused
from harness.port.results import Result
from harness.port.table import BY_ID, Operation
from harness.transport import Wire

Kind = Literal["done", "refused", "broken", "not_offered"]


class PortMisuse(Exception):
    """The harness called an operation with other inputs than its row in the table names: our own mistake."""


@dataclass(frozen=True)
class Outcome:
    """What came of one step. ``result`` is set when ``kind`` is done, ``refusal`` when it is refused."""

    step: str
    kind: Kind
    result: Any = None
    refusal: Refused | None = None
    reason: str = ""
    exchanges: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        return self.kind == "done"

    @property
    def why(self) -> str:
        """The reason or the refusal's message; empty when done."""
        return self.reason or (self.refusal.message if self.refusal else "")


@dataclass
class Port:
    """The operations of one platform, recorded as ``step`` events with ids unique in the drive."""

    platform: Platform
    wire: Wire
    watch: Callable[[str, str], None] = lambda journey, operation: None
    """Told of each step before it is done: journey, step id."""
    _used: set[str] = field(default_factory=set)

    def perform(self, journey: str, operation: str, actor: Actor, /, label: str = "", **inputs: Any) -> Outcome:
        """Perform ``operation`` as ``actor`` in ``journey``. Never raises for what the service does.

        ``label`` tells repeated operations of a journey apart (``main.track.2``). Raises :class:`PortMisuse` for
        inputs that the operation's row doesn't name.
        """
        row = _row(operation, inputs)
        step = self._step_id(journey, operation, label)
        self.watch(journey, step)
        self.wire.begin(journey, step)
        started = time.perf_counter()
        outcome = self._attempt(row, step, actor, inputs)
        self._record(journey, row, actor, inputs, outcome, time.perf_counter() - started)
        return outcome

    def _step_id(self, journey: str, operation: str, label: str) -> str:
        stem, n = f"{journey}.{operation}", 2
        step = f"{stem}.{label}" if label else stem
        while step in self._used:
            step, n = f"{stem}.{n}", n + 1
        self._used.add(step)
        return step

    def _attempt(self, row: Operation, step: str, actor: Actor, inputs: dict[str, Any]) -> Outcome:
        def ended(kind: Kind, **fields: Any) -> Outcome:
            return Outcome(step, kind, exchanges=tuple(self.wire.exchanges), **fields)

        try:
            return ended("done", result=self._call(row, actor, inputs))
        except Refused as refusal:
            return ended("refused", refusal=refusal)
        except NotOffered as reason:
            return ended("not_offered", reason=str(reason))
        except Broken as reason:
            return ended("broken", reason=str(reason))
        except Exception as error:
            self.wire.recorder.event("note", level="error", text=f"{step}: {traceback.format_exc()}")
            return ended("broken", reason=f"Không đọc được câu trả lời ({type(error).__name__}: {error})")

    def _call(self, row: Operation, actor: Actor, inputs: dict[str, Any]) -> Result:
        if row.id not in self.platform.offers:
            raise NotOffered(f"Nền tảng {self.platform.name} không có thao tác “{row.title}” ({row.id}).")
        result = getattr(self.platform, row.id)(actor, **inputs)
        if not isinstance(result, row.output):
            raise TypeError(f"{row.id} phải trả {row.output.__name__}, nhận được {type(result).__name__}")
        return result

    def _record(
        self, journey: str, row: Operation, actor: Actor, inputs: dict[str, Any], outcome: Outcome, seconds: float
    ) -> None:
        store = self.wire.recorder.blob
        refusal = outcome.refusal
        self.wire.recorder.event(
            "step",
            id=outcome.step,
            journey=journey,
            operation=row.id,
            actor={key: value for key, value in asdict(actor).items() if key != "password"},
            inputs=plain(inputs, store),
            outcome=outcome.kind,
            result=plain(outcome.result, store),
            refusal=refusal and {"message": refusal.message, "code": refusal.code, "fields": refusal.fields},
            reason=outcome.reason,
            exchanges=list(outcome.exchanges),
            elapsed_ms=round(seconds * 1000, 1),
        )


def _row(operation: str, inputs: dict[str, Any]) -> Operation:
    row = BY_ID.get(operation)
    if row is None:
        raise PortMisuse(f"no such operation: {operation}")
    if set(inputs) != set(row.inputs):
        raise PortMisuse(f"{operation} takes {sorted(row.inputs)}, not {sorted(inputs)}")
    return row
