"""A call in a run with faults: decided as ever, unless a fault strikes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from mocks.kernel.calls import Call, rescued
from mocks.kernel.dispatch import Parser, Prepared, Slot, Table
from mocks.kernel.exchange import Incoming, Outgoing
from mocks.kernel.faults.rule import Armed
from mocks.kernel.faults.sending import Sending
from mocks.kernel.faults.words import plain_words
from mocks.kernel.operation import Message, Reply, Trouble
from mocks.kernel.run import Run


class Disturbed(Call):
    """After :meth:`answer`, :attr:`sending` holds the answer and the manner of its going."""

    __slots__ = ("_read", "_struck", "asked", "sending")

    def __init__(
        self,
        run: Run,
        table: Table,
        slot: Slot,
        params: Mapping[str, str],
        incoming: Incoming,
        parse: Parser | None = None,
    ) -> None:
        super().__init__(run, table, slot, params, incoming, parse)
        self.sending = Sending(Outgoing(500, {}, b""))
        self.asked, self._read = self._look()
        self._struck: list[Armed] = []

    @property
    def operation(self) -> str:
        return self.asked.operation.name if self.asked is not None else ""

    @property
    def method(self) -> str:
        return self.incoming.method

    @property
    def path(self) -> str:
        """Below the system."""
        return self.incoming.path.removeprefix(f"/{self.run.key}/{self.system}")

    @property
    def silent(self) -> bool:  # type: ignore[override]
        return self.sending.mute

    @property
    def clock(self) -> datetime:
        return self.entry.clock

    def knows(self, kind: str) -> bool:
        return kind in self.run.systems[self.system].troubles

    def complain(self, trouble: Trouble) -> Reply:
        words = self.run.systems[self.system].troubles.get(trouble.kind)
        page = self.asked is not None and self.asked.operation.page
        if words is None or page:
            return plain_words(trouble, page)
        return words(self._read, self.run.store.state(self.system), trouble)

    def previous(self) -> Outgoing | None:
        entry = self.run.journal.latest(self.system, self.operation, self._keys())
        if entry is None or entry.status is None:
            return None
        return Outgoing(entry.status, _lasting(entry.response_headers), entry.response_body)

    def close(self, reply: Reply, outgoing: Outgoing) -> Outgoing:
        """As ever, once the faults have bent the answer; one that isn't sent is journalled as none."""
        sending = self.sending = Sending(outgoing)
        for armed in self._struck:
            armed.fault.bend(sending, self, armed.chance)
        if self._struck:
            self.entry.notes = {"fault": [armed.noted() for armed in self._struck]}
        if sending.mute:
            sending.outgoing = Outgoing(200, {}, b"")
        super().close(reply, sending.outgoing)
        if sending.delay:
            sending.outgoing.headers["server-timing"] += f", fault;dur={sending.delay * 1000:.3f}"
        return sending.outgoing

    def _decide(self) -> Reply:
        self._struck = self.run.faults.strike(self)
        deciding = next((armed for armed in self._struck if armed.fault.skips), None)
        if deciding is None:
            return super()._decide()
        self.entry.operation, self.entry.keys = self.operation, self._keys()
        if not deciding.fault.accepts:
            self.entry.error = f"Lỗi đặt trước {deciding.id}: {deciding.fault.says}; lời gọi không được xử lý."
        return deciding.fault.instead(self)

    def _look(self) -> tuple[Prepared | None, Message]:
        """The operation that is asked for, and the message with its body decoded, as far as they can be read."""
        assert self.slot is not None
        message = self._message(None)
        try:
            asked, tree = self.slot.choose(message.raw, message.headers, self.parse)
        except ValueError:
            return self.slot.operations[0], message
        try:
            body = asked.decode(message.raw, tree, self.parse) if asked is not None else None
        except ValueError:
            body = None
        return asked, replace(message, body=body)

    def _keys(self) -> Mapping[str, Any]:
        if self.asked is None:
            return {}
        if self._read.body is None:
            return rescued(self.asked, self._read)
        return self.asked.keys(self._read)


def _lasting(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers of an old answer that still hold: not those about the call that got it."""
    return {name: value for name, value in headers.items() if name not in ("server-timing", "toantrinh-diagnosis")}
