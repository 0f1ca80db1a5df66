"""The reference city's clients still ask what the committed pacts say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from contracts.consumers import PACTS, ConsumerMismatch, record
from contracts.consumers.all import CONSUMERS


@pytest.mark.parametrize("consumer", CONSUMERS, ids=lambda module: module.PROVIDER)
def test_the_committed_pact_is_what_the_client_does(consumer: ModuleType, tmp_path: Path) -> None:
    written = record(consumer.PROVIDER, consumer.INTERACTIONS, tmp_path)
    assert written.read_text(encoding="utf-8") == (PACTS / written.name).read_text(encoding="utf-8")


def test_a_client_that_asks_something_else_is_noticed(tmp_path: Path) -> None:
    portal = CONSUMERS[0]
    listing = next(one for one in portal.INTERACTIONS if one.description == "the list of procedures")

    def silent(url: str) -> None:
        """A client that forgets to ask."""

    with pytest.raises(ConsumerMismatch, match="the list of procedures"):
        record("portal", [replace(listing, exercise=silent)], tmp_path)
