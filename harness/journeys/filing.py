"""Filing, as the applicant does it: come from the portal, sign in, fill in, hand in, sign, send."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from fixtures.services.model import Component
from harness.journeys.data import values
from harness.journeys.files import file_for
from harness.journeys.stage import JourneyFailed, Stage
from harness.port.platform import Actor
from harness.port.results import Blob, Form, Receipt, Slot
from harness.signing import Kind


@dataclass(frozen=True)
class Draft:
    """A draft on its way: its id and the form it belongs to."""

    id: str
    form: Form

    def slot(self, component: Component) -> Slot | None:
        """The place where ``component`` is handed in; ``None`` when the form has none."""
        return next((slot for slot in self.form.slots if slot.component_code == component.code), None)


def enter(stage: Stage, actor: Actor | None = None, label: str = "") -> None:
    """Come from the portal's «Nộp hồ sơ» link and sign in."""
    link = stage.national("portal", "deep_link", MaTTHC=stage.service.code)["url"]
    stage.do("sign_in", actor or stage.applicant, label, link=link)


def begin(stage: Stage, label: str = "", leave_out: Collection[str] = ()) -> Draft:
    """Open the form and save it filled in, without the fields in ``leave_out``."""
    form = stage.do("open_form", stage.applicant, label, procedure_code=stage.service.code)
    draft = Draft(form.draft_id, form)
    data = values(stage.service, stage.pair.applicant, form, leave_out)
    delivery = form.delivery[0] if form.delivery else stage.service.result_delivery[0]
    stage.do("save_draft", stage.applicant, label, draft_id=draft.id, data=data, delivery=delivery)
    return draft


def hand_in(stage: Stage, draft: Draft, label: str = "") -> None:
    """Upload a file for every component that takes one."""
    wanted = [component for component in stage.service.components if takes_file(draft.slot(component))]
    for number, component in enumerate(wanted, 1):
        part = ".".join(part for part in (label, str(number) if len(wanted) > 1 else "") if part)
        file = file_for(component.name, component.required, f"{stage.journey} {component.code} {label}".strip())
        inputs = {"draft_id": draft.id, "component_code": component.code, "file": file}
        stage.do("upload", stage.applicant, part, **inputs)


def takes_file(slot: Slot | None) -> bool:
    """Whether the applicant uploads something there (generated papers are signed, not uploaded)."""
    return slot is not None and slot.upload and not slot.generated


def to_sign(stage: Stage) -> list[Component]:
    """The components that the descriptor wants signed."""
    return [component for component in stage.service.components if component.signature_required]


def render(stage: Stage, draft: Draft, component: Component, label: str = "") -> Blob:
    """The filled form as the PDF to sign."""
    inputs = {"draft_id": draft.id, "component_code": component.code}
    document: Blob = stage.do("render_document", stage.applicant, label, **inputs).document
    return document


def sign(stage: Stage, document: Blob, kind: Kind = "valid") -> Blob:
    """``document`` signed with the applicant's certificate, or with a wrong one of ``kind``."""
    at, holder, other = stage.clock(), stage.pair.applicant.holder, stage.pair.other.holder
    try:
        made = stage.keyring.sign(document.content, holder, kind=kind, other=other, at=at)
    except Exception as error:
        raise JourneyFailed(f"Không ký được tài liệu nhận từ hệ thống ({type(error).__name__}: {error})") from error
    signed = document.model_copy(update={"content": made.document, "media_type": "application/pdf"})
    stage.signed(
        certificate=made.kind,
        subject=made.subject,
        identifier=made.identifier,
        document=stage.recorder.blob(document.content),
        signed=stage.recorder.blob(signed.content),
        signed_at=at.isoformat(timespec="seconds"),
    )
    return signed


def sign_all(stage: Stage, draft: Draft, label: str = "") -> None:
    """Render, sign and attach every component that must be signed."""
    for component in to_sign(stage):
        signed = sign(stage, render(stage, draft, component, label))
        inputs = {"draft_id": draft.id, "component_code": component.code, "document": signed}
        stage.do("attach_signature", stage.applicant, label, **inputs)


def prepare(stage: Stage, label: str = "") -> Draft:
    """A draft complete and signed, ready to be sent."""
    draft = begin(stage, label)
    hand_in(stage, draft, label)
    sign_all(stage, draft, label)
    return draft


def submit(stage: Stage, draft: Draft, label: str = "") -> Receipt:
    """Send the draft; the dossier's code is noted."""
    receipt: Receipt = stage.do("submit", stage.applicant, label, draft_id=draft.id)
    stage.case(MaHoSo=receipt.dossier_code)
    return receipt


def file(stage: Stage) -> str:
    """Everything from the portal's link to the acknowledgement; the dossier's code."""
    enter(stage)
    code = submit(stage, prepare(stage)).dossier_code
    if not code:
        raise JourneyFailed("Hệ thống không trả mã hồ sơ sau khi nộp.")
    return code
