"""other-officer: an officer of a unit that has nothing to do with the dossier tries to find, open and receive it."""

from __future__ import annotations

from harness.journeys.filing import file
from harness.journeys.journey import Journey
from harness.journeys.paying import due, pay
from harness.journeys.stage import Stage


def play(stage: Stage) -> None:
    code = file(stage)
    if due(stage):
        pay(stage, code)
    outsider = stage.officer("other_officer")
    stage.attempt("list_queue", outsider)
    stage.attempt("open_dossier", outsider, dossier_code=code)
    stage.attempt("receive", outsider, dossier_code=code)


JOURNEY = Journey("other-officer", "Cán bộ đơn vị khác thử mở và tiếp nhận", play, ("list_queue", "open_dossier"))
