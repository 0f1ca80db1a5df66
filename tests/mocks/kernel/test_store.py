"""Records are copy-safe, and the changes of one call are made together or not at all."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from mocks.kernel.operation import Drop, Put
from mocks.kernel.store import MemoryStore


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore({"a": {}, "b": {}}, {})
    store.apply("a", [Put("t", "k", {"n": 1, "list": [1, {"x": "đ"}]})])
    return store


def test_a_reader_gets_a_copy(store: MemoryStore) -> None:
    record: Any = store.state("a").get("t", "k")
    record["list"][1]["x"] = "changed"
    assert store.state("a").get("t", "k") == {"n": 1, "list": [1, {"x": "đ"}]}
    for _, row in store.state("a").rows("t"):
        row["n"] = 2
    assert dict(store.state("a").rows("t"))["k"]["n"] == 1


def test_a_writer_keeps_nothing_of_its_record(store: MemoryStore) -> None:
    record = {"list": [1]}
    store.apply("a", [Put("t", "new", record)])
    record["list"].append(2)
    assert store.state("a").get("t", "new") == {"list": [1]}


def test_systems_do_not_share_tables(store: MemoryStore) -> None:
    assert store.state("b").get("t", "k") is None
    assert store.tables("b") == {}


def test_changes_are_made_in_order(store: MemoryStore) -> None:
    store.apply(
        "a", [Put("t", "x", {"n": 1}), Drop("t", "x"), Put("t", "x", {"n": 2}), Drop("t", "nobody"), Drop("u", "x")]
    )
    assert store.state("a").get("t", "x") == {"n": 2}


def test_a_record_that_is_no_json_changes_nothing(store: MemoryStore) -> None:
    with pytest.raises(ValueError):
        store.apply("a", [Put("t", "x", {"n": 1}), Put("t", "y", {"n": SimpleNamespace()})])
    assert store.tables("a") == {"t": 1}


def test_rows_may_be_read_while_records_change(store: MemoryStore) -> None:
    rows = iter(store.state("a").rows("t"))
    store.apply("a", [Put("t", "x", {}), Drop("t", "k")])
    assert [key for key, _ in rows] == ["k"]


def test_clearing_forgets_everything(store: MemoryStore) -> None:
    store.clear()
    assert store.tables("a") == {}
