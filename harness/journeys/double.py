"""double-submit: the same draft is sent twice, as a double click or a retry does."""

from __future__ import annotations

from harness.journeys.filing import enter, prepare, submit
from harness.journeys.journey import Journey
from harness.journeys.stage import Stage
from harness.journeys.views import wait_for_state


def play(stage: Stage) -> None:
    enter(stage)
    draft = prepare(stage)
    first = submit(stage, draft, "1")
    again = stage.attempt("submit", stage.applicant, "2", draft_id=draft.id)
    if again.done:
        stage.case(MaHoSo=again.result.dossier_code)
    stage.attempt("list_queue", stage.officer("receiver"))
    wait_for_state(stage, first.dossier_code, 1)


JOURNEY = Journey("double-submit", "Nộp hai lần cùng một hồ sơ", play)
