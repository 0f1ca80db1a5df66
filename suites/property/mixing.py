"""Known values in the place of generated ones: the same message gets the same values every time."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any
from zlib import crc32


def chosen(values: Sequence[Any], *marks: str) -> Any:
    """One of ``values``, always the same for the same marks."""
    return values[crc32("\n".join(marks).encode("utf-8", "replace")) % len(values)]


def fill(place: Any, known: Mapping[str, Sequence[str]], mark: str, broken: bool = False) -> None:
    """Put known values where generated ones stand, at any depth, nine times in ten; ``mark`` decides which.

    In a message that was ``broken`` on purpose only plain strings are replaced: what was broken stays broken.
    """
    if isinstance(place, list):
        for item in place:
            fill(item, known, mark, broken)
    if not isinstance(place, MutableMapping):
        return
    for name, value in list(place.items()):
        if isinstance(value, list | dict):
            fill(value, known, mark, broken)
        elif known.get(name) and _replaceable(value, broken) and chosen(range(10), name, mark):
            place[name] = chosen(known[name], name, mark)


def _replaceable(value: Any, broken: bool) -> bool:
    return not broken or (isinstance(value, str) and 0 < len(value) <= 255)
