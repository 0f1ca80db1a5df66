"""withdraw: the applicant takes the dossier back online."""

from __future__ import annotations

from harness.journeys.filing import file
from harness.journeys.handling import read_log
from harness.journeys.journey import Journey
from harness.journeys.stage import Stage
from harness.journeys.views import wait_for_state

REASON = "Tôi đã tìm lại được giấy tờ cũ."


def play(stage: Stage) -> None:
    code = file(stage)
    stage.do("withdraw", stage.applicant, dossier_code=code, reason=REASON)
    stage.attempt("track", stage.applicant, dossier_code=code)
    wait_for_state(stage, code, 7)
    read_log(stage, code)


JOURNEY = Journey("withdraw", "Công dân rút hồ sơ", play, ("withdraw", "track"))
