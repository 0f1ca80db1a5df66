"""Faults that put something else, or nothing, in the answer's place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from mocks.kernel.exchange import encoded
from mocks.kernel.faults.damage import shorten
from mocks.kernel.faults.fault import Fault, Seconds, Situation
from mocks.kernel.faults.sending import CLOSE, RESET, Sending
from mocks.kernel.operation import Reply, Trouble


class _Instead(Fault):
    """``handled``: the system has done its work, only the answer is another; else it has done nothing."""

    handled: bool = False

    @property
    def skips(self) -> bool:
        return not self.handled

    def bend(self, sending: Sending, situation: Situation, chance: Random) -> None:
        del chance
        if self.handled:
            sending.outgoing = encoded(self.instead(situation))


class Status(_Instead):
    """Any HTTP status, in the system's documentation or not, with any body."""

    kind: Literal["status"] = "status"
    status: int = Field(ge=200, le=599)
    body: str = ""
    media_type: str = "text/plain"
    headers: Mapping[str, str] = Field(default_factory=dict)

    @property
    def says(self) -> str:
        return f"trả lời HTTP {self.status}"

    def instead(self, situation: Situation) -> Reply:
        del situation
        return Reply(self.body, self.status, self.headers, self.media_type)


class Business(_Instead):
    """An error in the system's own words; ``code`` as it spells it (``error_code``, ``MaLoi``, ``ErrorCode`` …)."""

    kind: Literal["business"] = "business"
    trouble: ClassVar[str] = "business"
    code: str = ""
    text: str = ""

    @property
    def says(self) -> str:
        return f"báo lỗi nghiệp vụ {self.code}".rstrip()

    def instead(self, situation: Situation) -> Reply:
        return situation.complain(Trouble("business", self.code, self.text))


class Session(Fault):
    """The caller's session or token ends before its time; it really has, until a new one is fetched."""

    kind: Literal["session"] = "session"
    trouble: ClassVar[str] = "session"

    @property
    def says(self) -> str:
        return "phiên hết hạn sớm"

    @property
    def skips(self) -> bool:
        return True

    def instead(self, situation: Situation) -> Reply:
        return situation.complain(Trouble("session"))


class Rate(Fault):
    """No more than ``calls`` in any ``seconds`` of the run's clock; what is above is turned away."""

    kind: Literal["rate"] = "rate"
    calls: int = Field(ge=0, le=100_000)
    seconds: float = Field(60.0, gt=0, le=86_400)

    @property
    def says(self) -> str:
        return f"quá {self.calls} lượt trong {self.seconds:g} giây"

    @property
    def skips(self) -> bool:
        return True

    def ripe(self, times: list[datetime], now: datetime) -> bool:
        times[:] = [time for time in times if (now - time).total_seconds() < self.seconds]
        if len(times) >= self.calls:
            return True
        times.append(now)
        return False

    def instead(self, situation: Situation) -> Reply:
        return situation.complain(Trouble("rate", wait=self.seconds))


class Timeout(_Instead):
    """No answer: the caller is left waiting until it gives up, for ``seconds`` at most; then the connection ends."""

    kind: Literal["timeout"] = "timeout"
    seconds: Seconds = 60.0

    @property
    def says(self) -> str:
        return f"không trả lời (tối đa {self.seconds:g} giây)"

    def bend(self, sending: Sending, situation: Situation, chance: Random) -> None:
        del situation, chance
        sending.mute, sending.hold, sending.end = True, self.seconds, CLOSE


class Reset(_Instead):
    """The connection is reset: instead of an answer, or ``midway`` through its body."""

    kind: Literal["reset"] = "reset"
    midway: bool = False

    @model_validator(mode="after")
    def _with_body(self) -> Reset:
        if self.midway and not self.handled:
            raise ValueError("reset midway cần handled: true (phải có câu trả lời để ngắt giữa chừng)")
        return self

    @property
    def says(self) -> str:
        return "ngắt kết nối giữa câu trả lời" if self.midway else "ngắt kết nối"

    def bend(self, sending: Sending, situation: Situation, chance: Random) -> None:
        del situation, chance
        sending.mute, sending.end = not self.midway, RESET
        if self.midway:
            shorten(sending, 0.5)


class Stale(Fault):
    """The previous answer to the same question (operation and correlation keys); nothing when there was none."""

    kind: Literal["stale"] = "stale"
    accepts: ClassVar[bool] = True

    @property
    def says(self) -> str:
        return "trả lời cũ"

    @property
    def skips(self) -> bool:
        return True

    def possible(self, situation: Situation) -> bool:
        return situation.previous() is not None

    def bend(self, sending: Sending, situation: Situation, chance: Random) -> None:
        del chance
        if (before := situation.previous()) is not None:
            sending.outgoing = before
