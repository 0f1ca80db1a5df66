"""An order's life: opened, pending, paid or failed, and what is booked (portal-payment-sso §9.9)."""

from __future__ import annotations

from datetime import datetime

from mocks.kernel.operation import Change, Message, Put, Record
from mocks.payment.messages import Init
from mocks.payment.rules import OK

INITIATED, PENDING, PAID, FAILED = "INITIATED", "PENDING", "PAID", "FAILED"
OPEN = (INITIATED, PENDING)
WIRE = {INITIATED: "3", PENDING: "3", PAID: "1", FAILED: "4"}
"""``TrangThaiGD`` by state; for an order nobody has touched yet the reference is silent, 3 is this mock's choice."""

BANKS = {
    "MOCKBANK": "Ngân hàng Thử nghiệm Hoa Sen",
    "MOCKBANK2": "Ngân hàng Giả lập Sông Xanh",
    "MOCKBANK3": "Ví điện tử Mẫu",
}
"""The synthetic banks a payer can choose."""


def opened(init: Init, token: str, now: datetime) -> Record:
    """The order that an accepted INIT makes. ``amount`` in đồng."""
    receipt = init.ThongTinBienLai
    return {
        "reference": init.MaThamChieu,
        "partner": init.MaDoiTac,
        "amount": int(init.SoTien),
        "currency": init.MaTienTe,
        "info": init.ThongTinGiaoDich,
        "time": init.ThoiGianGD,
        "dossier": receipt.MaHoSo,
        "receipt": receipt.model_dump(),
        "token": token,
        "state": INITIATED,
        "code": "",
        "transaction": "",
        "bank": init.MaNganHang,
        "settled": "",
        "created": now.isoformat(),
        "confirm": "",
    }


def settled(order: Record, code: str, bank: str, transaction: str, now: datetime) -> Record:
    """The order paid (``code`` 00) or failed (any other)."""
    state = PAID if code == OK else FAILED
    change = {"state": state, "code": code, "bank": bank, "transaction": transaction, "settled": stamp(now)}
    return {**order, **change}


def stored(order: Record) -> Put:
    return Put("orders", order["reference"], order)


def booked(order: Record) -> list[Change]:
    """The entry in the ledger of a paid order; nothing for any other."""
    if order["state"] != PAID:
        return []
    entry = {
        name: order[name] for name in ("reference", "partner", "dossier", "amount", "bank", "transaction", "settled")
    }
    return [Put("ledger", order["transaction"], entry)]


def transaction(message: Message) -> str:
    """A new ``MaGiaoDich``."""
    return f"GD{message.token('transaction', 16).upper()}"


def stamp(moment: datetime) -> str:
    """``yyyyMMddHHmmss``, local time."""
    return moment.strftime("%Y%m%d%H%M%S")
