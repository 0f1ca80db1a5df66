"""After the submission: pay, track, supplement, withdraw, download."""

from __future__ import annotations

from typing import Any

from harness.platforms.reference_city.filing import receipt
from harness.platforms.reference_city.session import Session, download, part
from harness.port import results as r
from harness.port.platform import Actor


class Following(Session):
    """Operations of the applicant on a submitted dossier."""

    def start_payment(self, actor: Actor, dossier_code: str) -> r.Order:
        return r.Order(**self.call(actor, "POST", f"{_path(dossier_code)}/payments").json())

    def track(self, actor: Actor, dossier_code: str) -> r.Dossier:
        return dossier(self.get(actor, _path(dossier_code)))

    def supplement(self, actor: Actor, dossier_code: str, component_code: str, file: r.Blob, text: str) -> r.Receipt:
        data = {"component_code": component_code, "text": text}
        files = {"file": (file.filename, file.content, file.media_type)}
        answer = self.call(actor, "POST", f"{_path(dossier_code)}/supplement", data=data, files=files)
        return receipt(answer.json())

    def withdraw(self, actor: Actor, dossier_code: str, reason: str) -> r.Dossier:
        answer = self.call(actor, "POST", f"{_path(dossier_code)}/withdrawal", json={"reason": reason})
        return dossier(answer.json())

    def download_receipt(self, actor: Actor, dossier_code: str) -> r.Download:
        return download(self.call(actor, "GET", f"{_path(dossier_code)}/receipt"))

    def download_result(self, actor: Actor, dossier_code: str) -> r.Download:
        return download(self.call(actor, "GET", f"{_path(dossier_code)}/result"))


def dossier(data: dict[str, Any]) -> r.Dossier:
    """A dossier as the applicant or an officer sees it."""
    result = data["result"]
    return r.Dossier(
        **{name: data[name] for name in SAME},
        files=[_file(file) for file in data["files"]],
        time_limit=r.TimeLimit(**data["period"]) if data["period"] else None,
        payment=r.Payment(**data["payment"]),
        notices=[r.Notice(**notice) for notice in data["notices"]],
        result=r.ResultState(**{name: value for name, value in result.items() if name != "tracking_number"}),
    )


SAME = (
    "dossier_code",
    "procedure_code",
    "status",
    "status_name",
    "channel",
    "applicant_name",
    "applicant_id",
    "data",
    "submitted_at",
    "received_at",
    "due_at",
    "unit",
    "delivery",
)
"""What the city names as the port does."""


def _path(dossier_code: str) -> str:
    return f"/api/dossiers/{part(dossier_code)}"


def _file(file: dict[str, Any]) -> r.File:
    return r.File(**{name: value for name, value in file.items() if name != "media_type"})
