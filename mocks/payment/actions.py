"""What the control API can do at the payment platform: for the payer, for time, and against the agency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from mocks.kernel.operation import Message, Record, Reply, State
from mocks.payment import confirm, orders, till
from mocks.payment.confirm import FORGERIES, Forgery
from mocks.payment.options import Options, options, stored

Inputs = Mapping[str, Any]


def pay(inputs: Inputs, state: State, now: datetime, message: Message) -> Reply:
    """``pay`` {url | reference, bank?} → {location, MaLoi}."""
    order = _open_order(inputs, state)
    if isinstance(order, Reply):
        return order
    bank = str(inputs.get("bank") or next(iter(orders.BANKS)))
    if bank not in orders.BANKS:
        return _no(422, f"Không có ngân hàng {bank!r}; có: {', '.join(orders.BANKS)}")
    return _told(*till.pay(order, bank, state, now, message), state)


def cancel(inputs: Inputs, state: State, now: datetime, message: Message) -> Reply:
    """``cancel`` {url | reference} → {location, MaLoi}."""
    order = _open_order(inputs, state)
    return order if isinstance(order, Reply) else _told(*till.cancel(order, state, now, message), state)


def expire(inputs: Inputs, state: State, now: datetime, message: Message) -> Reply:
    """``expire`` {reference}: the order's time is over. A pending one is the bank's to decide."""
    order = _open_order(inputs, state)
    if isinstance(order, Reply):
        return order
    if order["state"] != orders.INITIATED:
        return _no(409, f"Đơn đang ở trạng thái {order['state']}, chỉ đơn INITIATED mới hết hạn")
    return _told(*till.expire(order, state, now, message), state)


def pend(inputs: Inputs, state: State, now: datetime, message: Message) -> Reply:  # noqa: ARG001
    """``pend`` {url | reference}: the bank doesn't answer; QUERY gives 3 until somebody pays or cancels."""
    order = _open_order(inputs, state)
    if isinstance(order, Reply):
        return order
    return Reply({"state": orders.PENDING}, changes=[orders.stored({**order, "state": orders.PENDING})])


def forge(inputs: Inputs, state: State, now: datetime, message: Message) -> Reply:
    """``forge`` {reference, kind, other_reference?} → {callback}: a CONFIRM that the agency must not take.

    ``replay`` sends the order's own CONFIRM once more, byte for byte: that one must change nothing.
    """
    order, kind = _find(inputs, state), str(inputs.get("kind", ""))
    if order is None:
        return _no(404, "Không tìm thấy đơn; cần reference hoặc url của một INIT")
    if kind == "replay":
        return _replay(order)
    if kind not in FORGERIES:
        return _no(422, f"kind là một trong: {', '.join([*FORGERIES, 'replay'])}; nhận được {kind!r}")
    other = state.get("orders", str(inputs.get("other_reference", "")))
    if inputs.get("other_reference") and other is None:
        return _no(404, f"Không tìm thấy đơn {inputs['other_reference']!r}")
    content = FORGERIES[kind](Forgery(order, other, till.secret(order, state), now, message))
    return Reply({"kind": kind}, effects=[confirm.forged(order, kind, content)])


def configure(inputs: Inputs, state: State, now: datetime, message: Message) -> Reply:  # noqa: ARG001
    """``configure`` {strict?, hours?, delays?}: switches of this run; gives all of them."""
    try:
        chosen = Options.model_validate({**options(state).model_dump(), **inputs})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        return _no(422, f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}")
    return Reply(chosen.model_dump(mode="json"), changes=[stored(chosen)])


ACTIONS = {"pay": pay, "cancel": cancel, "expire": expire, "pend": pend, "forge": forge, "configure": configure}


def _replay(order: Record) -> Reply:
    if not order["confirm"]:
        return _no(409, f"Đơn {order['reference']} chưa có CONFIRM nào để gửi lại")
    return Reply({"kind": "replay"}, effects=[confirm.forged(order, "replay", order["confirm"].encode())])


def _open_order(inputs: Inputs, state: State) -> Record | Reply:
    order = _find(inputs, state)
    if order is None:
        return _no(404, "Không tìm thấy đơn; cần reference hoặc url của một INIT")
    if order["state"] not in orders.OPEN:
        return _no(409, f"Đơn {order['reference']} đã kết thúc: {order['state']}")
    return order


def _find(inputs: Inputs, state: State) -> Record | None:
    url = str(inputs.get("url", ""))
    page = state.get("pages", url.partition("?")[0].rstrip("/").rpartition("/")[2]) if url else None
    return state.get("orders", page["reference"] if page else str(inputs.get("reference", "")))


def _told(order: Record, reply: Reply, state: State) -> Reply:
    return replace(reply, answer={"location": till.location(order, state), "MaLoi": order["code"]})


def _no(status: int, detail: str) -> Reply:
    return Reply({"detail": detail}, status)
