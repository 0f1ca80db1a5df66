"""cancel-then-pay: the payer gives up on the platform's page, and pays at the second try."""

from __future__ import annotations

from harness.journeys.filing import file
from harness.journeys.journey import Journey
from harness.journeys.paying import open_order, pay, settle, why_free
from harness.journeys.stage import Stage


def play(stage: Stage) -> None:
    code = file(stage)
    settle(stage, open_order(stage, code, "1"), "cancel")
    stage.attempt("track", stage.applicant, "1", dossier_code=code)
    pay(stage, code, "2")
    stage.attempt("track", stage.applicant, "2", dossier_code=code)


JOURNEY = Journey("cancel-then-pay", "Hủy thanh toán rồi thanh toán lại", play, ("start_payment", "track"), why_free)
