"""Filing: sign in from the portal's link, fill in, upload, sign, submit."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from harness.platforms.reference_city.html import page
from harness.platforms.reference_city.session import Session, file_of, part
from harness.port import results as r
from harness.port.platform import Actor, Broken, Refused, Response


class Filing(Session):
    """Operations of the applicant up to the submission."""

    def sign_in(self, actor: Actor, link: str) -> r.Account:
        """Follow the portal's link to the national sign-in, and come back signed in."""
        location = _location(self.bench.transport(actor).request("GET", self.url(link)))
        if not location.startswith(self._base):
            back = self.bench.national.sign_in(location, actor)
            _location(self.bench.transport(actor).request("GET", back))
        return r.Account(**self.get(actor, "/api/account"))

    def open_form(self, actor: Actor, procedure_code: str) -> r.Form:
        return _form(self.call(actor, "POST", "/api/drafts", json={"procedure_code": procedure_code}).json())

    def save_draft(self, actor: Actor, draft_id: str, data: dict[str, str], delivery: str) -> r.Draft:
        body = {"data": dict(data), "delivery": delivery}
        saved = self.call(actor, "PUT", f"/api/drafts/{part(draft_id)}", json=body).json()
        values = {field["name"]: field["value"] for field in saved["fields"] if field["value"]}
        return r.Draft(draft_id=saved["draft_id"], data=values)

    def upload(self, actor: Actor, draft_id: str, component_code: str, file: r.Blob) -> r.Upload:
        path = f"/api/drafts/{part(draft_id)}/files"
        data, files = {"component_code": component_code}, {"file": (file.filename, file.content, file.media_type)}
        return r.Upload(**_stored(self.call(actor, "POST", path, data=data, files=files)))

    def render_document(self, actor: Actor, draft_id: str, component_code: str) -> r.Rendered:
        answer = self.call(actor, "GET", f"/api/drafts/{part(draft_id)}/documents/{part(component_code)}")
        return r.Rendered(component_code=component_code, document=file_of(answer))

    def attach_signature(self, actor: Actor, draft_id: str, component_code: str, document: r.Blob) -> r.Signed:
        path = f"/api/drafts/{part(draft_id)}/documents/{part(component_code)}"
        files = {"file": (document.filename or "da-ky.pdf", document.content, document.media_type)}
        stored = self.call(actor, "POST", path, files=files).json()
        return r.Signed(file_id=stored["file_id"], component_code=stored["component_code"])

    def submit(self, actor: Actor, draft_id: str) -> r.Receipt:
        return receipt(self.call(actor, "POST", f"/api/drafts/{part(draft_id)}/submission").json())


def receipt(data: dict[str, Any]) -> r.Receipt:
    """The acknowledgement of a submission or a supplement."""
    return r.Receipt(
        dossier_code=data["dossier_code"],
        submitted_at=data["submitted_at"],
        status=data["status"],
        text=data["message"],
    )


def _location(answer: Response) -> str:
    """Where a redirection leads, absolute; raises Refused with what the page says when it is a page instead."""
    if answer.status >= 500:
        raise Broken(f"{answer.url}: HTTP {answer.status}")
    if not 300 <= answer.status < 400 or "location" not in answer.headers:
        said = page(answer).title or f"HTTP {answer.status}"
        raise Refused(f"Không dẫn đến đăng nhập: {said}", code=str(answer.status))
    return urljoin(answer.url, answer.headers["location"])


def _stored(answer: Response) -> dict[str, Any]:
    data = answer.json()
    return {name: data[name] for name in ("file_id", "component_code", "filename", "size", "sha256")}


def _form(data: dict[str, Any]) -> r.Form:
    return r.Form(
        procedure_code=data["procedure_code"],
        procedure_name=data["procedure_name"],
        draft_id=data["draft_id"],
        form_code=data["form_code"],
        fields=[_field(field) for field in data["fields"]],
        slots=[_slot(slot) for slot in data["slots"]],
        delivery=data["delivery_options"],
        payment_step=data["payment_step"],
        upload_limit_bytes=data["upload_limit_bytes"],
    )


def _field(field: dict[str, Any]) -> r.FormField:
    return r.FormField(
        name=field["name"],
        label=field["label"],
        type=field["type"],
        required=field["required"],
        choices=field["choices"],
        prefilled=field["value"] if field["prefilled"] else None,
        locked=field["locked"],
    )


def _slot(slot: dict[str, Any]) -> r.Slot:
    return r.Slot(**{name: value for name, value in slot.items() if name != "accepts"})
