"""Verification counts what it verifies and refuses what it can't."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contracts.consumers import PACTS
from contracts.verify import ContractError, read, verify

Change = Callable[[dict[str, Any]], None]


def changed(tmp_path: Path, change: Change, name: str = "reference-city-portal.json") -> Path:
    """A copy of a committed pact with one change."""
    pact = json.loads((PACTS / name).read_text(encoding="utf-8"))
    change(pact)
    path = tmp_path / name
    path.write_text(json.dumps(pact), encoding="utf-8")
    return path


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="không có tệp pact nào"):
        read(tmp_path)


def test_a_missing_source_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="Không có tệp"):
        read(tmp_path / "nowhere")


def test_a_file_that_is_no_pact_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text("{}")
    with pytest.raises(ContractError, match="Không đọc được"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda pact: pact["provider"].update(name="weather"), "weather"),
        (lambda pact: pact.update(interactions=[]), "không có tương tác"),
        (lambda pact: pact["interactions"][0].update(providerStates=[{"name": "rain"}]), "rain"),
    ],
    ids=["unknown provider", "no interaction", "unknown state"],
)
def test_a_pact_that_matches_nothing_is_refused(tmp_path: Path, change: Change, words: str) -> None:
    with pytest.raises(ContractError, match=words):
        read(changed(tmp_path, change))


@pytest.mark.slow
def test_every_committed_interaction_holds_on_the_mocks() -> None:
    results = verify(PACTS)
    expected = sum(len(pact.interactions) for pact in read(PACTS))
    assert [result for result in results if not result.ok] == []
    assert len(results) == expected


@pytest.mark.slow
def test_an_answer_the_mock_does_not_give_is_named(tmp_path: Path) -> None:
    def change(pact: dict[str, Any]) -> None:
        pact["interactions"] = [one for one in pact["interactions"] if one["description"] == "the list of procedures"]
        pact["interactions"][0]["response"]["body"]["content"]["error_code"] = "7"

    (result,) = verify(changed(tmp_path, change))
    assert not result.ok
    assert any("error_code" in problem for problem in result.problems)
