"""The list of journeys, in the order in which a drive plays them."""

from __future__ import annotations

from collections.abc import Sequence

from harness.journeys import (
    cancel,
    certificate,
    double,
    forged,
    main,
    missing,
    outsider,
    refuse,
    stranger,
    supplement,
    unsigned,
    withdraw,
)
from harness.journeys.journey import Journey

JOURNEYS: tuple[Journey, ...] = (
    main.JOURNEY,
    unsigned.JOURNEY,
    certificate.JOURNEY,
    missing.JOURNEY,
    double.JOURNEY,
    cancel.JOURNEY,
    forged.JOURNEY,
    supplement.JOURNEY,
    refuse.JOURNEY,
    withdraw.JOURNEY,
    stranger.JOURNEY,
    outsider.JOURNEY,
)
BY_NAME = {journey.name: journey for journey in JOURNEYS}


class UnknownJourney(Exception):
    """No journey has this name; ``str()`` names those there are."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"không có hành trình {name!r}; có: {', '.join(BY_NAME)}")


def chosen(names: Sequence[str] | None) -> list[Journey]:
    """The journeys by name in the order of the list; all when ``names`` is None. Raises :class:`UnknownJourney`."""
    if names is None:
        return list(JOURNEYS)
    for name in names:
        if name not in BY_NAME:
            raise UnknownJourney(name)
    return [journey for journey in JOURNEYS if journey.name in names]
