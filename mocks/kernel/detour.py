"""The long way for calls in runs with faults or a real endpoint behind a system; other runs never come here."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from starlette.types import Receive, Scope, Send

from mocks.kernel.dispatch import Parser
from mocks.kernel.exchange import Incoming
from mocks.kernel.faults.call import Disturbed
from mocks.kernel.faults.sending import Sending, deliver, hang_up
from mocks.kernel.kernel import Place
from mocks.kernel.sandbox.passage import Passage
from mocks.kernel.wire import AFTER

if TYPE_CHECKING:
    from mocks.kernel.app import MockApp


class Detour:
    """One call on its long way, as an ASGI application of its own."""

    def __init__(self, app: MockApp, place: Place, incoming: Incoming, parse: Parser | None = None) -> None:
        self._app, self._place, self._incoming, self._parse = app, place, incoming, parse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        run, table, slot, params = self._place
        if table.system.name in run.passes:
            return await Passage(self._app, run, table.system, slot, params, self._incoming)(scope, receive, send)
        call = Disturbed(run, table, slot, params, self._incoming, self._parse)
        call.answer()
        later = scope.get(AFTER)
        if later is None:
            return await self._send(call.sending, scope, receive, send)
        return later.append(partial(self._send, call.sending))

    async def _send(self, sending: Sending, scope: Scope, receive: Receive, send: Send) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._app.detained.add(task)
        try:
            await deliver(sending, scope, receive, send)
        except asyncio.CancelledError:
            await hang_up(scope, receive)
        finally:
            self._app.detained.discard(task)
