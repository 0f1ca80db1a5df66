"""Comparing what was received with what was expected."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from contextvars import ContextVar
from typing import Any, Protocol, TypeGuard

from harness.checks.endings import CheckFailure, blocked, place
from harness.verdicts.status import Blame

LOOKED: ContextVar[list[str] | None] = ContextVar("looked", default=None)
"""Where the running check has looked so far; whoever runs it sets the list."""


class Tried(Protocol):
    """A step as far as expectations need to know it (:class:`harness.facts.steps.Step`)."""

    @property
    def outcome(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def answered(self) -> bool: ...
    @property
    def seen_in(self) -> str: ...


def is_tried(value: Any) -> TypeGuard[Tried]:
    """Whether ``value`` is a step, told from its type alone.

    ``isinstance`` on a protocol would read the value's properties, in an order that changes from process to process,
    and reading a fact's property can end the check: the same recording would be judged differently.
    """
    kind = type(value)
    known = {*dir(kind), *getattr(kind, "__dataclass_fields__", ())}
    return {"outcome", "why", "answered", "seen_in"} <= known


class Expectation:
    """One received value, waiting for what it is held against. Every method raises :class:`CheckFailure` on a miss."""

    def __init__(self, received: Any, seen_in: Any, what: str, blame: Blame, warning: bool) -> None:
        self._received, self._seen_in, self._what = received, seen_in, what
        self._blame, self._warning = blame, warning

    def equals(self, expected: Any) -> None:
        """Exactly equal."""
        self._require(self._received == expected, expected)

    def reads(self, expected: str) -> None:
        """Equal as text: Unicode NFC, runs of white space as one, case of letters kept."""
        self._require(reading(str(self._received)) == reading(expected), expected)

    def is_in(self, allowed: Collection[Any]) -> None:
        """One of ``allowed``."""
        self._require(self._received in allowed, f"một trong: {listed(allowed)}")

    def contains(self, item: Any) -> None:
        """``item`` is in it; in texts by reading, not by spelling."""
        found = self._received or ""
        held = reading(item) in reading(found) if isinstance(found, str) else item in found
        self._require(held, f"có {item!r}" if not isinstance(item, str) else f"có “{item}”")

    def covers(self, needed: Collection[Any]) -> None:
        """All of ``needed`` are in it; the miss names those that aren't."""
        missing = [item for item in needed if item not in self._received]
        self._require(not missing, f"có đủ: {listed(needed)} (thiếu: {listed(missing)})")

    def matches(self, pattern: str, *, says: str) -> None:
        """The whole text matches ``pattern``; ``says`` puts it in words."""
        self._require(re.fullmatch(pattern, str(self._received)) is not None, says)

    def is_true(self, *, expected: str, received: str = "không") -> None:
        """It is true; ``expected`` and ``received`` put it and its contrary in words."""
        self._require(bool(self._received), expected, received)

    def is_false(self, *, expected: str = "không", received: str = "có") -> None:
        """It is false; ``expected`` and ``received`` put it and its contrary in words."""
        self._require(not self._received, expected, received)

    def is_empty(self) -> None:
        """There is nothing: an empty list or text."""
        self._require(not self._received, "không có")

    def is_filled(self) -> None:
        """There is something: not None, not blank, not a text that only pretends (``.``, ``xem file đính kèm``)."""
        text = reading(str(self._received if self._received is not None else ""))
        self._require(text.strip(" .-_…") != "" and text.casefold() not in EMPTY_WORDS, "có nội dung, không để trống")

    def at_most(self, limit: Any) -> None:
        """Not more than ``limit``."""
        self._require(self._received is not None and self._received <= limit, f"không quá {limit}")

    def is_done(self) -> None:
        """The step was carried out. BLOCKED when it isn't offered or nobody answered."""
        step = self._step()
        self._require(step.outcome == "done", "thực hiện được", _tried(step))

    def is_refused(self) -> None:
        """The service refused the step by its own rules. BLOCKED when it isn't offered or nobody answered."""
        step = self._step()
        self._require(step.outcome == "refused", "bị từ chối, kèm lý do", _tried(step))

    def _step(self) -> Tried:
        step = self._received
        if not is_tried(step):
            raise TypeError("only a step is done or refused")
        self._seen_in = self._seen_in or step.seen_in
        if step.outcome == "not_offered":
            blocked(f"Nền tảng không có thao tác này: {step.why}", seen_in=step.seen_in)
        if step.outcome == "broken" and not step.answered:
            blocked(f"Dịch vụ không trả lời: {step.why}", seen_in=step.seen_in, blame="network")
        return step

    def _require(self, held: bool, expected: Any, received: Any = ...) -> None:
        if not held:
            shown = self._received if received is ... else received
            raise CheckFailure(
                expected, shown, self._seen_in, what=self._what, blame=self._blame, warning=self._warning
            )


EMPTY_WORDS = frozenset({"xem file đính kèm", "xem tệp đính kèm", "theo quy định", "không có thông tin", "n/a", "null"})


def expect(
    received: Any, *, seen_in: Any = "", what: str = "", blame: Blame = "service", warning: bool = False
) -> Expectation:
    """Start a comparison. ``what`` names the thing looked at (Vietnamese); ``warning`` makes a miss a WARNING."""
    places, where = LOOKED.get(), place(seen_in) or (received.seen_in if is_tried(received) else "")
    if places is not None and where:
        places.append(where)
    return Expectation(received, seen_in, what, blame, warning)


def reading(text: str) -> str:
    """``text`` as a reader sees it: NFC, white space collapsed and stripped."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def listed(items: Collection[Any]) -> str:
    """Items in words, at most twelve."""
    shown = [str(item) for item in items]
    rest = f" … (còn {len(shown) - 12})" if len(shown) > 12 else ""
    return ", ".join(shown[:12]) + rest


def _tried(step: Tried) -> str:
    words = {"done": "thực hiện được", "refused": "bị từ chối", "broken": "bị lỗi"}
    return f"{words.get(step.outcome, step.outcome)}{': ' + step.why if step.why else ''}"
