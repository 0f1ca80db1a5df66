"""One call that a real endpoint answers: examined, forwarded, examined again, journalled without secrets."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope, Send

from mocks.kernel import redact
from mocks.kernel.calls import DIAGNOSIS
from mocks.kernel.dispatch import Prepared, Slot
from mocks.kernel.exchange import Incoming
from mocks.kernel.journal import Entry
from mocks.kernel.operation import Message, Refusal, System
from mocks.kernel.problem import MEDIA, Problem
from mocks.kernel.run import Run
from mocks.kernel.sandbox import examine
from mocks.kernel.sandbox.forward import Answer, Headers, Request
from mocks.kernel.wire import AFTER

if TYPE_CHECKING:
    from mocks.kernel.app import MockApp

VIA = b"toantrinh-mocks"


class Passage:
    """A call to ``system`` in ``run``, as an ASGI application. ``slot`` None: nothing of ours answers that path."""

    def __init__(
        self, app: MockApp, run: Run, system: System, slot: Slot | None, params: Mapping[str, str], incoming: Incoming
    ) -> None:
        self._app, self._key, self._home, self._system = app, run.key, run.home, system
        self._target = run.passes[system.name]
        self._prepared: Prepared | None = None
        self._changed: Mapping[str, str] = {}
        self._findings: list[dict[str, str]] = []
        self._body, self._media = incoming.body, incoming.headers.get("content-type", "")
        self._entry = Entry(
            system.name, "", "in", time.time(), run.clock.now(), incoming.method, incoming.path,
            redact.query(incoming.query), incoming.headers, redact.body(incoming.body, self._media),
        )  # fmt: skip
        self._examine(run, slot, params, incoming)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        later = scope.get(AFTER)
        if later is not None:
            return later.append(self._pass)
        return await self._pass(scope, receive, send)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        started = time.perf_counter_ns()
        answer = await self._answer(scope)
        elapsed = (time.perf_counter_ns() - started) // 1000
        headers = await self._note(answer, elapsed)
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    def _examine(self, run: Run, slot: Slot | None, params: Mapping[str, str], incoming: Incoming) -> None:
        message, state = _message(run, self._system.name, params, incoming), run.store.state(self._system.name)
        self._changed = self._system.yardstick.readdress(message, state, self._target)
        if slot is None:
            expected = f"một thao tác của {self._system.title}"
            return self._find(examine.REQUEST, Refusal("operation.path", "", expected, message.path))
        self._prepared, message, wrong = examine.asked(slot, message)
        if self._prepared is not None:
            self._entry.operation = name = self._prepared.operation.name
            if wrong is None:
                self._entry.keys = self._prepared.keys(message)
                wrong = examine.broken(self._system.yardstick, name, message, state)
        return None if wrong is None else self._find(examine.REQUEST, wrong)

    async def _answer(self, scope: Scope) -> Answer:
        if any(name == b"via" and VIA in value for name, value in scope["headers"]):
            return self._failed(Problem(508, "Chuyển tiếp vòng tròn", "Địa chỉ đích lại dẫn về máy chủ này"))
        request = Request(scope["method"], self._url(scope), self._onward(scope), self._body)
        try:
            return await self._app.forwarder.forward(request)
        except OSError as error:
            self._entry.error = str(error) or type(error).__name__
            return self._failed(Problem(502, f"Không gọi được {self._target}", self._entry.error))

    def _failed(self, problem: Problem) -> Answer:
        self._entry.error = self._entry.error or str(problem)
        return Answer(problem.status, [(b"content-type", MEDIA.encode())], problem.body)

    def _onward(self, scope: Scope) -> Headers:
        changed = [(name.encode(), value.encode("latin-1")) for name, value in self._changed.items()]
        names = {name for name, _ in changed}
        return [*(one for one in scope["headers"] if one[0] not in names), *changed, (b"via", b"1.1 " + VIA)]

    def _url(self, scope: Scope) -> str:
        path = scope.get("raw_path", scope["path"].encode()).decode("latin-1").partition("?")[0]
        rest = path.split("/", 3)[3:]
        query = scope["query_string"].decode("latin-1")
        return f"{self._target}/{rest[0] if rest else ''}{'?' if query else ''}{query}"

    async def _note(self, answer: Answer, elapsed: int) -> Headers:
        """Journal the call; gives the headers of its answer."""
        entry, told = self._entry, _joined(answer.headers)
        if self._prepared is not None and not entry.error:
            wrong = examine.answered(self._prepared, answer.status, told, answer.body)
            if wrong is not None:
                self._find(examine.ANSWER, wrong)
        entry.accepted = not entry.error and self._system.yardstick.accepts(answer.status, answer.body)
        entry.elapsed_us, entry.status, entry.response_headers = elapsed, answer.status, told
        entry.response_body = redact.body(answer.body, told.get("content-type", ""))
        entry.notes = {"mode": "sandbox", "forwarded": self._target, "findings": self._findings}
        await self._app.within(self._key, lambda run: run.journal.append(entry))
        return self._headers(answer, elapsed)

    def _headers(self, answer: Answer, elapsed: int) -> Headers:
        added = [(b"server-timing", f"sandbox;dur={elapsed / 1000:.3f}".encode())]
        if answer.status not in (204, 304):
            added.append((b"content-length", str(len(answer.body)).encode()))
        if self._findings or self._entry.error:
            link = f"{self._home}/_/runs/{self._key}/diagnosis/{self._entry.seq}"
            added.append((DIAGNOSIS.encode(), link.encode()))
        return [*answer.headers, *added]

    def _find(self, side: str, refusal: Refusal) -> None:
        hidden = {"received": "***"} if redact.secret(refusal.field.rpartition(".")[2]) else {}
        self._findings.append({**examine.finding(side, refusal), **hidden})


def _message(run: Run, system: str, params: Mapping[str, str], incoming: Incoming) -> Message:
    query = dict(parse_qsl(incoming.query, keep_blank_values=True))
    return Message(
        None, incoming.body, incoming.method, incoming.path, params, query, incoming.headers,
        incoming.base or f"{run.base}/{system}",
        run.key, run.seed, run.serial(),
    )  # fmt: skip


def _joined(headers: Headers) -> dict[str, str]:
    joined: dict[str, str] = {}
    for raw, value in headers:
        name = raw.decode("latin-1")
        joined[name] = f"{joined[name]}, {value.decode('latin-1')}" if name in joined else value.decode("latin-1")
    return joined
