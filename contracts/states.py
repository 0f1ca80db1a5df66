"""Provider states: what must be true of a mock before an interaction is replayed against it.

A state prepares the run over the control API or as another client over the wire; it never reaches into a
mock's code. A pact that names a state not listed here is refused before anything is replayed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import httpx

from contracts.consumers import payment, portal
from harness.testbed.control import Control

Parameters = Mapping[str, Any]
FAR = "2999-12-31T00:00:00+07:00"


class Provider:
    """One run's provider: the control client and the system's base URL."""

    def __init__(self, control: Control, base: str) -> None:
        self.control, self.base = control, base

    def post(self, path: str, body: Mapping[str, Any], **headers: str) -> Any:
        """A JSON call to the mock as another client; raises ``httpx.HTTPError`` when it breaks down."""
        return httpx.post(self.base + path, json=dict(body), headers=headers, timeout=10).raise_for_status().json()


def open_session(provider: Provider, parameters: Parameters) -> None:
    """``session`` is open for ``agency``."""
    record = {"username": parameters["agency"], "agency": parameters["agency"], "expires": FAR}
    provider.control.put_state("portal", "sessions", parameters["session"], record)


def known_dossier(provider: Provider, parameters: Parameters) -> None:
    """``MaHoSo`` is a dossier of ``agency``; told again it stays as it is."""
    item = portal.dossier(MaHoSo=parameters["MaHoSo"])
    session = "d" * 32
    open_session(provider, {"session": session, "agency": parameters["agency"]})
    body = {"session": session, "madonvi": parameters["agency"], "service": "DongBoHoSoMC", "data": [item]}
    provider.post(portal.CALL, {**body, "isUpdating": "False"}, dstcode=portal.DESTINATION)


def opened_order(provider: Provider, parameters: Parameters) -> None:
    """The order ``MaThamChieu`` waits for its payer."""
    serial = int(str(parameters["MaHoSo"])[-4:])
    provider.post("/paymentplatform/init", payment.init(payment.order(serial, parameters["SoTien"])))


def paid_order(provider: Provider, parameters: Parameters) -> None:
    """The order ``MaThamChieu`` has been paid."""
    opened_order(provider, parameters)
    provider.control.act("payment", "pay", reference=parameters["MaThamChieu"])


def registered(provider: Provider, parameters: Parameters) -> None:
    """An account or partner with this secret: the run is created with it (see :data:`SECRETS`)."""


STATES: Mapping[str, Mapping[str, Callable[[Provider, Parameters], None]]] = {
    "portal": {"an account": registered, "an open session": open_session, "a dossier": known_dossier},
    "payment": {"a partner": registered, "an order": opened_order, "a paid order": paid_order},
}

SECRETS: Mapping[str, Callable[[Parameters], Mapping[str, str]]] = {
    "an account": lambda parameters: {"portal.password": str(parameters["password"])},
    "a partner": lambda parameters: {
        "payment.partner": str(parameters["MaDoiTac"]),
        "payment.secret": str(parameters["secret"]),
    },
}
"""States that are secrets of the run, by the label under which the run is created with them."""
