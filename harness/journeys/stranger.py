"""other-person: somebody else who is signed in tries the first person's dossier code."""

from __future__ import annotations

from harness.journeys.filing import enter, file
from harness.journeys.handling import finish, receive
from harness.journeys.journey import Journey
from harness.journeys.paying import due, pay
from harness.journeys.stage import Stage


def play(stage: Stage) -> None:
    code = file(stage)
    enter(stage, stage.other, "other")
    stage.attempt("track", stage.other, dossier_code=code)
    if due(stage):
        stage.attempt("start_payment", stage.other, "other", dossier_code=code)
        pay(stage, code)
    receive(stage, code)
    finish(stage, code)
    stage.attempt("download_result", stage.other, dossier_code=code)


JOURNEY = Journey("other-person", "Người khác thử xem, thanh toán, tải kết quả", play, ("track", "download_result"))
