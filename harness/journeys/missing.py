"""field-missing: each required field that the applicant types is left out in turn, up to sending."""

from __future__ import annotations

from fixtures.services.model import Service
from harness.journeys.data import typed_fields
from harness.journeys.filing import begin, enter, hand_in, sign, to_sign
from harness.journeys.journey import Journey
from harness.journeys.stage import Stage


def play(stage: Stage) -> None:
    enter(stage)
    for field in typed_fields(stage.service):
        stage.observe("city", "left_out", field.name, field.name)
        _without(stage, field.name)


def _without(stage: Stage, name: str) -> None:
    draft = begin(stage, name, leave_out=[name])
    hand_in(stage, draft, name)
    for component in to_sign(stage):
        shown = stage.attempt(
            "render_document", stage.applicant, name, draft_id=draft.id, component_code=component.code
        )
        if shown.done:
            signed = sign(stage, shown.result.document)
            inputs = {"draft_id": draft.id, "component_code": component.code, "document": signed}
            stage.attempt("attach_signature", stage.applicant, name, **inputs)
    sent = stage.attempt("submit", stage.applicant, name, draft_id=draft.id)
    if sent.done:
        stage.case(MaHoSo=sent.result.dossier_code)


def why_not(service: Service) -> str:
    """Applies where the applicant has something to type."""
    return "" if typed_fields(service) else "Biểu mẫu không có trường bắt buộc nào do người nộp tự nhập."


JOURNEY = Journey("field-missing", "Bỏ trống từng trường bắt buộc", play, why_not=why_not)
