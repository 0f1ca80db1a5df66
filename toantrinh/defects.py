"""The reference city's named defects, as its catalogue lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

import fixtures.reference_city
from fixtures.services.model import Service
from toantrinh.exits import Halt


@dataclass(frozen=True)
class Defect:
    """One switch of the reference city: what it breaks and for which procedures."""

    id: str
    criterion: str
    vi: str
    en: str
    clause: str
    services: tuple[str, ...]
    check: str

    def applies(self, service: Service) -> bool:
        """Whether the defect changes anything for this service."""
        return not self.services or service.code in self.services


def catalogue() -> list[Defect]:
    """Every named defect, in the order of the catalogue."""
    path = Path(fixtures.reference_city.__file__).parent / "defects" / "catalogue.yaml"
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Defect(
            id=row["id"],
            criterion=row["criterion"],
            vi=row["vi"],
            en=row["en"],
            clause=row["clause"],
            services=tuple(row.get("services", ())),
            check=row["check"],
        )
        for row in rows
    ]


def known(wanted: Sequence[str], service: Service) -> list[str]:
    """``wanted`` if every id exists and applies to ``service``; raises :class:`Halt` naming those that do."""
    listed = {defect.id: defect for defect in catalogue()}
    for ident in wanted:
        if ident not in listed:
            raise Halt(f"không có lỗi cài sẵn {ident!r}", where="--defect", remedy="chọn: " + ", ".join(listed))
        if not listed[ident].applies(service):
            raise Halt(
                f"lỗi {ident} không áp dụng cho dịch vụ {service.id}",
                where="--defect",
                remedy="chọn: " + ", ".join(d.id for d in listed.values() if d.applies(service)),
            )
    return list(wanted)
