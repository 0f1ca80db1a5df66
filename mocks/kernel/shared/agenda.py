"""A run's due work in PostgreSQL: callbacks and expiries as rows, read when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from functools import cached_property
from importlib import import_module
from typing import Any

from pydantic_core import from_json, to_json

from mocks.kernel.agenda import KEPT, Agenda, Delivery, Expiry
from mocks.kernel.clock import local
from mocks.kernel.operation import Callback
from mocks.kernel.shared.unit import Unit

_OWN = {"id", "callback", "due", "state", "sending"}
"""Fields of a delivery that are not in its JSON."""
_ACKNOWLEDGED = "acknowledged"
_DEFAULT = Callback.__dataclass_fields__[_ACKNOWLEDGED].default
_READ = "SELECT id, number, state, due, sender, delivery, body FROM callbacks WHERE uid = %s AND "
_OPEN = "state IN ('queued', 'held')"
_INSERT = "INSERT INTO callbacks (uid, number, state, due, sender, delivery, body) VALUES (%s, %s, %s, %s, %s, %s, %s)"
_UPDATE = "UPDATE callbacks SET state = %s, due = %s, sender = %s, delivery = %s WHERE uid = %s AND number = %s"
_ROWS = "SELECT number, id FROM callbacks WHERE uid = %s AND number = ANY (%s)"
_OLD = f"DELETE FROM callbacks WHERE uid = %s AND number <= %s AND NOT {_OPEN}"
_PLAN = "INSERT INTO expiries (uid, due, number, system, action, inputs) VALUES (%s, %s, %s, %s, %s, %s)"
_SOONEST = "SELECT due FROM expiries WHERE uid = %s ORDER BY due LIMIT 1"
_RIPE = """
WITH ripe AS (DELETE FROM expiries WHERE uid = %s AND due <= %s RETURNING due, number, system, action, inputs)
SELECT due, system, action, inputs FROM ripe ORDER BY ripe.due, number
"""


class SharedAgenda(Agenda):
    """The agenda of the run ``uid``; :meth:`save` writes what was changed in the deliveries that were given out.

    ``process``: this process's number, noted with the deliveries it takes. ``dirty``: when the next work is due may
    have changed.
    """

    def __init__(self, unit: Unit, uid: int, process: int, hold: bool, made: int, planned: int) -> None:
        self._unit, self._uid, self._process = unit, uid, process
        self.hold_new, self._made, self._planned = hold, made, planned
        self.changed = self._noted
        self.dirty = False
        self._seen: dict[str, tuple[Any, ...]] = {}
        self._done: dict[str, Delivery] = {}

    @property
    def counts(self) -> tuple[bool, int, int]:
        """What to keep of it with the run."""
        return self.hold_new, self._made, self._planned

    def clear(self) -> None:
        self._unit.do("DELETE FROM callbacks WHERE uid = %s", self._uid)
        self._unit.do("DELETE FROM expiries WHERE uid = %s", self._uid)
        for held in ("_open", "_finished"):
            self.__dict__.pop(held, None)
        self._seen.clear()
        self._done.clear()
        self.hold_new, self._made, self._planned, self.dirty = False, 0, 0, True

    def again(self, row: int) -> Delivery | None:
        """The delivery that was given out before as ``row``; None when a reset has forgotten it."""
        found = self._unit.row("SELECT number FROM callbacks WHERE id = %s AND uid = %s", row, self._uid)
        return None if found is None else self._find(f"c{found[0]}")

    def rows(self, deliveries: list[Delivery]) -> dict[str, int]:
        """The rows by which :meth:`again` finds ``deliveries``."""
        numbers = [int(delivery.id[1:]) for delivery in deliveries]
        found = self._unit.rows(_ROWS, self._uid, numbers)
        return {f"c{number}": row for number, row in found}

    @property
    def in_flight(self) -> bool:
        """Whether some process is sending something of this run."""
        return self._unit.row("SELECT 1 FROM callbacks WHERE uid = %s AND sender IS NOT NULL", self._uid) is not None

    def save(self) -> None:
        """Write the deliveries that are new or changed."""
        for delivery in self._known():
            now = self._packed(delivery)
            before = self._seen.get(delivery.id)
            if before is None:
                body = delivery.callback.body
                self._unit.do(_INSERT, self._uid, int(delivery.id[1:]), *now, body)
            elif before != now:
                self._unit.do(_UPDATE, *now, self._uid, int(delivery.id[1:]))
            if before != now:
                self._seen[delivery.id], self.dirty = now, True
                self._unit.tell(self._uid)
        if self._done and self._made > KEPT:
            self._unit.do(_OLD, self._uid, self._made - KEPT)

    @cached_property
    def _open(self) -> dict[str, Delivery]:  # type: ignore[override]
        return self._load(_OPEN)

    @cached_property
    def _finished(self) -> dict[str, Delivery]:  # type: ignore[override]
        return self._load(f"NOT {_OPEN}") | self._done

    def _known(self) -> list[Delivery]:
        held = (self.__dict__.get(name, {}) for name in ("_open", "_finished"))
        return list({delivery.id: delivery for part in (self._done, *held) for delivery in part.values()}.values())

    def _load(self, condition: str) -> dict[str, Delivery]:
        found = self._unit.rows(f"{_READ}{condition} ORDER BY number", self._uid)
        return {delivery.id: delivery for delivery in map(self._restored, found) if delivery.id not in self._done}

    def _restored(self, row: tuple[Any, ...]) -> Delivery:
        _, number, state, due, sender, packed, body = row
        told = from_json(packed)
        callback = _callback(told.pop("callback"), bytes(body))
        delivery = Delivery(
            f"c{number}", told.pop("system"), callback, local(due), state, sending=sender is not None, **told
        )
        self._seen[delivery.id] = (state, delivery.due, sender, bytes(packed))
        return delivery

    def _packed(self, delivery: Delivery) -> tuple[Any, ...]:
        before = self._seen.get(delivery.id)
        sender = (before[2] if before and before[2] else self._process) if delivery.sending else None
        told = {field.name: getattr(delivery, field.name) for field in fields(delivery) if field.name not in _OWN}
        told["callback"] = _told(delivery.callback)
        return delivery.state, delivery.due, sender, to_json(told)

    def _finish(self, delivery: Delivery, state: str) -> None:
        delivery.state = state
        self._done[delivery.id] = self._open.pop(delivery.id)
        self.__dict__.pop("_finished", None)

    def _plan(self, expiry: Expiry) -> None:
        values = (expiry.due, self._planned, expiry.system, expiry.action, to_json(dict(expiry.inputs)))
        self._unit.do(_PLAN, self._uid, *values)

    def _soonest(self) -> datetime | None:
        found = self._unit.row(_SOONEST, self._uid)
        return None if found is None else local(found[0])

    def _ripe(self, now: datetime) -> list[Expiry]:
        found = self._unit.rows(_RIPE, self._uid, now)
        self.dirty = self.dirty or bool(found)
        return [Expiry(system, local(due), action, from_json(inputs)) for due, system, action, inputs in found]

    def _tell(self, due: datetime) -> None:
        del due
        self._noted()

    def _noted(self) -> None:
        self.dirty = True


def _told(callback: Callback) -> dict[str, Any]:
    values = {field.name: getattr(callback, field.name) for field in fields(callback) if field.name != "body"}
    values["headers"], values["keys"] = dict(callback.headers), dict(callback.keys)
    values[_ACKNOWLEDGED] = named(callback.acknowledged)
    return values


def _callback(told: Mapping[str, Any], body: bytes) -> Callback:
    before = None if told["before"] is None else local(datetime.fromisoformat(told["before"]))
    return Callback(**{**told, "body": body, "before": before, _ACKNOWLEDGED: _function(told[_ACKNOWLEDGED])})


def named(function: Any) -> str:
    """The name by which another process finds a function; "": the default of :class:`Callback`.

    Raises:
        ValueError: it has none, because it was made inside another function.
    """
    if function is _DEFAULT:
        return ""
    name = f"{function.__module__}:{function.__qualname__}"
    if "<" in name:
        raise ValueError(f"{name}: acknowledged phải là hàm ở mức mô-đun, để tiến trình khác gọi được")
    return name


def _function(name: str) -> Any:
    module, _, path = name.partition(":")
    return getattr(import_module(module), path) if name else _DEFAULT
