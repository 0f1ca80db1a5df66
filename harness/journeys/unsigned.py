"""unsigned: the dossier is sent without the signature it needs."""

from __future__ import annotations

from typing import Any

from harness.journeys.filing import begin, enter, hand_in, render, to_sign
from harness.journeys.journey import Journey, when_signed
from harness.journeys.stage import Stage


def play(stage: Stage) -> None:
    enter(stage)
    draft = begin(stage)
    hand_in(stage, draft)
    sent = stage.attempt("submit", stage.applicant, "1", draft_id=draft.id)
    if sent.done:
        stage.case(MaHoSo=sent.result.dossier_code)
        return
    for component in to_sign(stage):
        document = render(stage, draft, component)
        inputs: dict[str, Any] = {"draft_id": draft.id, "component_code": component.code, "document": document}
        stage.attempt("attach_signature", stage.applicant, **inputs)
    sent = stage.attempt("submit", stage.applicant, "2", draft_id=draft.id)
    if sent.done:
        stage.case(MaHoSo=sent.result.dossier_code)


JOURNEY = Journey("unsigned", "Nộp hồ sơ chưa ký số", play, why_not=when_signed)
