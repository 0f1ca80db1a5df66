"""Paying, as the applicant does it on the national platform."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from fixtures.services.model import Service
from harness.journeys.stage import Stage
from harness.journeys.views import wait_for_answer
from harness.port.platform import Broken
from harness.port.results import Order

FREE = "Thủ tục không thu phí, lệ phí qua kênh trực tuyến (NO_FINANCIAL_OBLIGATION)."
HOPS = 3


def due(stage: Stage) -> int:
    """The fee for the online channel on the run's day, in đồng."""
    return stage.service.fee_due("online", stage.clock().date())


def why_free(service: Service) -> str:
    """Why a payment journey doesn't apply to ``service``; empty when it does."""
    charged = any(line.channel == "online" and line.amount > 0 for line in service.fees)
    return "" if charged else FREE


def open_order(stage: Stage, code: str, label: str = "") -> Order:
    """Open a payment order for the dossier."""
    order: Order = stage.do("start_payment", stage.applicant, label, dossier_code=code)
    stage.case(MaThamChieu=order.reference)
    return order


def settle(stage: Stage, order: Order, action: str = "pay") -> None:
    """``pay`` or ``cancel`` on the payer's page, go back to the service, wait until it has the platform's word."""
    answer = stage.national("payment", action, url=order.pay_url)
    browse(stage, f"return.{action}", answer.get("location", ""))
    wait_for_answer(stage, order.reference)


def pay(stage: Stage, code: str, label: str = "") -> None:
    """Open an order and pay it."""
    settle(stage, open_order(stage, code, label))


def browse(stage: Stage, name: str, url: str) -> list[dict[str, Any]]:
    """Follow ``url`` as the applicant's browser does, within the service; answers what was seen, page by page."""
    stage.port.wire.begin(stage.journey, f"{stage.journey}.{name}")
    seen: list[dict[str, Any]] = []
    transport = stage.port.wire.transport(stage.applicant)
    while url.startswith(stage.bed.base_url) and len(seen) < HOPS:
        try:
            answer = transport.request("GET", url)
        except Broken:
            stage.check_bed()
            break
        seen.append({"url": url, "status": answer.status, "exchange": answer.exchange})
        url = urljoin(url, answer.headers["location"]) if "location" in answer.headers else ""
    return seen
