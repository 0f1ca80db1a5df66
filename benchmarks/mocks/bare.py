"""The limit: one ASGI function on uvicorn, written by hand for the three workloads, without the kernel.

It does the same work (destination, session, agency, every field's rule, checksum, duplicate, storing) the way one
would write it for speed alone: constrained types compiled once, the message decoded once, raw bytes stored, the
procedure packed beforehand. It has no runs, journal, clock, faults, correlation keys or diagnosis.

``python -m benchmarks.mocks.bare PORT``
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Annotated, Any, Protocol

import uvicorn
from pydantic import Field, TypeAdapter
from pydantic_core import to_json

from benchmarks.mocks.messages import Order, Query, Sync
from benchmarks.mocks.workloads import GATEWAY, INIT, Site, procedure
from mocks.portal.gateway import DESTINATION

Event = MutableMapping[str, Any]

Call = TypeAdapter(Annotated[Sync | Query, Field(discriminator="service")])
Opening = TypeAdapter(Order)


class Desk:
    """All state of the limit."""

    def __init__(self, site: Site) -> None:
        self.partners = {site.partner: site.secret}
        self.sessions = {site.session}
        self.dossiers: dict[str, bytes] = {}
        self.orders: dict[str, bytes] = {}
        tree = procedure()
        self.procedures = {tree["MATTHC"]: packed({"error_code": "0", "message": "Thành công", "result": [tree]})}
        self.listed = {"1.012907", "1.012901"}

    def call(self, headers: dict[bytes, bytes], body: bytes) -> bytes:
        """The gateway. ValueError refuses."""
        if headers.get(b"dstcode") != DESTINATION.encode():
            raise ValueError("dstcode")
        call = Call.validate_json(body)
        if call.session not in self.sessions:
            return packed({"error_code": "-2", "message": "session"})
        if isinstance(call, Query):
            return self.procedures[call.maTTHC]
        return self._sync(call, body)

    def _sync(self, call: Sync, body: bytes) -> bytes:
        if call.madonvi.partition(".")[0] != "Y99" or any(item.MaTTHC not in self.listed for item in call.data):
            raise ValueError("madonvi, MaTTHC")
        if call.isUpdating.lower() != "true" and any(item.MaHoSo in self.dossiers for item in call.data):
            return packed({"error_code": "3", "message": "MaHoSo"})
        for item in call.data:
            self.dossiers[item.MaHoSo] = body
        return packed({"error_code": "0", "message": f"Đồng bộ {len(call.data)} hồ sơ thành công"})

    def open(self, headers: dict[bytes, bytes], body: bytes) -> bytes:  # noqa: ARG002 - as call
        """The payment platform's INIT. ValueError refuses."""
        order = Opening.validate_json(body)
        secret = self.partners[order.MaDoiTac]
        if _sealed(secret, *(getattr(order, name) for name in _SIGNED)) != order.MaXacThuc:
            return packed({"MaLoi": "02"})
        if order.MaThamChieu in self.orders:
            return packed({"MaLoi": "03"})
        self.orders[order.MaThamChieu] = body
        about = {"MaDoiTac": order.MaDoiTac, "MaThamChieu": order.MaThamChieu, "ThoiGianGD": order.ThoiGianGD}
        page = hashlib.sha256(f"{secret}|{order.MaThamChieu}".encode()).hexdigest()[:32]
        answer = {"MaLoi": "00", "MoTaLoi": "Thành công", **about, "MaXacThuc": _sealed(secret, "00", *about.values())}
        return packed({**answer, "UrlThanhToan": f"http://127.0.0.1:8000/thanh-toan/{page}"})


_SIGNED = tuple(Order.model_fields)[:14]


def _sealed(secret: str, *values: str) -> str:
    return hashlib.sha256("|".join([*values, secret]).encode()).hexdigest()


def packed(answer: Any) -> bytes:
    return to_json(answer)


class Doors(Protocol):
    """What answers the bodies: bytes, or ValueError or KeyError for a refusal."""

    def call(self, headers: dict[bytes, bytes], body: bytes) -> bytes: ...

    def open(self, headers: dict[bytes, bytes], body: bytes) -> bytes: ...


class Bare:
    """The ASGI application."""

    def __init__(self, desk: Doors) -> None:
        self._doors = {GATEWAY: desk.call, INIT: desk.open}

    async def __call__(
        self, scope: Event, receive: Callable[[], Awaitable[Event]], send: Callable[[Event], Awaitable[None]]
    ) -> None:
        event = await receive()
        body = event.get("body", b"")
        while event.get("more_body"):
            event = await receive()
            body += event.get("body", b"")
        status, answer = self.answer(scope, body)
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    def answer(self, scope: Event, body: bytes) -> tuple[int, bytes]:
        """Status and body."""
        door = self._doors.get(scope["path"])
        if door is None:
            return 404, b"{}"
        try:
            return 200, door(dict(scope["headers"]), body)
        except (ValueError, KeyError) as error:
            return 400, packed({"error_code": "-1", "message": str(error)})


def serve(app: Bare, port: int) -> None:
    """Serve on the loopback address."""
    uvicorn.run(
        app, host="127.0.0.1", port=port, log_level="warning", access_log=False, proxy_headers=False,
        server_header=False, lifespan="off",
    )  # fmt: skip


if __name__ == "__main__":
    serve(Bare(Desk(Site())), int(sys.argv[1]))
