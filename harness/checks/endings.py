"""Ways for a check to end other than by holding."""

from __future__ import annotations

from typing import Any, NoReturn

from harness.verdicts.status import Blame, Status


class Ending(Exception):
    """The check ends here, as ``status``, for ``reason`` (a sentence for the reader, in Vietnamese)."""

    def __init__(self, status: Status, reason: str, *, seen_in: Any = "", blame: Blame = "") -> None:
        super().__init__(reason)
        self.status, self.reason, self.seen_in, self.blame = status, reason, place(seen_in), blame


class CheckFailure(AssertionError):
    """What was received isn't what was expected. ``warning``: the limit itself is unverified or only good practice."""

    def __init__(
        self,
        expected: Any,
        received: Any,
        seen_in: Any = "",
        *,
        what: str = "",
        blame: Blame = "service",
        warning: bool = False,
    ) -> None:
        super().__init__(f"{what}: mong đợi {expected!r}, nhận được {received!r}")
        self.expected, self.received, self.what = expected, received, what
        self.seen_in, self.blame, self.warning = place(seen_in), blame, warning


def blocked(reason: str, *, seen_in: Any = "", blame: Blame = "configuration") -> NoReturn:
    """End as BLOCKED: something needed wasn't available."""
    raise Ending(Status.BLOCKED, reason, seen_in=seen_in, blame=blame)


def review(reason: str, *, seen_in: Any = "") -> NoReturn:
    """End as REVIEW: a person must look; ``reason`` says at what and for which question."""
    raise Ending(Status.REVIEW, reason, seen_in=seen_in)


def inconclusive(reason: str, *, seen_in: Any = "") -> NoReturn:
    """End as INCONCLUSIVE: the evidence contradicts itself or can't decide."""
    raise Ending(Status.INCONCLUSIVE, reason, seen_in=seen_in)


def not_applicable(code: str, evidence: str, *, seen_in: Any = "") -> NoReturn:
    """End as NOT_APPLICABLE, with the reason code and the evidence for it."""
    raise Ending(Status.NOT_APPLICABLE, f"{code}: {evidence}", seen_in=seen_in)


def place(seen_in: Any) -> str:
    """The reference of ``seen_in``: a reference itself, or a fact that knows its exchange."""
    if isinstance(seen_in, str):
        return seen_in
    return str(getattr(seen_in, "exchange", "") or getattr(seen_in, "seen_in", "") or "")
