"""What every fault is: data that says what it does, and does it."""

from __future__ import annotations

from abc import abstractmethod
from datetime import datetime
from random import Random
from typing import Annotated, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict, Field

from mocks.kernel.exchange import Outgoing
from mocks.kernel.faults.sending import Sending
from mocks.kernel.operation import Reply, Trouble

LONGEST = 300.0
"""No injected wait is longer, in seconds of real time."""

Seconds = Annotated[float, Field(gt=0, le=LONGEST, allow_inf_nan=False)]


class Situation(Protocol):
    """The call that a fault meets, as far as a fault may look."""

    def knows(self, kind: str) -> bool:
        """Whether the system has words for troubles of ``kind``."""
        ...

    def complain(self, trouble: Trouble) -> Reply:
        """The trouble in the system's own words."""
        ...

    def previous(self) -> Outgoing | None:
        """What was last answered to the same question; None: it was never asked."""
        ...


class Fault(BaseModel):
    """``stage``: what it disturbs – the ``pace`` of an answer, the ``answer`` itself, or a ``callback``.

    Of the faults that disturb the answer one strikes per call; those of pace add up.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    stage: ClassVar[str] = "answer"
    trouble: ClassVar[str] = ""
    """The kind of trouble that the system must have words for."""
    accepts: ClassVar[bool] = False
    """Whether a call that it keeps from being handled still counts as accepted."""

    @property
    @abstractmethod
    def says(self) -> str:
        """The fault in one Vietnamese phrase."""

    @property
    def skips(self) -> bool:
        """Whether the call isn't handled: the system does nothing of what was asked."""
        return False

    def possible(self, situation: Situation) -> bool:
        """Whether it can strike here at all."""
        return not self.trouble or situation.knows(self.trouble)

    def ripe(self, times: list[datetime], now: datetime) -> bool:  # noqa: ARG002 - for those that count
        """Whether it strikes now, after the calls at ``times`` that it let through; keeps them up to date."""
        return True

    def instead(self, situation: Situation) -> Reply:  # noqa: ARG002 - for those that have words
        """The answer to a call that isn't handled."""
        return Reply()

    def bend(self, sending: Sending, situation: Situation, chance: Random) -> None:  # noqa: ARG002 - as above
        """Change how the answer leaves."""
        return
