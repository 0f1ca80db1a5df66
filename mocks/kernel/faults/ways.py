"""Faults on the way of a callback to the system under test. Times in seconds of the run's clock."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from mocks.kernel.faults.fault import Fault


class Lost(Fault):
    """A try of a callback never arrives; the system tries again as its policy says."""

    kind: Literal["lost"] = "lost"
    stage: ClassVar[str] = "callback"

    @property
    def says(self) -> str:
        return "lượt gọi về bị mất trên đường"


class Duplicate(Fault):
    """The same callback comes ``times`` more, each ``seconds`` after the one before."""

    kind: Literal["duplicate"] = "duplicate"
    stage: ClassVar[str] = "callback"
    times: int = Field(1, ge=1, le=20)
    seconds: float = Field(0.0, ge=0, le=86_400)

    @property
    def says(self) -> str:
        return f"gọi về thêm {self.times} lần"


class Delay(Fault):
    """A callback sets out ``seconds`` late."""

    kind: Literal["delay"] = "delay"
    stage: ClassVar[str] = "callback"
    seconds: float = Field(gt=0, le=30 * 86_400)

    @property
    def says(self) -> str:
        return f"gọi về chậm {self.seconds:g} giây"


class Reorder(Fault):
    """A callback waits until the next one of its system has been sent, for ``seconds`` at most."""

    kind: Literal["reorder"] = "reorder"
    stage: ClassVar[str] = "callback"
    seconds: float = Field(300.0, gt=0, le=86_400)

    @property
    def says(self) -> str:
        return f"gọi về sau lượt kế tiếp (chờ tối đa {self.seconds:g} giây)"
