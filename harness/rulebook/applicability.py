"""Does a requirement or a check apply to this service on this day? Named predicates; the rulebook only names them.

Decided from the approved descriptor and held against what the portal publishes, never on the service's own word
(legal-criteria §1.3–1.7, "Not applicable when").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from fixtures.services.model import FeeLine, Service


@dataclass(frozen=True)
class Circumstances:
    """What the predicates look at. ``portal_charges``: the portal's record lists an online amount above zero."""

    service: Service
    on: date
    portal_charges: bool | None = None
    portal_seen_in: str = ""


@dataclass(frozen=True)
class Applies:
    """``holds`` is None when the evidence contradicts itself. ``code`` and ``evidence`` justify anything but True."""

    holds: bool | None
    code: str = ""
    evidence: str = ""
    seen_in: str = ""

    @property
    def reason(self) -> str:
        """Code and evidence in one line; empty when it applies."""
        return f"{self.code}: {self.evidence}" if self.code else ""


YES = Applies(True)
Predicate = Callable[[Circumstances], Applies]


def always(case: Circumstances) -> Applies:  # noqa: ARG001
    """Applies whatever the service."""
    return YES


def has_form(case: Circumstances) -> Applies:
    """Some component has a form to download."""
    if any(component.form for component in case.service.components):
        return YES
    return Applies(
        False, "NO_FORM_IN_DECISION", f"{_basis(case.service)} không gắn mẫu văn bản nào với thành phần hồ sơ"
    )


def requires_signature(case: Circumstances) -> Applies:
    """Some component must bear the applicant's signature."""
    if any(component.signature_required for component in case.service.components):
        return YES
    return Applies(False, "NO_SIGNATURE_REQUIRED", f"{_basis(case.service)} không đòi chữ ký ở thành phần nào")


def requires_no_signature(case: Circumstances) -> Applies:
    """No component needs the applicant's signature."""
    if not requires_signature(case).holds:
        return YES
    return Applies(False, "SIGNATURE_REQUIRED", f"{_basis(case.service)} đòi chữ ký của người nộp")


def has_financial_obligation(case: Circumstances) -> Applies:
    """Something is to be paid on the online channel on that day."""
    due = case.service.fee_due("online", case.on)
    if due > 0:
        return YES
    code, evidence = _why_free(case)
    if case.portal_charges:
        return Applies(
            None, "FEE_CONFLICT", f"{evidence}; nhưng Cổng công khai mức thu trực tuyến", case.portal_seen_in
        )
    confirmed = "; Cổng cũng không công khai khoản thu nào" if case.portal_charges is False else ""
    return Applies(False, code, evidence + confirmed, case.portal_seen_in)


def owes_nothing(case: Circumstances) -> Applies:
    """Nothing is to be paid on the online channel on that day."""
    obligation = has_financial_obligation(case)
    if obligation.holds is False:
        return YES
    if obligation.holds is None:
        return obligation
    due = case.service.fee_due("online", case.on)
    return Applies(False, "HAS_FINANCIAL_OBLIGATION", f"phải nộp {due} đ khi nộp trực tuyến ({_basis(case.service)})")


def filed_by_deep_link(case: Circumstances) -> Applies:
    """The applicant comes from the portal into the city's own form."""
    if case.service.hosting == "city_form":
        return YES
    return Applies(
        False, "NOT_HOSTED_BY_CITY", f"hosting là {case.service.hosting}: biểu mẫu không do địa phương phục vụ"
    )


def hands_in_files(case: Circumstances) -> Applies:
    """Some component is a file of the applicant's own."""
    if any(component.form is None for component in case.service.components):
        return YES
    return Applies(
        False, "NO_FILE_COMPONENT", f"{_basis(case.service)}: mọi thành phần đều là biểu mẫu điền trực tuyến"
    )


PREDICATES: dict[str, Predicate] = {
    predicate.__name__: predicate
    for predicate in (
        always,
        has_form,
        requires_signature,
        requires_no_signature,
        has_financial_obligation,
        owes_nothing,
        filed_by_deep_link,
        hands_in_files,
    )
}


def _why_free(case: Circumstances) -> tuple[str, str]:
    service = case.service
    if not service.fees:
        return "NO_FINANCIAL_OBLIGATION", f"{_basis(service)} không có dòng phí, lệ phí nào"
    lines = service.fee_lines("online", case.on)
    if not lines:
        return (
            "ZERO_ON_ONLINE_CHANNEL",
            f"không dòng phí, lệ phí nào có hiệu lực cho kênh trực tuyến ngày {case.on:%d/%m/%Y}",
        )
    return "ZERO_ON_ONLINE_CHANNEL", "; ".join(map(_zero, lines))


def _zero(line: FeeLine) -> str:
    start = f"từ {line.valid_from:%d/%m/%Y}" if line.valid_from else ""
    end = f"đến {line.valid_to:%d/%m/%Y}" if line.valid_to else ""
    span = " ".join(part for part in (start, end) if part)
    return f"{line.name}: 0 đ theo {line.basis}{', ' + span if span else ''}"


def _basis(service: Service) -> str:
    decision = service.source.decision
    return f"Quyết định {decision.number}" if decision else f"Quyết định công bố {service.announced_by}"
