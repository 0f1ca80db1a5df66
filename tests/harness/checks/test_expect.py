"""Comparisons: each method holds, and each misses with what was expected beside what was received."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from harness.checks import CheckFailure, Ending, Expectation, blocked, expect, inconclusive, not_applicable, review
from harness.verdicts import Status


@dataclass(frozen=True)
class Tried:
    outcome: str
    why: str = ""
    answered: bool = True
    seen_in: str = "x7"


HELD: list[tuple[object, Callable[[Expectation], None]]] = [
    (200_000, lambda e: e.equals(200_000)),
    (unicodedata.normalize("NFD", "Lệ  phí\n cấp"), lambda e: e.reads("Lệ phí cấp")),
    ("a", lambda e: e.is_in(["a", "b"])),
    ("Sở Xây dựng  Hoa Sen", lambda e: e.contains("Xây dựng Hoa")),
    (["x", "y"], lambda e: e.contains("x")),
    (["x", "y", "z"], lambda e: e.covers(["x", "z"])),
    ("261122", lambda e: e.matches(r"\d{6}", says="sáu chữ số")),
    (1, lambda e: e.is_true(expected="có")),
    (None, lambda e: e.is_false()),
    ([], lambda e: e.is_empty()),
    ("Không quy định", lambda e: e.is_filled()),
    (3, lambda e: e.at_most(3)),
    (Tried("done"), lambda e: e.is_done()),
    (Tried("refused", "sai"), lambda e: e.is_refused()),
]

MISSED: list[tuple[object, Callable[[Expectation], None], str]] = [
    (200, lambda e: e.equals(200_000), "200000"),
    ("Phí cấp", lambda e: e.reads("Lệ phí cấp"), "Lệ phí cấp"),
    ("c", lambda e: e.is_in(["a", "b"]), "một trong: a, b"),
    (None, lambda e: e.contains("x"), "có “x”"),
    (["y"], lambda e: e.contains("x"), "có “x”"),
    (["x"], lambda e: e.covers(["x", "z"]), "thiếu: z"),
    ("26112", lambda e: e.matches(r"\d{6}", says="sáu chữ số"), "sáu chữ số"),
    (0, lambda e: e.is_true(expected="có trường để điền"), "có trường để điền"),
    (True, lambda e: e.is_false(), "không"),
    (["z"], lambda e: e.is_empty(), "không có"),
    (" . ", lambda e: e.is_filled(), "có nội dung"),
    ("Theo quy định", lambda e: e.is_filled(), "có nội dung"),
    (None, lambda e: e.is_filled(), "có nội dung"),
    (4, lambda e: e.at_most(3), "không quá 3"),
    (None, lambda e: e.at_most(3), "không quá 3"),
    (Tried("refused", "sai"), lambda e: e.is_done(), "thực hiện được"),
    (Tried("broken", "HTTP 500"), lambda e: e.is_done(), "thực hiện được"),
    (Tried("done"), lambda e: e.is_refused(), "bị từ chối"),
    (Tried("broken", "HTTP 500"), lambda e: e.is_refused(), "bị từ chối"),
]


@pytest.mark.parametrize(("received", "compare"), HELD)
def test_it_holds(received: object, compare: Callable[[Expectation], None]) -> None:
    compare(expect(received))


@pytest.mark.parametrize(("received", "compare", "expected"), MISSED)
def test_a_miss_says_what_was_expected(received: object, compare: Callable[[Expectation], None], expected: str) -> None:
    with pytest.raises(CheckFailure) as caught:
        compare(expect(received, seen_in="x3", what="Thứ được xem"))
    assert expected in str(caught.value.expected)
    assert caught.value.seen_in == "x3"
    assert caught.value.what == "Thứ được xem"
    assert caught.value.blame == "service"


@pytest.mark.parametrize("compare", [Expectation.is_done, Expectation.is_refused])
@pytest.mark.parametrize(
    ("step", "blame"),
    [(Tried("not_offered", "không có thao tác"), "configuration"), (Tried("broken", "rớt mạng", False), "network")],
)
def test_what_could_not_be_tried_is_blocked(compare: Callable[[Expectation], None], step: Tried, blame: str) -> None:
    with pytest.raises(Ending) as caught:
        compare(expect(step))
    assert caught.value.status is Status.BLOCKED
    assert caught.value.blame == blame
    assert caught.value.seen_in == "x7"


def test_only_steps_are_done() -> None:
    with pytest.raises(TypeError):
        expect("yes").is_done()


def test_the_place_is_taken_from_the_step() -> None:
    with pytest.raises(CheckFailure) as caught:
        expect(Tried("refused", "sai")).is_done()
    assert caught.value.seen_in == "x7"
    assert caught.value.received == "bị từ chối: sai"


@pytest.mark.parametrize(
    ("end", "status"),
    [(blocked, Status.BLOCKED), (review, Status.REVIEW), (inconclusive, Status.INCONCLUSIVE)],
)
def test_a_check_can_end_otherwise(end: Callable[..., None], status: Status) -> None:
    with pytest.raises(Ending) as caught:
        end("vì lý do này", seen_in="x1")
    assert (caught.value.status, caught.value.reason, caught.value.seen_in) == (status, "vì lý do này", "x1")


def test_not_applicable_needs_code_and_evidence() -> None:
    with pytest.raises(Ending) as caught:
        not_applicable("NO_FORM_IN_DECISION", "Quyết định 1 không có mẫu")
    assert caught.value.status is Status.NOT_APPLICABLE
    assert caught.value.reason == "NO_FORM_IN_DECISION: Quyết định 1 không có mẫu"


class Unread:
    """A fact whose every property ends the check when it is read."""

    @property
    def seen_in(self) -> str:
        raise LookupError("seen_in was read")

    @property
    def why(self) -> str:
        raise LookupError("why was read")


def test_telling_what_a_value_is_reads_none_of_its_properties() -> None:
    expect(Unread(), seen_in="x1").is_filled()
