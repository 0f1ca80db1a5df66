"""What the population database says when a fault is set for it (axis-population-enterprise §2.4)."""

from __future__ import annotations

from mocks.kernel.operation import Complaint, Message, Reply, State, Trouble
from mocks.population.messages import MEDIA_TYPE, fault

INTERNAL = "999"


def business(message: Message, state: State, trouble: Trouble) -> Reply:
    """A SOAP Fault of the server, HTTP 500, with detail code 999 unless another is wanted."""
    del message, state
    text = trouble.text or "Hệ thống đang gặp lỗi"
    return Reply(fault("Server", trouble.code or INTERNAL, text), 500, media_type=MEDIA_TYPE)


TROUBLES: dict[str, Complaint] = {"business": business}
