"""Consumer contracts: what the reference city's own clients ask of a national system, and understand of its answer.

Each module lists interactions; :func:`record` plays them against a Pact server through the real client and
writes the pact file. ``python -m contracts.consumers`` writes them all to ``contracts/pacts/``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("PACT_DO_NOT_TRACK", "true")

from pact import Pact

CONSUMER = "reference-city"
PACTS = Path(__file__).parent.parent / "pacts"


@dataclass(frozen=True)
class Interaction:
    """One question and answer. ``exercise`` calls the real client and checks what it makes of the answer."""

    description: str
    states: Sequence[tuple[str, dict[str, Any]]]
    request: Callable[[Any], Any]
    response: Callable[[Any], Any]
    exercise: Callable[[str], None]


class ConsumerMismatch(Exception):
    """The client asked something else than its contract says."""


def record(provider: str, interactions: Sequence[Interaction], folder: Path) -> Path:
    """Play ``interactions`` and write the pact file of ``provider`` into ``folder``; raises ConsumerMismatch."""
    path = folder / f"{CONSUMER}-{provider}.json"
    path.unlink(missing_ok=True)
    for interaction in interactions:
        pact = Pact(CONSUMER, provider).with_specification("V4")
        _play(pact, interaction)
        pact.write_file(folder)
    path.write_text(json.dumps(_stable(path), ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return path


def _play(pact: Any, interaction: Interaction) -> None:
    building = pact.upon_receiving(interaction.description)
    for name, parameters in interaction.states:
        building = building.given(name, parameters) if parameters else building.given(name)
    interaction.response(interaction.request(building))
    with pact.serve(addr="127.0.0.1", raises=False) as server:
        interaction.exercise(str(server.url).rstrip("/"))
        if not server.matched:
            raise ConsumerMismatch(f"{interaction.description}: {server.mismatches}")


def _stable(path: Path) -> dict[str, Any]:
    """The pact without what changes from library to library version."""
    pact: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    pact["metadata"] = {"pactSpecification": pact["metadata"]["pactSpecification"]}
    pact["interactions"].sort(key=lambda one: one["description"])
    for one in pact["interactions"]:
        one.pop("key", None)
    return pact
