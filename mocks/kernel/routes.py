"""FastAPI routes made from the same declarations as the dispatcher: documentation, fallback and oracle.

They find their operation by Starlette's router and read JSON with the standard library, so that a test which
sends one corpus both ways compares two independent readings.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from fastapi import Request, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from mocks.kernel import decode
from mocks.kernel.calls import Call, lost
from mocks.kernel.detour import Detour
from mocks.kernel.dispatch import Slot
from mocks.kernel.doors import stranger
from mocks.kernel.exchange import Outgoing
from mocks.kernel.kernel import Place
from mocks.kernel.problem import MEDIA, Problem, unknown_run
from mocks.kernel.sandbox.passage import Passage
from mocks.kernel.systems import Member
from mocks.kernel.wire import incoming

if TYPE_CHECKING:
    from mocks.kernel.app import MockApp


def add(app: MockApp) -> None:
    """Add a route per method and path of every system, literal paths first, and one for what none of them takes."""
    for member in app.kernel.members.values():
        for slot in sorted(member.table.slots.values(), key=lambda slot: "{" in slot.path):
            _add(app, member, slot)
    fallback = _Fallback(app)
    app.router.routes.append(Route("/{run_key}/{rest:path}", fallback))
    app.router.routes.append(Route("/{run_key}", fallback))


def _add(app: MockApp, member: Member, slot: Slot) -> None:
    first = slot.operations[0].operation
    app.add_api_route(
        f"/{{run_key}}/{member.system.name}{slot.path}",
        _endpoint(app, member, slot),
        methods=[slot.method],
        response_model=None,
        summary=" · ".join(prepared.operation.name for prepared in slot.operations),
        description=first.summary or None,
        tags=[member.system.name],
        operation_id=f"{member.system.name}:{slot.method}:{slot.path}",
    )


def _endpoint(app: MockApp, member: Member, slot: Slot) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        params = dict(request.path_params)
        key = params.pop("run_key")
        run = app.kernel.runs.get(key)
        if run is None:
            raise unknown_run(key, stranger(request.scope, app.home))
        message = incoming(request.scope, await request.body())
        if run.faults.armed or run.passes:
            return _Long(Detour(app, Place(run, member.table, slot, params), message, decode.plain))
        return _response(Call(run, member.table, slot, params, message, decode.plain).answer())

    return endpoint


class _Fallback:
    """Answers what no route takes: an unknown run or system, or an operation that the system doesn't have."""

    def __init__(self, app: MockApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = self._answer(request, await request.body())
        except Problem as problem:
            response = Response(problem.body, problem.status, media_type=MEDIA)
        await response(scope, receive, send)

    def _answer(self, request: Request, body: bytes) -> Response:
        key = request.path_params["run_key"]
        if key == "_":
            raise Problem(404, "Giao diện điều khiển không có địa chỉ này", "Xem /_/openapi.json")
        run = self._app.kernel.runs.get(key)
        if run is None:
            raise unknown_run(key, stranger(request.scope, self._app.home))
        system, _, rest = request.path_params.get("rest", "").partition("/")
        if system not in self._app.kernel.members:
            raise Problem(404, f"Không có hệ thống {system!r}", f"Có: {', '.join(self._app.kernel.members)}")
        table = self._app.kernel.members[system].table
        if system in run.passes:
            return _Long(Passage(self._app, run, table.system, None, {}, incoming(request.scope, body)))
        return _response(lost(run, table, f"/{rest}", incoming(request.scope, body)))


class _Long(Response):
    """A response that is still to be found."""

    def __init__(self, way: ASGIApp) -> None:
        super().__init__()
        self._way = way

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._way(scope, receive, send)


def _response(outgoing: Outgoing) -> Response:
    response = Response(outgoing.body, outgoing.status)
    response.headers.update(outgoing.headers)
    return response
