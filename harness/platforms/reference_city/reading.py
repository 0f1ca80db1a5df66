"""What anybody can do: read procedures, search, list and download forms, track a dossier by its code."""

from __future__ import annotations

from typing import Any

from harness.platforms.reference_city.html import page, wants_login
from harness.platforms.reference_city.session import Session, file_of, part, success
from harness.port import results as r
from harness.port.platform import Actor, Broken

NOT_FOUND = 404


class Reading(Session):
    """Operations of the public."""

    def read_procedure(self, actor: Actor, procedure_code: str) -> r.Procedure:
        """The procedure from the interface, and the rendered page beside it."""
        data = self.get(actor, f"/api/procedures/{part(procedure_code)}")
        shown = self.bench.transport(actor).request("GET", self.url(f"/thu-tuc/{part(procedure_code)}"))
        return _procedure(data, page(shown))

    def search_procedures(self, actor: Actor, query: str) -> r.SearchHits:
        found = self.call(actor, "GET", "/api/procedures", params={"query": query}).json()
        return r.SearchHits(query=query, codes=[row["code"] for row in found["procedures"]])

    def list_forms(self, actor: Actor, procedure_code: str) -> r.Forms:
        found = self.get(actor, f"/api/procedures/{part(procedure_code)}/forms")
        return r.Forms(forms=[r.FormLink(**{**form, "url": self.url(form["url"])}) for form in found["forms"]])

    def download_form(self, actor: Actor, url: str) -> r.Download:
        """The form as it comes: an answer other than 200 is a finding, not a refusal."""
        answer = self.bench.transport(actor).request("GET", self.url(url))
        if answer.status >= 500:
            raise Broken(f"{answer.url}: HTTP {answer.status}")
        if answer.status != 200:
            return r.Download(status=answer.status, login_required=wants_login(answer))
        return r.Download(status=200, file=file_of(answer))

    def track_public(self, actor: Actor, dossier_code: str) -> r.PublicTrack:
        """What the interface and the page tell anybody who has the code."""
        answer = self.bench.transport(actor).request("GET", self.url(f"/api/tracking/{part(dossier_code)}"))
        if answer.status == NOT_FOUND:
            return r.PublicTrack(dossier_code=dossier_code, found=False)
        data = success(answer).json()
        shown = self.bench.transport(actor).request("GET", self.url("/tra-cuu"), params={"ma": dossier_code})
        return r.PublicTrack(
            dossier_code=data["dossier_code"],
            found=True,
            status_name=data["completion"],
            shown=sorted(data),
            text=page(shown).text,
        )


def _procedure(data: dict[str, Any], shown: r.Page) -> r.Procedure:
    return r.Procedure(
        code=data["code"],
        name=data["name"],
        level=data["level"],
        decision=data["decision"],
        in_force=data["in_force"],
        agency_code=data["agency"]["code"],
        agency_name=data["agency"]["name"],
        field_name=data["field_name"],
        applicants=data["applicants"],
        steps=data["steps"],
        requirements=data["requirements"],
        methods=[_method(way) for way in data["methods"]],
        components=[r.Component(**component) for component in data["components"]],
        fees=[r.Fee(**fee) for fee in data["fees"]],
        results=[r.ResultPaper(**result) for result in data["results"]],
        legal_basis=[r.LegalBasis(**basis) for basis in data["legal_basis"]],
        page=shown,
    )


def _method(way: dict[str, Any]) -> r.Method:
    return r.Method(channel=way["channel"], time_limit=r.TimeLimit(**way["period"]), description=way["description"])
