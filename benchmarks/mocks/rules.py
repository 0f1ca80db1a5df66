"""The mocks' own rules on bare ASGI: their models, handlers and store, but no kernel around them.

Beside the mocks it shows what the kernel itself costs (run lookup, dispatch, journal, clock, faults, correlation keys,
diagnosis); beside the hand-written limit it shows what the rules cost.

``python -m benchmarks.mocks.rules PORT``
"""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import from_json, to_json

from benchmarks.mocks.bare import Bare, serve
from benchmarks.mocks.workloads import GATEWAY, INIT, Site
from mocks.kernel.clock import ZONE
from mocks.kernel.ground import Fixtures
from mocks.kernel.kernel import Kernel
from mocks.kernel.operation import Message, Operation, Put
from mocks.kernel.run import Run
from mocks.kernel.systems import installed

HOME = "http://127.0.0.1:8000"


class Rules:
    """A :class:`benchmarks.mocks.bare.Desk` made of the mocks' operations."""

    def __init__(self, site: Site) -> None:
        kernel = Kernel(installed(("portal", "payment")), Fixtures())
        secrets = {"payment.partner": site.partner, "payment.secret": site.secret}
        self._run: Run = kernel.runs.create(HOME, "bench", secrets=secrets)
        session = {"username": "Y99", "agency": "Y99", "expires": "9999-01-01T00:00:00+07:00"}
        self._run.store.apply("portal", [Put("sessions", site.session, session)])
        self._serial = 0
        operations = [one for member in kernel.members.values() for one in member.system.operations if one.request]
        self._ready = {one.name: (one, TypeAdapter(one.request)) for one in operations}

    def call(self, headers: dict[bytes, bytes], body: bytes) -> bytes:
        """The gateway. ValueError refuses."""
        tree = from_json(body)
        operation, adapter = self._ready[tree["service"]]
        return self._served("portal", operation, adapter.validate_python(tree), headers, body, GATEWAY)

    def open(self, headers: dict[bytes, bytes], body: bytes) -> bytes:
        """The payment platform's INIT. ValueError refuses."""
        operation, adapter = self._ready["INIT"]
        return self._served("payment", operation, adapter.validate_json(body), headers, body, INIT)

    def _served(
        self, system: str, operation: Operation, body: Any, headers: dict[bytes, bytes], raw: bytes, path: str
    ) -> bytes:
        self._serial += 1
        named = {name.decode(): value.decode() for name, value in headers.items()}
        message = Message(body, raw, "POST", path, {}, {}, named, f"{HOME}/{system}", "bench", 1, self._serial)
        reply = operation.handler(message, self._run.store.state(system), datetime.now(ZONE))
        if reply.changes:
            self._run.store.apply(system, reply.changes)
        return reply.answer if isinstance(reply.answer, bytes) else to_json(reply.answer)


if __name__ == "__main__":
    serve(Bare(Rules(Site())), int(sys.argv[1]))
