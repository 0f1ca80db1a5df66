"""The reference city's named defects: which exist, and which change anything for a service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fixtures.services.model import Service
from toantrinh.exits import Halt

if TYPE_CHECKING:
    from fixtures.reference_city.defects.catalogue import Defect

INTERFACE = "PROPERTY"
"""Criterion of the defects against the published interface: only the property phase can notice them."""


def catalogue() -> list[Defect]:
    """Every named defect, in the order of the catalogue."""
    from fixtures.reference_city.defects.catalogue import read  # imported late: it brings half the city along

    return list(read().values())


def applying(service: Service) -> list[Defect]:
    """The defects that show in ``service``."""
    return [defect for defect in catalogue() if service.code in defect.services]


def interface(idents: Sequence[str]) -> list[str]:
    """Those of ``idents`` that break the published interface, not Article 13."""
    return [defect.id for defect in catalogue() if defect.id in idents and defect.criterion == INTERFACE]


def known(wanted: Sequence[str], service: Service) -> list[str]:
    """``wanted`` if every id exists and applies to ``service``; raises :class:`Halt` naming those that do."""
    every, fitting = {defect.id for defect in catalogue()}, [defect.id for defect in applying(service)]
    remedy = f"chọn một trong: {', '.join(fitting)}"
    for ident in wanted:
        if ident not in every:
            raise Halt(f"không có lỗi cài sẵn {ident!r}", where="--defect", remedy=remedy)
        if ident not in fitting:
            raise Halt(f"lỗi {ident} không áp dụng cho dịch vụ {service.id}", where="--defect", remedy=remedy)
    return list(wanted)
