"""Faults of pace: the answer is right and late."""

from __future__ import annotations

from math import log
from random import Random
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from mocks.kernel.faults.fault import Fault, Seconds, Situation
from mocks.kernel.faults.sending import Sending


class Latency(Fault):
    """The answer comes ``seconds`` late; or log-normally around ``median``, spread by ``sigma``, ``most`` at most."""

    kind: Literal["latency"] = "latency"
    stage: ClassVar[str] = "pace"
    seconds: Seconds | None = None
    median: Seconds | None = None
    sigma: float = Field(0.5, gt=0, le=3)
    most: Seconds = 60.0

    @model_validator(mode="after")
    def _either(self) -> Latency:
        if (self.seconds is None) == (self.median is None):
            raise ValueError("latency cần đúng một trong hai: seconds (cố định), median (log-chuẩn)")
        return self

    @property
    def says(self) -> str:
        if self.seconds is not None:
            return f"trả lời chậm {self.seconds:g} giây"
        return f"trả lời chậm ngẫu nhiên, trung vị {self.median:g} giây, tối đa {self.most:g} giây"

    def bend(self, sending: Sending, situation: Situation, chance: Random) -> None:
        del situation
        if self.seconds is not None:
            sending.delay += self.seconds
        elif self.median is not None:
            sending.delay += min(self.most, chance.lognormvariate(log(self.median), self.sigma))


class Dribble(Fault):
    """The body comes in ``parts`` pieces, spread over ``seconds``."""

    kind: Literal["dribble"] = "dribble"
    stage: ClassVar[str] = "pace"
    seconds: Seconds
    parts: int = Field(10, ge=2, le=1000)

    @property
    def says(self) -> str:
        return f"trả lời nhỏ giọt: {self.parts} mẩu trong {self.seconds:g} giây"

    def bend(self, sending: Sending, situation: Situation, chance: Random) -> None:
        del situation, chance
        sending.parts, sending.spread = self.parts, self.seconds
