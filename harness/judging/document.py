"""``verdicts.json``: everything a reader or a gate needs, and no wall-clock time: equal inputs give equal bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from harness.facts import Facts
from harness.judging import profiles
from harness.judging.junit import junit
from harness.rulebook import Requirement
from harness.verdicts import CheckRow, Class, CriterionRow, Grade, Status, class_of, criterion_status, exit_code

FORMAT = 1
SCOPES = {
    "simulator": ("trong môi trường mô phỏng", "in a simulated environment"),
    "sandbox": ("trong môi trường thử nghiệm quốc gia", "in the national sandbox"),
    "production-read-only": ("với hệ thống quốc gia thật, chỉ đọc", "with the real national systems, read only"),
}
"""Headline words for the weakest mode among the national systems, weakest first."""


def document(facts: Facts, rows: Sequence[CheckRow], whole: bool = True) -> dict[str, Any]:
    """The content of ``verdicts.json`` (contracts/verdicts.schema.json).

    ``whole`` is False when only some of the suite's checks were judged: then the class stays undetermined.
    """
    judged, profiled = profiles.apart(rows, facts.edition)
    counted = [row for row in judged if row.grade is not Grade.GIVEN]
    given = [row for row in judged if row.grade is Grade.GIVEN]
    whole = whole and bool(judged)
    criteria = _criteria(facts, counted, whole)
    service, run = facts.book.service, facts.recording.run
    class_ = class_of(criteria, facts.get("filing").possible, whole)
    modes = dict(run.get("modes") or {})
    scope_vi, scope_en = SCOPES[_weakest(modes)]
    return {
        "format": FORMAT,
        "service": service.id,
        "procedure_code": service.code,
        "class": class_.value,
        "class_reason": _class_reason(class_, criteria, whole),
        "approved_level": service.approved_level,
        "scope": scope_vi,
        "scope_en": scope_en,
        "rulebook": _rulebook(facts),
        "as_of": facts.edition.as_of.isoformat(),
        "driven_on": facts.book.day.isoformat(),
        "seed": run.get("seed"),
        "attempt": run.get("attempt"),
        "actor": {name: (run.get("actor") or {}).get(name, "") for name in ("name", "unit", "role")},
        "environment": modes,
        "descriptor_digest": run.get("descriptor_digest", ""),
        "defects": list(run.get("defects") or ()),
        "recording": {"sealed": facts.recording.sealed, "problems": list(facts.recording.problems)},
        "whole": whole,
        "exit_code": profiles.heavier(exit_code(counted, class_, service.approved_level), profiled),
        "criteria": [_criterion(row) for row in criteria],
        "given": [_check(row) for row in given],
        "profiles": profiles.sections(profiled),
    }


def write_document(folder: Path, content: Mapping[str, Any]) -> None:
    """Write ``verdicts.json`` and ``junit.xml`` into ``folder``, which is made when it isn't there."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (folder / "verdicts.json").write_text(text, encoding="utf-8")
    (folder / "junit.xml").write_bytes(junit(content))


def _criteria(facts: Facts, rows: Sequence[CheckRow], whole: bool) -> list[CriterionRow]:
    found = [_criterion_row(facts, requirement, rows) for requirement in facts.edition.criteria]
    return [row for row in found if whole or row.checks]


def _criterion_row(facts: Facts, requirement: Requirement, rows: Sequence[CheckRow]) -> CriterionRow:
    mine = tuple(sorted((row for row in rows if row.verifies == requirement.criterion), key=lambda row: row.id))
    applies = facts.applies(requirement.applies)
    status = criterion_status(mine, applies.holds is not False)
    verified = requirement.verified is not False
    evidence = [applies.evidence, applies.seen_in] if applies.code else []
    return CriterionRow(
        id=requirement.criterion,
        requirement=requirement.id,
        status=status,
        applicable=status is not Status.NOT_APPLICABLE,
        reason=applies.code or _criterion_reason(status, mine),
        cite=requirement.cite,
        text_vi=requirement.vi,
        text_en=requirement.en,
        verified=verified,
        costs_class=requirement.costs_class == "always" or verified,
        evidence=tuple(item for item in evidence if item),
        checks=mine,
    )


def _criterion_reason(status: Status, rows: Sequence[CheckRow]) -> str:
    """Why a criterion doesn't hold: the checks that say so, worst first."""
    if not rows:
        return "Không có phép kiểm tra nào cho tiêu chí này trong lượt kết luận"
    if status is Status.PASS:
        return ""
    quiet = (Status.PASS, Status.NOT_APPLICABLE)
    spoke = [row for row in rows if row.status not in quiet]
    return ", ".join(f"{row.id} {row.status.value}" for row in sorted(spoke, key=lambda row: row.status is not status))


def _class_reason(class_: Class, criteria: Sequence[CriterionRow], whole: bool) -> str:
    if not whole:
        return "Chỉ một phần các phép kiểm tra được chọn."
    if class_ is Class.CHI_THONG_TIN:
        return "Chỉ đáp ứng yêu cầu về thông tin và mẫu văn bản; không nộp được hồ sơ trực tuyến (khoản 3 Điều 13)."
    held = (Status.PASS, Status.WARNING, Status.NOT_APPLICABLE)
    open_ = [row for row in criteria if row.status not in held]
    said = [f"{row.id.rsplit('.', 1)[-1]} {row.status.value}" for row in open_ if row.costs_class]
    free = [row.requirement for row in open_ if not row.costs_class]
    if free:
        said.append(f"{', '.join(free)} chưa được xác minh nên không làm thay đổi mức độ")
    return "; ".join(said)


def _rulebook(facts: Facts) -> dict[str, Any]:
    edition = facts.edition
    return {
        "id": edition.id,
        "version": edition.version,
        "instruments": [{"id": ident, "version": version} for ident, version in edition.books],
        "overlay": edition.overlay,
        "raised": sorted(edition.raised),
    }


def _weakest(modes: Mapping[str, str]) -> str:
    return next((mode for mode in SCOPES if mode in modes.values()), "simulator")


def _criterion(row: CriterionRow) -> dict[str, Any]:
    return {**asdict(row), "status": row.status.value, "checks": [_check(check) for check in row.checks]}


def _check(row: CheckRow) -> dict[str, Any]:
    values = {"status": row.status.value, "strength": row.strength.value, "grade": row.grade.value}
    return {**asdict(row), **values, "evidence": list(row.evidence)}
