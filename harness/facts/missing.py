"""A fact that the recording doesn't hold."""

from __future__ import annotations

from harness.verdicts.status import Blame


class FactMissing(Exception):
    """What a check asked for isn't there.

    ``contradictory`` is True when it is there more than once and differently: then nothing can be concluded, whereas
    a fact that was never observed blocks the check. ``reason`` is a sentence in Vietnamese.
    """

    def __init__(
        self, reason: str, *, seen_in: str = "", contradictory: bool = False, blame: Blame = "configuration"
    ) -> None:
        super().__init__(reason)
        self.reason, self.seen_in, self.contradictory, self.blame = reason, seen_in, contradictory, blame
