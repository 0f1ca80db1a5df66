"""A recording opened for reading facts: every event found by what it is, not by when it happened.

Journal entries attach to a journey by the correlation keys that its case carries (dossier code, payment reference,
personal number …), never by time; what fits no journey is ``unattributed``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from fixtures.services.model import Service
from harness.facts.missing import FactMissing
from harness.facts.steps import Entry, Exchange, Journey, Step, shaped
from harness.recording import Recording
from harness.verdicts.status import Blame

Event = dict[str, Any]


@dataclass(frozen=True)
class Book:
    """The index over one recording. Facts are lazy views over it."""

    recording: Recording

    @cached_property
    def service(self) -> Service:
        """The descriptor that the drive was made with."""
        return Service.model_validate(shaped(Service, self.recording.run["descriptor"]))

    @cached_property
    def day(self) -> date:
        """The day of the drive."""
        return date.fromisoformat(str(self.recording.run["as_of"])[:10])

    @cached_property
    def exchanges(self) -> dict[str, Exchange]:
        return {event["id"]: _exchange(event) for event in self._of("exchange")}

    @cached_property
    def steps(self) -> dict[str, Step]:
        """Every step by its id (``main.submit``), in the order they were taken."""
        return {event["id"]: self._step(event) for event in self._of("step")}

    @cached_property
    def journal(self) -> tuple[Entry, ...]:
        """Every call between the service and the national systems, in the order of the run."""
        entries = (self._entry(event["entry"]) for event in self._of("journal"))
        return tuple(sorted(entries, key=lambda entry: entry.seq))

    @cached_property
    def journeys(self) -> dict[str, Journey]:
        """The journeys that were begun."""
        ended = {event["journey"]: event for event in self._of("journey_ended")}
        names = [event["journey"] for event in self._of("journey_started")]
        return {name: _journey(name, ended.get(name)) for name in names}

    @cached_property
    def cases(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Journey → correlation keys. Later events of a journey hold all keys of the earlier ones."""
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for event in self._of("case"):
            mine = found.setdefault(event["journey"], {})
            for name, values in event["keys"].items():
                mine[name] = tuple(dict.fromkeys([*mine.get(name, ()), *values]))
        return found

    def journey_steps(self, journey: str, operation: str = "") -> list[Step]:
        """The steps of a journey, of one operation when given."""
        return [s for s in self.steps.values() if s.journey == journey and operation in ("", s.operation)]

    def first(self, journey: str, operation: str) -> Step:
        """The first step of an operation in a journey. Raises :class:`FactMissing`."""
        return self._taken(self.journey_steps(journey, operation)[:1], journey, operation)

    def last(self, journey: str, operation: str) -> Step:
        """The last step of an operation in a journey. Raises :class:`FactMissing`."""
        return self._taken(self.journey_steps(journey, operation)[-1:], journey, operation)

    def entries(self, system: str, *operations: str, journey: str = "") -> list[Entry]:
        """Journal entries of a system, of some operations, of a journey's case."""
        return [
            entry
            for entry in self.journal
            if entry.system == system
            and (not operations or entry.operation in operations)
            and (not journey or self.belongs(entry, journey))
        ]

    def belongs(self, entry: Entry, journey: str) -> bool:
        """Whether one of the entry's keys is a key of the journey's case."""
        keys = self.cases.get(journey, {})
        return any(value in keys.get(name, ()) for name, value in entry.keys.items())

    @cached_property
    def unattributed(self) -> tuple[Entry, ...]:
        """Entries that belong to no journey (catalogue look-ups, log-ins)."""
        return tuple(e for e in self.journal if not any(self.belongs(e, name) for name in self.cases))

    def heard_out(self, journey: str) -> None:
        """Raise :class:`FactMissing` when the journey was cut off: then the end of the journal may be lacking."""
        found = self.journeys.get(journey)
        if found is None or found.status in ("", "interrupted"):
            raise self.missing(journey, "phần cuối của sổ ghi")

    def observed(self, ident: str) -> Any:
        """The value of the last observation ``ident``. Raises :class:`FactMissing`."""
        found = [event for event in self._of("observation") if event["id"] == ident]
        if not found:
            raise self.missing(ident.split(".")[0], ident)
        return found[-1]["value"]

    def nationals(self, journey: str, system: str, action: str) -> list[Event]:
        """What national systems were asked to do for the person in a journey."""
        return [
            event
            for event in self._of("national")
            if (event["journey"], event["system"], event["action"]) == (journey, system, action)
        ]

    def events(self, kind: str, journey: str = "") -> list[Event]:
        """Raw events of a kind, of a journey when given."""
        return [event for event in self._of(kind) if journey in ("", event.get("journey"))]

    def missing(self, journey: str, what: str) -> FactMissing:
        """Why ``what`` isn't in the recording, from how its journey went."""
        found = self.journeys.get(journey)
        if found is None:
            return FactMissing(self._note_on(journey) or f"Hành trình {journey} không được chạy.")
        if found.status == "complete":
            return FactMissing(f"Bản ghi không có {what}")
        ending = found.reason or "lượt chạy bị ngắt giữa chừng"
        blame: Blame = "network" if found.status in ("", "interrupted") else "service"
        return FactMissing(f"Hành trình {journey} dừng trước khi có {what}: {ending}", blame=blame)

    def _taken(self, found: list[Step], journey: str, operation: str) -> Step:
        if not found:
            raise self.missing(journey, f"bước {operation}")
        return found[0]

    def _note_on(self, journey: str) -> str:
        notes = [str(event["text"]) for event in self._of("note") if event.get("journey") == journey]
        return notes[-1] if notes else ""

    def _of(self, kind: str) -> Iterable[Event]:
        return self._kinds.get(kind, ())

    @cached_property
    def _kinds(self) -> dict[str, list[Event]]:
        kinds: dict[str, list[Event]] = {}
        for event in self.recording.events:
            kinds.setdefault(event["kind"], []).append(event)
        return kinds

    def body(self, sha: str) -> bytes:
        """The bytes stored under ``sha``; empty for an empty reference."""
        return self.recording.body(sha) if sha else b""

    def _step(self, event: Event) -> Step:
        refusal = event.get("refusal") or {}
        exchanges = tuple(event.get("exchanges") or ())
        last = self.exchanges.get(exchanges[-1]) if exchanges else None
        return Step(
            id=event["id"],
            journey=event["journey"],
            operation=event["operation"],
            outcome=event["outcome"],
            inputs=event.get("inputs") or {},
            result=event.get("result"),
            message=refusal.get("message", ""),
            code=str(refusal.get("code", "")),
            fields=refusal.get("fields") or {},
            reason=event.get("reason") or "",
            exchanges=exchanges,
            status=last.status if last else 0,
            actor=event.get("actor") or {},
            at=event.get("at", ""),
        )

    def _entry(self, entry: Event) -> Entry:
        request, response = entry.get("request") or {}, entry.get("response") or {}
        return Entry(
            seq=entry["seq"],
            system=entry["system"],
            operation=entry["operation"],
            direction=entry["direction"],
            clock=entry.get("clock", ""),
            path=entry.get("path", ""),
            keys=entry.get("keys") or {},
            accepted=bool(entry.get("accepted")),
            refusal=entry.get("refusal"),
            request=self.body(request.get("body", "")),
            response=self.body(response.get("body", "")),
            status=int(response.get("status", 0)),
            callback=entry.get("callback") or "",
            request_headers=request.get("headers") or {},
        )


def _exchange(event: Event) -> Exchange:
    response = event.get("response") or {}
    return Exchange(
        id=event["id"],
        step=event.get("step", ""),
        method=event["method"],
        url=event["url"],
        status=int(response.get("status", 0)),
        response_headers=response.get("headers") or {},
        response_body=response.get("body", ""),
    )


def _journey(name: str, ended: Event | None) -> Journey:
    return Journey(name, (ended or {}).get("status", ""), (ended or {}).get("reason") or "")


def moment(text: str) -> datetime | None:
    """An ISO date-time as shown by a service; None when it can't be read."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
