"""All kinds of faults; ``kind`` in the data says which one it is."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mocks.kernel.faults.answers import Business, Rate, Reset, Session, Stale, Status, Timeout
from mocks.kernel.faults.damage import ContentType, Empty, Malformed, Truncated
from mocks.kernel.faults.pace import Dribble, Latency
from mocks.kernel.faults.ways import Delay, Duplicate, Lost, Reorder

AnyFault = Annotated[
    Latency | Dribble | Status | Business | Session | Rate | Timeout | Reset | Stale | Empty | Malformed | Truncated
    | ContentType | Lost | Duplicate | Delay | Reorder,
    Field(discriminator="kind"),
]  # fmt: skip
