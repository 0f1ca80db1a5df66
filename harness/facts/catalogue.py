"""What is published about the procedure: by the city, and by the portal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from harness.facts.book import Book
from harness.facts.missing import FactMissing
from harness.facts.steps import Step
from harness.port import results as r

GONE = (404, 410)
"""HTTP statuses of a page that was taken away."""
CHANNELS = {"1": "counter", "2": "online", "3": "post"}
UNITS = {"ngày làm việc": "working_days", "giờ làm việc": "working_hours", "ngày": "days"}
"""Units as the portal prints them (portal-payment-sso §3.1, ``DONVITINH``)."""

Tree = Mapping[str, Any]


@dataclass(frozen=True)
class PortalProcedure:
    """The portal's record of the procedure, in the shape of ``LayThuTuc`` (portal-payment-sso §3.1)."""

    tree: Tree
    seen_in: str

    @property
    def name(self) -> str:
        return str(self.tree.get("TENTTHC", ""))

    @property
    def in_force(self) -> bool:
        return str(self.tree.get("TRANGTHAI")) == "1"

    @property
    def decision(self) -> str:
        return str(self.tree.get("QUYETDINH", ""))

    @property
    def agencies(self) -> list[str]:
        return [str(row.get("MADONVI", "")) for row in self.tree.get("COQUANTHUCHIEN", ())]

    @property
    def components(self) -> dict[str, str]:
        """Code → name."""
        papers = (paper for case in self.tree.get("THANHPHANHOSO", ()) for paper in case.get("GIAYTO", ()))
        return {str(paper.get("MAGIAYTO", "")): str(paper.get("TENGIAYTO", "")) for paper in papers}

    @property
    def results(self) -> dict[str, str]:
        """Code → name."""
        return {
            str(row.get("MAKETQUA", "")): str(row.get("TENKETQUA", "")) for row in self.tree.get("KETQUATHUCHIEN", ())
        }

    @property
    def legal_basis(self) -> list[str]:
        return [str(row.get("SOVANBAN", "")) for row in self.tree.get("CANCUPHAPLY", ())]

    def time_limit(self, channel: str) -> tuple[int | None, str]:
        """Value and unit of a channel's time limit."""
        for limit in self._limits(channel):
            value = str(limit.get("THOIGIANGIAIQUYET", ""))
            unit = str(limit.get("DONVITINH", "")).strip().lower()
            return (int(value) if value.isdigit() else None), UNITS.get(unit, unit)
        return None, ""

    def fees(self, channel: str) -> list[int]:
        """Amounts in đồng of a channel."""
        rows = (fee for limit in self._limits(channel) for fee in limit.get("PHILEPHI", ()))
        return [int(str(fee.get("SOTIEN", "0")) or 0) for fee in rows]

    def _limits(self, channel: str) -> Iterator[Tree]:
        for manner in self.tree.get("CACHTHUCTHUCHIEN", ()):
            if CHANNELS.get(str(manner.get("KENH"))) == channel:
                yield from manner.get("THOIGIAN", ())


@dataclass(frozen=True)
class Catalogue:
    """The city's page and interface, held beside the portal's record."""

    book: Book

    @classmethod
    def of(cls, book: Book) -> Catalogue:
        return cls(book)

    @property
    def reading(self) -> Step:
        """The step that read the procedure from the city."""
        return self.book.first("main", "read_procedure")

    @property
    def front_gone(self) -> bool:
        """The city has no page for citizens (any more)."""
        if self.reading.outcome == "not_offered":
            return True
        page = (self.reading.result or {}).get("page") or {}
        return (self.reading.outcome == "refused" and self.reading.status in GONE) or page.get("status") in GONE

    @cached_property
    def city(self) -> r.Procedure:
        """The procedure as the city publishes it."""
        return self.reading.read(r.Procedure)

    @property
    def page(self) -> r.Page:
        """The city's page as a visitor sees it."""
        if self.city.page is None:
            raise FactMissing("Nền tảng không trả trang thông tin của thủ tục", seen_in=self.reading.seen_in)
        return self.city.page

    @property
    def seen_in(self) -> str:
        return self.reading.seen_in

    @property
    def searches(self) -> list[Step]:
        """Searches by code and by name."""
        return self.book.journey_steps("main", "search_procedures")

    @cached_property
    def portal(self) -> PortalProcedure:
        """The portal's record. Raises :class:`FactMissing` when the portal doesn't hold it."""
        told = [
            entry for entry in self.book.entries("portal", "LayThuTuc") if _found(entry.answer, self.book.service.code)
        ]
        if told:
            return PortalProcedure(_found(told[-1].answer, self.book.service.code), told[-1].seen_in)
        tree = self.book.observed("portal.procedure")
        if not tree:
            raise FactMissing(
                f"Cổng không có thủ tục {self.book.service.code}", seen_in="portal.procedure", blame="mock"
            )
        return PortalProcedure(tree, "portal.procedure")

    @property
    def portal_charges(self) -> bool | None:
        """Whether the portal lists an online amount above zero; None when it lists nothing about the procedure."""
        try:
            return sum(self.portal.fees("online")) > 0
        except FactMissing:
            return None


def _found(answer: Mapping[str, Any], code: str) -> dict[str, Any]:
    rows = answer.get("result")
    rows = rows if isinstance(rows, list) else []
    return next((row for row in rows if isinstance(row, dict) and row.get("MATTHC") == code), {})
