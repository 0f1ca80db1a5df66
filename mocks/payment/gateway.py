"""The platform's answers to the agency: INIT, QUERY, GET_BILL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from mocks.kernel import decode
from mocks.kernel.operation import Later, Message, Put, Record, Refusal, Reply, State
from mocks.payment import orders, receipt
from mocks.payment.checksum import checksum
from mocks.payment.messages import GetBill, Init, Query
from mocks.payment.options import options
from mocks.payment.rules import AMOUNT, OK, OTHER, TEXTS, Denied, check_about, check_init

PDF = "application/pdf"


def init(message: Message, state: State, now: datetime) -> Reply:
    """Open an order and give the payer's page."""
    wanted: Init = message.body
    partner = _partner(state, wanted.MaDoiTac)
    chosen = options(state)
    denied = check_init(wanted, partner, state.get("orders", wanted.MaThamChieu), chosen.strict)
    if denied is not None:
        return _denied(wanted, partner, denied, chosen.strict)
    order = orders.opened(wanted, message.token("page"), now)
    url = f"{message.base}/thanh-toan/{order['token']}"
    expiry = Later(now + timedelta(hours=chosen.hours), "expire", {"reference": order["reference"]})
    return Reply(
        {**_answer(wanted, OK, partner), "UrlThanhToan": url},
        changes=[orders.stored(order), Put("pages", order["token"], {"reference": order["reference"]})],
        effects=[expiry],
        strict=chosen.strict,
    )


def query(message: Message, state: State, now: datetime) -> Reply:  # noqa: ARG001
    """How a transaction stands."""
    asked: Query = message.body
    partner, order = _partner(state, asked.MaDoiTac), state.get("orders", asked.MaThamChieu)
    denied = check_about("QUERY", asked, partner, order)
    if denied is not None or order is None:
        return _denied(asked, partner, denied)
    time = order["settled"] or asked.ThoiGianGD
    return Reply(
        {
            **_answer(asked, OK, partner, time),
            "LoaiBanTin": "QUERY",
            "SoTien": order["amount"],
            "MaTienTe": order["currency"],
            "MaGiaoDich": order["transaction"],
            "MaNganHang": order["bank"],
            "ThongTinGiaoDich": order["info"],
            "TrangThaiGD": orders.WIRE[order["state"]],
        },
        keys=_dossier(order),
    )


def bill(message: Message, state: State, now: datetime) -> Reply:  # noqa: ARG001
    """The receipt's address."""
    asked: GetBill = message.body
    partner, order = _partner(state, asked.MaDoiTac), state.get("orders", asked.MaThamChieu)
    denied = check_about("GET_BILL", asked, partner, order) or _unpaid(order)
    if denied is not None or order is None:
        return _denied(asked, partner, denied)
    url = f"{message.base}/bien-lai/{order['token']}"
    return Reply({**_answer(asked, OK, partner), "UrlBienLai": url}, keys=_dossier(order))


def bill_pdf(message: Message, state: State, now: datetime) -> Reply:
    """The receipt itself, or the refusal as JSON."""
    reply = bill(message, state, now)
    order = state.get("orders", message.body.MaThamChieu)
    if reply.refusal is not None or order is None:
        return reply
    return Reply(receipt.pdf(order), media_type=PDF, keys=_dossier(order))


def refuse(message: Message, refusal: Refusal) -> Reply:
    """The answer to a message that can't be read: 11 when the amount is at fault, else 99."""
    code = AMOUNT if refusal.field == "SoTien" else OTHER
    return Reply(
        {
            "MaLoi": code,
            "MoTaLoi": f"{TEXTS[code]}: {refusal.field or 'nội dung'} phải {refusal.expected}",
            "MaDoiTac": _glimpse(message.raw, "MaDoiTac"),
            "MaThamChieu": _glimpse(message.raw, "MaThamChieu"),
            "ThoiGianGD": _glimpse(message.raw, "ThoiGianGD"),
            "MaXacThuc": "",
        },
        refusal=refusal,
    )


def _partner(state: State, code: str) -> Mapping[str, Any] | None:
    partner: Mapping[str, Any] | None = state.settings["partners"].get(code)
    return partner


def _unpaid(order: Record | None) -> Denied | None:
    if order is None or order["state"] == orders.PAID:
        return None
    refusal = Refusal(
        "payment.bill", "portal-payment-sso §9.6", "giao dịch đã thanh toán", order["state"], "MaThamChieu"
    )
    return Denied(OTHER, refusal)


def _denied(
    asked: Init | Query | GetBill,
    partner: Mapping[str, Any] | None,
    denied: Denied | None,
    strict: bool | None = None,
) -> Reply:
    assert denied is not None
    return Reply(_answer(asked, denied.code, partner), refusal=denied.refusal, strict=strict)


def _answer(
    asked: Init | Query | GetBill, code: str, partner: Mapping[str, Any] | None, time: str = ""
) -> dict[str, Any]:
    fields = {
        "MaLoi": code,
        "MoTaLoi": TEXTS[code],
        "MaDoiTac": asked.MaDoiTac,
        "MaThamChieu": asked.MaThamChieu,
        "ThoiGianGD": time or asked.ThoiGianGD,
    }
    return {**fields, "MaXacThuc": checksum("ANSWER", fields, str(partner["secret"])) if partner else ""}


def _dossier(order: Record) -> dict[str, str]:
    return {"MaHoSo": order["dossier"]} if order["dossier"] else {}


def _glimpse(raw: bytes, name: str) -> str:
    try:
        tree = decode.quick(raw)
    except ValueError:
        return ""
    value = tree.get(name) if isinstance(tree, dict) else None
    return value if isinstance(value, str) else ""
