"""refuse: the receiver refuses at reception: first without a reason, which must not work, then with one."""

from __future__ import annotations

from harness.journeys.filing import file
from harness.journeys.handling import read_log
from harness.journeys.journey import Journey
from harness.journeys.stage import Stage
from harness.journeys.views import wait_for_state

REASON = "Giấy tờ gửi kèm không thuộc thủ tục này."


def play(stage: Stage) -> None:
    code = file(stage)
    receiver = stage.officer("receiver")
    stage.do("open_dossier", receiver, dossier_code=code)
    without = stage.attempt("refuse", receiver, "without_reason", dossier_code=code, reason="")
    if not without.done:
        stage.do("refuse", receiver, dossier_code=code, reason=REASON)
    stage.attempt("track", stage.applicant, dossier_code=code)
    wait_for_state(stage, code, 3)
    read_log(stage, code)


JOURNEY = Journey("refuse", "Từ chối tiếp nhận có lý do", play, ("refuse", "track"))
