"""Answers one call: choose the operation, decode, ask the handler, commit what it decided, write the journal."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from mocks.kernel import decode
from mocks.kernel.actions import commit
from mocks.kernel.dispatch import Parser, Prepared, Slot, Table
from mocks.kernel.exchange import Incoming, Outgoing, encoded
from mocks.kernel.journal import Entry
from mocks.kernel.operation import Message, Refusal, Reply
from mocks.kernel.problem import MEDIA, Problem
from mocks.kernel.run import Run

log = logging.getLogger(__name__)

DIAGNOSIS = "toantrinh-diagnosis"


class Call:
    """One request to one slot of a system in a run. ``parse``: see :meth:`Prepared.decode`."""

    __slots__ = ("entry", "incoming", "params", "parse", "prepared", "run", "serial", "slot", "started", "system")

    def __init__(
        self,
        run: Run,
        table: Table,
        slot: Slot | None,
        params: Mapping[str, str],
        incoming: Incoming,
        parse: Parser | None = None,
    ) -> None:
        self.started = time.perf_counter_ns()
        self.run, self.slot, self.params, self.incoming, self.parse = run, slot, params, incoming, parse
        self.system, self.serial = table.system.name, run.serial()
        self.prepared: Prepared | None = None
        self.entry = Entry(
            self.system, "", "in", time.time(), run.clock.now(), incoming.method, incoming.path, incoming.query,
            incoming.headers, incoming.body,
        )  # fmt: skip

    silent = False
    """Whether the answer is never sent."""

    def answer(self) -> Outgoing:
        """Serve the call; never raises: a fault of the mock itself is answered with 500 and journalled as error."""
        try:
            reply = self._decide()
            commit(self.run, self.system, reply)
            outgoing = encoded(reply)
        except Exception as error:
            log.exception("%s %s", self.incoming.method, self.incoming.path)
            reply = Reply(status=500)
            self.entry.error = f"lỗi của hệ thống giả lập: {error!r}"
            outgoing = _problem(Problem(500, "Lỗi của hệ thống giả lập, không phải của bên gọi", repr(error)))
        return self.close(reply, outgoing)

    def close(self, reply: Reply, outgoing: Outgoing) -> Outgoing:
        """Write the journal and add the headers that tell the time taken and where the diagnosis is."""
        entry, run = self.entry, self.run
        entry.strict = reply.strict
        entry.refusal, entry.accepted = reply.refusal, reply.refusal is None and not entry.error
        if reply.keys:
            entry.keys = {**entry.keys, **reply.keys}
        entry.elapsed_us = (time.perf_counter_ns() - self.started) // 1000
        run.room.meters[self.system].note(entry.elapsed_us, entry.accepted)
        outgoing.headers["server-timing"] = f"mock;dur={entry.elapsed_us / 1000:.3f}"
        if not entry.accepted:
            outgoing.headers[DIAGNOSIS] = f"{run.home}/_/runs/{run.key}/diagnosis/{run.journal.last + 1}"
        entry.status, entry.response_headers, entry.response_body = outgoing.status, outgoing.headers, outgoing.body
        if self.silent:
            entry.status = None
        run.journal.append(entry)
        return outgoing

    def _decide(self) -> Reply:
        assert self.slot is not None
        raw = self.incoming.body
        try:
            self.prepared, tree = self.slot.choose(raw, self.incoming.headers, self.parse)
            if self.prepared is None:
                return self._unmatched()
            self.entry.operation = self.prepared.operation.name
            body = self.prepared.decode(raw, tree, self.parse)
        except ValueError as error:
            return self._unreadable(error)
        message = self._message(body)
        self.entry.keys = self.prepared.keys(message)
        return self.prepared.operation.handler(message, self.run.store.state(self.system), self.entry.clock)

    def _unreadable(self, error: ValueError) -> Reply:
        assert self.slot is not None
        prepared = self.prepared or self.slot.operations[0]
        if isinstance(prepared.operation.keys, Mapping):
            self.entry.keys = rescued(prepared, self._message(None))
        return self._refuse(prepared, decode.refusal(error, self.incoming.body, prepared.clause))

    def _unmatched(self) -> Reply:
        assert self.slot is not None
        received = self.slot.received(self.incoming.body, self.incoming.headers)
        nearest = self.slot.nearest(received)
        self.entry.nearest = nearest.operation.name
        selectors = [prepared.operation.selector for prepared in self.slot.operations]
        expected = ", ".join(selector.value for selector in selectors if selector is not None)
        field = next((selector.name for selector in selectors if selector is not None), "")
        return self._refuse(nearest, Refusal("operation.unknown", nearest.clause, expected, received, field))

    def _refuse(self, prepared: Prepared, refusal: Refusal) -> Reply:
        """The answer of the real system, when the operation knows it."""
        if prepared.operation.refuse is None:
            return refused(400, refusal)
        reply = prepared.operation.refuse(self._message(None), refusal)
        return reply if reply.refusal is not None else replace(reply, refusal=refusal)

    def _message(self, body: Any) -> Message:
        incoming, run = self.incoming, self.run
        return Message(
            body, incoming.body, incoming.method, incoming.path, self.params,
            dict(parse_qsl(incoming.query, keep_blank_values=True)) if incoming.query else {},
            incoming.headers, incoming.base or f"{run.base}/{self.system}", run.key, run.seed, self.serial,
        )  # fmt: skip


def lost(run: Run, table: Table, path: str, incoming: Incoming) -> Outgoing:
    """The answer to a path (or method) that no operation of the system has: 404 or 405, journalled."""
    call = Call(run, table, None, {}, incoming)
    methods = table.methods(path)
    nearest = call.entry.nearest = table.nearest(incoming.method, path)
    expected = f"{' hoặc '.join(methods)} {path}" if methods else f"một đường dẫn của {table.system.title}: {nearest}"
    refusal = Refusal("operation.method" if methods else "operation.path", "", expected, f"{incoming.method} {path}")
    reply = refused(405 if methods else 404, refusal)
    outgoing = encoded(reply)
    if methods:
        outgoing.headers["allow"] = ", ".join(methods)
    return call.close(reply, outgoing)


def refused(status: int, refusal: Refusal) -> Reply:
    """A refusal as problem+json, for operations that have no wire form for it."""
    problem = Problem(
        status,
        f"Bị từ chối theo {refusal.rule}",
        expected=refusal.expected,
        received=refusal.received,
        field=refusal.field,
    )
    return Reply(problem.body, status, media_type=MEDIA, refusal=refusal)


def rescued(prepared: Prepared, message: Message) -> Mapping[str, str]:
    """Correlation keys of a message that its model refused, as far as they can be read."""
    try:
        return prepared.keys(replace(message, body=decode.quick(message.raw)))
    except ValueError:
        return {}


def _problem(problem: Problem) -> Outgoing:
    return Outgoing(problem.status, {"content-type": MEDIA}, problem.body)
