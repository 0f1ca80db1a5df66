"""forged-callbacks: confirmations that nobody should believe, then a real payment, then its replay."""

from __future__ import annotations

from urllib.parse import urlencode

from harness.journeys.filing import file
from harness.journeys.journey import Journey
from harness.journeys.paying import browse, open_order, settle, why_free
from harness.journeys.stage import Stage
from harness.journeys.views import wait_for_callback
from harness.port.results import Order

KINDS = ("wrong_amount", "bad_checksum", "unknown_order", "other_dossier")


def play(stage: Stage) -> None:
    code = file(stage)
    order = open_order(stage, code)
    for kind in KINDS:
        forge(stage, order, kind)
        stage.attempt("track", stage.applicant, kind, dossier_code=code)
    come_back_unpaid(stage, order)
    stage.attempt("track", stage.applicant, "forged_return", dossier_code=code)
    settle(stage, order)
    stage.attempt("track", stage.applicant, "paid", dossier_code=code)
    forge(stage, order, "replay")
    stage.attempt("track", stage.applicant, "replay", dossier_code=code)


def forge(stage: Stage, order: Order, kind: str) -> None:
    """Let a forged CONFIRM of ``kind`` be sent, and wait for what the service says to it."""
    answer = stage.national("payment", "forge", reference=order.reference, kind=kind)
    wait_for_callback(stage, answer["callback"])


def come_back_unpaid(stage: Stage, order: Order) -> None:
    """The browser comes back saying that it paid, which it didn't (portal-payment-sso §9.7)."""
    query = urlencode({"data": order.reference, "responseCode": "00", "secureCode": "0" * 64})
    path = stage.bed.host.platform_class().targets["payment.return"]
    url = f"{stage.bed.base_url}/{path.lstrip('/')}?{query}"
    stage.observe("city", "forged_return", browse(stage, "return.forged", url))


JOURNEY = Journey(
    "forged-callbacks", "Thông báo thanh toán giả mạo và lặp lại", play, ("start_payment", "track"), why_free
)
