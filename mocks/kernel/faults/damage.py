"""Faults that spoil an answer: the system has done its work and gives something that can't be used."""

from __future__ import annotations

from random import Random
from typing import Literal

from pydantic import Field

from mocks.kernel.faults.fault import Fault, Situation
from mocks.kernel.faults.sending import CLOSE, Sending


class Empty(Fault):
    """The right status and headers with an empty body."""

    kind: Literal["empty"] = "empty"

    @property
    def says(self) -> str:
        return "thân câu trả lời rỗng"

    def bend(self, sending: Sending, situation: Situation, chance: Random) -> None:
        del situation, chance
        sending.outgoing.body = b""


class Malformed(Fault):
    """A body of the right type that no parser of JSON, XML or UTF-8 reads."""

    kind: Literal["malformed"] = "malformed"

    @property
    def says(self) -> str:
        return "thân câu trả lời hỏng"

    def bend(self, sending: Sending, situation: Situation, chance: Random) -> None:
        del situation, chance
        body = sending.outgoing.body
        sending.outgoing.body = body[: len(body) // 2] + b"\xff\xfe<{\x00"


class Truncated(Fault):
    """The first ``share`` of the body, though the headers announce all of it; then the connection ends."""

    kind: Literal["truncated"] = "truncated"
    share: float = Field(0.5, ge=0, lt=1)

    @property
    def says(self) -> str:
        return f"thân câu trả lời bị cắt còn {self.share:.0%}"

    def bend(self, sending: Sending, situation: Situation, chance: Random) -> None:
        del situation, chance
        sending.end = CLOSE
        shorten(sending, self.share)


class ContentType(Fault):
    """Another content type, and another body if one is given (a proxy's HTML page with status 200)."""

    kind: Literal["content_type"] = "content_type"
    media_type: str = "text/html; charset=utf-8"
    body: str | None = None

    @property
    def says(self) -> str:
        return f"sai kiểu nội dung: {self.media_type}"

    def bend(self, sending: Sending, situation: Situation, chance: Random) -> None:
        del situation, chance
        sending.outgoing.headers["content-type"] = self.media_type
        if self.body is not None:
            sending.outgoing.body = self.body.encode()


def shorten(sending: Sending, share: float) -> None:
    """Keep ``share`` of the body, and announce all of it (of an empty one: a byte that never comes)."""
    body = sending.outgoing.body
    sending.length = max(1, len(body))
    sending.outgoing.body = body[: int(len(body) * share)]
