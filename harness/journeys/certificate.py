"""wrong-certificate: signed with an expired, a revoked, another person's and a self-signed certificate."""

from __future__ import annotations

from harness.journeys.filing import Draft, begin, enter, hand_in, render, sign, to_sign
from harness.journeys.journey import Journey, when_signed
from harness.journeys.stage import Stage
from harness.signing import WRONG, Kind


def play(stage: Stage) -> None:
    enter(stage)
    draft = _fresh(stage, "")
    for kind in WRONG:
        if _sent(stage, draft, kind):
            draft = _fresh(stage, f"after_{kind}")


def _fresh(stage: Stage, label: str) -> Draft:
    draft = begin(stage, label)
    hand_in(stage, draft, label)
    return draft


def _sent(stage: Stage, draft: Draft, kind: Kind) -> bool:
    """Sign with ``kind``, attach, send; whether the service took it."""
    for component in to_sign(stage):
        signed = sign(stage, render(stage, draft, component, kind), kind)
        inputs = {"draft_id": draft.id, "component_code": component.code, "document": signed}
        stage.attempt("attach_signature", stage.applicant, kind, **inputs)
    sent = stage.attempt("submit", stage.applicant, kind, draft_id=draft.id)
    if sent.done:
        stage.case(MaHoSo=sent.result.dossier_code)
    return sent.done


JOURNEY = Journey(
    "wrong-certificate",
    "Nộp hồ sơ ký bằng chứng thư số sai",
    play,
    needs=("sign_in", "open_form", "render_document", "attach_signature", "submit"),
    why_not=when_signed,
)
