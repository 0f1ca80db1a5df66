"""What can be told of calls to the real payment platform: the order in itself, and what an answer means."""

from __future__ import annotations

from mocks.kernel import decode
from mocks.kernel.operation import Message, Refusal, State, Yardstick
from mocks.payment.options import options
from mocks.payment.rules import OK, check_content, check_sender


def init(message: Message, state: State) -> Refusal | None:
    """``INIT``: amount, receipt and – of a partner whose secret the run knows – the checksum."""
    denied = check_content(message.body, options(state).strict)
    return denied.refusal if denied is not None else _sealed("INIT", message, state)


def query(message: Message, state: State) -> Refusal | None:
    """``QUERY``"""
    return _sealed("QUERY", message, state)


def bill(message: Message, state: State) -> Refusal | None:
    """``GET_BILL``"""
    return _sealed("GET_BILL", message, state)


def _sealed(kind: str, message: Message, state: State) -> Refusal | None:
    partner = state.settings["partners"].get(message.body.MaDoiTac)
    denied = check_sender(kind, message.body, partner) if partner is not None else None
    return None if denied is None else denied.refusal


def accepts(status: int, body: bytes) -> bool:
    """``MaLoi`` 00; pages and receipts have none."""
    try:
        answer = decode.quick(body)
    except ValueError:
        return status < 400
    return status < 400 and (not isinstance(answer, dict) or answer.get("MaLoi", OK) == OK)


YARDSTICK = Yardstick({"INIT": init, "QUERY": query, "GET_BILL": bill, "GET_BILL_PDF": bill}, accepts)
