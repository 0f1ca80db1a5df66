"""Payment: the order, what went to the platform, what it confirmed, what the service booked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from harness.facts.book import Book
from harness.facts.papers import Paper, paper
from harness.facts.steps import Entry, Step
from harness.port import results as r

OK = "00"
"""``MaLoi`` of success (portal-payment-sso §9.1)."""


@dataclass(frozen=True)
class PaymentOrder:
    """An order as the service opened it. ``amount`` in đồng as sent to the platform; ``exchange``: that message."""

    reference: str
    amount: int | None
    currency: str
    pay_url: str
    dossier_code: str
    payer: str
    payer_number: str
    account: str
    bank: str
    fees: tuple[Mapping[str, Any], ...]
    exchange: str


@dataclass(frozen=True)
class Payment:
    """Everything about paying. Journeys: main, cancel-then-pay, forged-callbacks, other-person."""

    book: Book

    @classmethod
    def of(cls, book: Book) -> Payment:
        return cls(book)

    @property
    def opening(self) -> Step:
        """The applicant's step that opens the order in the main journey."""
        return self.book.first("main", "start_payment")

    @cached_property
    def order(self) -> PaymentOrder:
        """The order of the main journey."""
        return self.order_of(self.opening)

    def order_of(self, step: Step) -> PaymentOrder:
        """The order that ``step`` opened: the service's answer, and the INIT message behind it."""
        shown = step.read(r.Order)
        init = self.init(shown.reference)
        sent = init.sent if init else {}
        receipt: Mapping[str, Any] = sent.get("ThongTinBienLai") or {}
        amount = str(sent.get("SoTien", shown.amount))
        return PaymentOrder(
            reference=shown.reference,
            amount=int(amount) if amount.isdigit() else None,
            currency=str(sent.get("MaTienTe", shown.currency)),
            pay_url=shown.pay_url,
            dossier_code=str(receipt.get("MaHoSo", "")),
            payer=str(receipt.get("HoTenNguoiNop", "")),
            payer_number=str(receipt.get("SoCMNDNguoiNop", "")),
            account=str(receipt.get("TKThuHuong", "")),
            bank=str(receipt.get("MaNHThuHuong", "")),
            fees=tuple(receipt.get("PhiLePhi") or ()),
            exchange=init.seen_in if init else step.seen_in,
        )

    def orders(self, journey: str) -> list[Step]:
        """The steps of a journey that opened an order, in order."""
        return self.book.journey_steps(journey, "start_payment")

    def init(self, reference: str) -> Entry | None:
        """The INIT message of an order."""
        found = [e for e in self.book.entries("payment", "INIT") if e.keys.get("MaThamChieu") == reference]
        return found[-1] if found else None

    def inits(self, journey: str) -> list[Entry]:
        """The INIT messages of a journey's case."""
        return self.book.entries("payment", "INIT", journey=journey)

    def confirmations(self, journey: str) -> list[Entry]:
        """The platform's true CONFIRM messages to the service in a journey's case."""
        return [e for e in self._confirms(journey) if "forged" not in e.keys]

    def forged(self, journey: str = "forged-callbacks") -> dict[str, Entry]:
        """Kind of forgery → the message and the service's answer."""
        return {e.keys["forged"]: e for e in self._confirms(journey) if "forged" in e.keys}

    def _confirms(self, journey: str) -> list[Entry]:
        return [e for e in self.book.entries("payment", "CONFIRM", journey=journey) if e.direction == "out"]

    def state(self, journey: str, label: str) -> tuple[r.Payment, str]:
        """The payment as the applicant sees it at ``<journey>.track.<label>``, and where that was seen."""
        step = self.tracked(journey, label)
        return step.read(r.Dossier).payment, step.seen_in

    def tracked(self, journey: str, label: str) -> Step:
        """The tracking step with ``label``. Raises :class:`FactMissing`."""
        ident = f"{journey}.track.{label}"
        if ident not in self.book.steps:
            raise self.book.missing(journey, f"bước {ident}")
        return self.book.steps[ident]

    @property
    def receiving(self) -> Step:
        """The step that downloaded the receipt."""
        return self.book.first("main", "download_receipt")

    @property
    def receipt(self) -> Paper | None:
        """The receipt (biên lai) of the main journey; None when none came."""
        return paper(self.book, (self.receiving.result or {}).get("file"), self.receiving.seen_in)
