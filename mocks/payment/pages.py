"""The payer's page: choose a synthetic bank, pay or cancel; and the receipt behind its address."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mocks.kernel.operation import Message, Record, Refusal, Reply, State
from mocks.kernel.pages import Pages
from mocks.payment import orders, receipt, till
from mocks.payment.rules import TEXTS

HTML = "text/html"
PAGES = Pages("mocks.payment")


def show(message: Message, state: State, now: datetime) -> Reply:  # noqa: ARG001
    """The page of an open order, or how a finished one ended."""
    order = _order(message, state)
    if order is None:
        return _unknown(message)
    return _page(order) if order["state"] in orders.OPEN else _ended(order)


def choose(message: Message, state: State, now: datetime) -> Reply:
    """A button was pressed: ``lam`` = ``tra`` (with ``ngan_hang``) or ``huy``; a finished order is left alone."""
    order = _order(message, state)
    if order is None:
        return _unknown(message)
    refusal = _wrong(order, message)
    if refusal is not None:
        page = _page(order, refusal.expected) if order["state"] in orders.OPEN else _ended(order)
        return replace(page, status=409 if refusal.rule == "payment.finished" else 400, refusal=refusal)
    if message.body["lam"] == "tra":
        done, reply = till.pay(order, message.body["ngan_hang"], state, now, message)
    else:
        done, reply = till.cancel(order, state, now, message)
    return _back(done, reply, state)


def paper(message: Message, state: State, now: datetime) -> Reply:  # noqa: ARG001
    """The receipt (biên lai) of a paid order as PDF."""
    order = _order(message, state)
    if order is None or order["state"] != orders.PAID:
        return _unknown(message)
    return Reply(receipt.pdf(order), media_type="application/pdf", keys=_keys(order))


def refuse(message: Message, refusal: Refusal) -> Reply:  # noqa: ARG001
    """The answer to a form that can't be read."""
    return Reply(PAGES.render("missing.html"), 400, media_type=HTML, refusal=refusal)


def _order(message: Message, state: State) -> Record | None:
    page = state.get("pages", message.params["token"])
    return None if page is None else state.get("orders", page["reference"])


def _wrong(order: Record, message: Message) -> Refusal | None:
    clause = "portal-payment-sso §9.9"
    if order["state"] not in orders.OPEN:
        return Refusal("payment.finished", clause, "đơn còn chờ thanh toán", order["state"], "TrangThaiGD")
    done, bank = message.body.get("lam", ""), message.body.get("ngan_hang", "")
    if done not in ("tra", "huy"):
        return Refusal("payment.choice", clause, "Bấm «Thanh toán» hoặc «Hủy»", done, "lam")
    if done == "tra" and bank not in orders.BANKS:
        return Refusal("payment.bank", clause, "Chọn một ngân hàng trong danh sách", bank, "ngan_hang")
    return None


def _back(order: Record, reply: Reply, state: State) -> Reply:
    location = till.location(order, state)
    if location:
        return replace(reply, status=303, headers={"location": location}, media_type=HTML)
    return replace(reply, answer=_ended(order).answer, media_type=HTML)


def _page(order: Record, error: str = "") -> Reply:
    page = PAGES.render("pay.html", order=order, receipt=order["receipt"], banks=orders.BANKS, error=error)
    return Reply(page, media_type=HTML, headers={"cache-control": "no-store"}, keys=_keys(order))


def _ended(order: Record) -> Reply:
    text = TEXTS.get(order["code"], "")
    page = PAGES.render("ended.html", order=order, paid=order["state"] == orders.PAID, text=text)
    return Reply(page, media_type=HTML, headers={"cache-control": "no-store"}, keys=_keys(order))


def _unknown(message: Message) -> Reply:
    refusal = Refusal("payment.page", "portal-payment-sso §9.2", "địa chỉ do INIT trả về", message.path, "token")
    return Reply(PAGES.render("missing.html"), 404, media_type=HTML, refusal=refusal)


def _keys(order: Record) -> dict[str, str]:
    return {name: value for name, value in (("MaThamChieu", order["reference"]), ("MaHoSo", order["dossier"])) if value}
