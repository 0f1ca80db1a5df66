"""What can be told of calls to the real population database: the form of the question."""

from __future__ import annotations

from mocks.kernel.operation import Message, Refusal, State, Yardstick
from mocks.population import rules
from mocks.population.messages import LOOK_UP, VERIFY


def look_up(message: Message, state: State) -> Refusal | None:
    """``TraCuuThongTinCongDan``"""
    del state
    return rules.form(message.body, LOOK_UP)


def verify(message: Message, state: State) -> Refusal | None:
    """``XacThucThongTinCongDan``"""
    del state
    return rules.form(message.body, VERIFY)


def readdress(message: Message, state: State, target: str) -> dict[str, str]:
    """The caller's token covers the URL it calls (§2.1), which is ours: sign anew, if the run knows the secret."""
    operation = message.path.rpartition("/")[2]
    urls = rules.addresses(operation, message)
    signed = rules.resigned(message.headers, urls, state.settings["partner"], f"{target}/{operation}")
    return {} if signed is None else {"authorization": signed}


YARDSTICK = Yardstick({LOOK_UP: look_up, VERIFY: verify}, readdress=readdress)
