"""What the payer does with an order: pay, cancel, or let the time run out."""

from __future__ import annotations

from datetime import datetime

from mocks.kernel.operation import Message, Record, Reply, State
from mocks.payment import confirm, orders
from mocks.payment.options import options
from mocks.payment.rules import CANCELLED, OK, TIMED_OUT


def pay(order: Record, bank: str, state: State, now: datetime, message: Message) -> tuple[Record, Reply]:
    """The order paid through ``bank``, booked once, and CONFIRM on its way."""
    return _settle(order, OK, bank, state, now, message)


def cancel(order: Record, state: State, now: datetime, message: Message) -> tuple[Record, Reply]:
    """The order failed because the payer gave up."""
    return _settle(order, CANCELLED, order["bank"], state, now, message)


def expire(order: Record, state: State, now: datetime, message: Message) -> tuple[Record, Reply]:
    """The order failed because nobody paid in time."""
    return _settle(order, TIMED_OUT, order["bank"], state, now, message)


def secret(order: Record, state: State) -> str:
    """The secret shared with the order's partner."""
    return str(state.settings["partners"][order["partner"]]["secret"])


def location(order: Record, state: State) -> str:
    """Where the payer's browser goes back to; "" when the run has no return target."""
    target = state.targets.get(confirm.RETURN, "")
    return confirm.return_url(target, order, secret(order, state)) if target else ""


def _settle(order: Record, code: str, bank: str, state: State, now: datetime, message: Message) -> tuple[Record, Reply]:
    """The order as it is now, and a reply that holds the changes and the CONFIRM (sent for failures too)."""
    done = orders.settled(order, code, bank, orders.transaction(message), now)
    done["confirm"] = confirm.body(done, secret(done, state)).decode()
    return done, Reply(
        changes=[orders.stored(done), *orders.booked(done)],
        effects=[confirm.callback(done, options(state).delays)],
        keys={"MaThamChieu": done["reference"], "MaHoSo": done["dossier"]},
    )
