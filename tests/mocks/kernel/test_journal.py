"""The ring: numbers, bounds, filters, bodies, secrets."""

from __future__ import annotations

from datetime import datetime

import pytest

from mocks.kernel.clock import ZONE
from mocks.kernel.journal import Entry, Filter, Journal, digest
from mocks.kernel.operation import Refusal

NOW = datetime(2026, 11, 22, 8, tzinfo=ZONE)


def entry(operation: str = "A", body: bytes = b"", **more: object) -> Entry:
    return Entry("toy", operation, "in", 0.0, NOW, "POST", "/r1/toy/g", request_body=body, status=200, **more)  # type: ignore[arg-type]


def filled(count: int, **bounds: int) -> Journal:
    journal = Journal("r1", **bounds)
    for number in range(count):
        journal.append(entry(f"op{number + 1}", b"%d" % number))
    return journal


def test_numbers_go_up_without_a_gap() -> None:
    assert [each["seq"] for each in filled(3).find().entries] == [1, 2, 3]


def test_reading_goes_on_where_it_stopped() -> None:
    journal = filled(5)
    page = journal.find(after=1, limit=2)
    assert ([each["seq"] for each in page.entries], page.next) == ([2, 3], 3)
    page = journal.find(after=page.next)
    assert ([each["seq"] for each in page.entries], page.next) == ([4, 5], 5)
    assert journal.find(after=5) == ([], 5, 0)
    assert journal.find(after=9) == ([], 9, 0)


def test_the_ring_is_bounded_and_counts_what_it_let_go() -> None:
    journal = filled(5, entries=2)
    page = journal.find()
    assert ([each["seq"] for each in page.entries], page.next, page.dropped) == ([4, 5], 5, 3)
    assert journal.entry(3) is None
    assert journal.entry(4) is not None


def test_the_ring_is_bounded_by_bytes_and_keeps_the_newest() -> None:
    journal = Journal("r1", size=10)
    for _ in range(3):
        journal.append(entry(body=b"x" * 8))
    assert [each["seq"] for each in journal.find().entries] == [3]
    journal.append(entry(body=b"x" * 80))
    assert [each["seq"] for each in journal.find().entries] == [4]


def test_bodies_go_with_their_entry() -> None:
    journal = Journal("r1", entries=2)
    journal.append(entry(body=b"first"))
    journal.append(entry(body=b"same"))
    journal.find()
    assert journal.body(digest(b"first")) == b"first"
    journal.append(entry(body=b"same"))
    assert journal.body(digest(b"first")) is None
    journal.append(entry(body=b"last"))
    assert journal.body(digest(b"same")) == b"same"
    assert journal.body("0" * 64) is None


def test_a_body_can_be_had_before_its_entry_was_read() -> None:
    journal = Journal("r1")
    journal.append(entry(body=b"new"))
    assert journal.body(digest(b"new")) == b"new"


@pytest.mark.parametrize(
    ("wanted", "seqs"),
    [(Filter(), [1, 2, 3]), (Filter(system="toy"), [1, 2]), (Filter(operation="B"), [2]), (Filter(key="H1"), [1, 3]),
     (Filter(system="toy", key="H1"), [1]), (Filter(key="H"), []), (Filter(direction="out"), [3])],
)  # fmt: skip
def test_filters(wanted: Filter, seqs: list[int]) -> None:
    journal = Journal("r1")
    journal.append(entry("A", keys={"MaHoSo": "H1"}))
    journal.append(entry("B", keys={"MaHoSo": "H2"}))
    journal.append(Entry("other", "A", "out", 0.0, NOW, "POST", "/", keys={"sub": "H1"}))
    assert [each["seq"] for each in journal.find(wanted=wanted).entries] == seqs
    assert journal.find(wanted=wanted).next == 3


def test_an_entry_shows_everything_the_harness_records() -> None:
    journal = Journal("r1")
    refusal = Refusal("rule", "clause", "expected", "received", "field")
    journal.append(
        entry("A", b"in", refusal=refusal, accepted=False, keys={"a": "b"}, callback="c1", attempt=2, query="q=1")
    )
    (shown,) = journal.find().entries
    assert shown["run"] == "r1"
    assert shown["at"] == "1970-01-01T00:00:00.000000+00:00"
    assert shown["clock"] == "2026-11-22T08:00:00.000000+07:00"
    assert shown["request"] == {"headers": {}, "body": digest(b"in"), "size": 2}
    assert shown["response"] == {"status": 200, "headers": {}, "body": digest(b""), "size": 0}
    assert shown["refusal"]["rule"] == "rule"
    assert (shown["callback"], shown["try"], shown["query"], shown["accepted"]) == ("c1", 2, "q=1", False)


def test_no_answer_is_shown_as_none() -> None:
    journal = Journal("r1")
    journal.append(Entry("toy", "A", "out", 0.0, NOW, "POST", "/", error="refused"))
    assert journal.find().entries[0]["response"] is None


@pytest.mark.parametrize(
    "name", ["authorization", "Authorization", "cookie", "set-cookie", "apikey", "x-api-key", "lgspaccesstoken"]
)
def test_secrets_keep_their_last_four_characters_only(name: str) -> None:
    journal = Journal("r1")
    journal.append(entry(request_headers={name: "Bearer 0123456789", "dstcode": "open"}))
    journal.append(entry(request_headers={name: "short"}))
    first, second = journal.find().entries
    assert first["request"]["headers"] == {name: "***6789", "dstcode": "open"}
    assert second["request"]["headers"] == {name: "***"}


def test_clearing_starts_again_at_one() -> None:
    journal = filled(3)
    journal.clear()
    journal.append(entry())
    assert [each["seq"] for each in journal.find().entries] == [1]
