"""What the documented interface promises, held under generated input. No criterion of Article 13: a profile."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from harness.checks import PROFILE, CheckFailure, check, expect, inconclusive
from harness.facts.fuzzing import Failure, Fuzzing
from suites.property.words import TITLES

PROPERTY = "PROPERTY"
PROMISE = "tài liệu OpenAPI mà chính hệ thống công bố (không phải yêu cầu của Điều 13)"

CRASHES = frozenset({"ST101", "ST102", "ST113"})
SHAPES = frozenset({"ST103", "ST104", "ST105", "ST106", "ST107", "ST108", "ST109", "ST110", "ST111", "ST114", "ST115"})
LENIENCE = frozenset({"ST201", "ST203", "ST204"})
SIGN_IN = frozenset({"ST401", "ST402"})
"""Codes of schemathesis failures; they are never renumbered."""


@check(
    "p01",
    verifies=PROPERTY,
    strength=PROFILE,
    journeys=(),
    clause=PROMISE,
    vi="Không dữ liệu nào làm thao tác trả lỗi máy chủ (5xx)",
)
def test_no_input_breaks_the_server(fuzzing: Fuzzing) -> None:
    """No generated input makes an operation answer with a server error."""
    holds(fuzzing, CRASHES, "Thao tác trả lỗi máy chủ")


@check(
    "p02",
    verifies=PROPERTY,
    strength=PROFILE,
    journeys=(),
    clause=PROMISE,
    vi="Mọi câu trả lời đúng mã trạng thái, loại nội dung và cấu trúc đã công bố",
)
def test_answers_are_as_published(fuzzing: Fuzzing) -> None:
    """Every answer has a status, media type and schema that the document publishes."""
    holds(fuzzing, SHAPES, "Câu trả lời khác tài liệu đã công bố")


@check(
    "p03",
    verifies=PROPERTY,
    strength=PROFILE,
    journeys=(),
    clause=PROMISE,
    vi="Dữ liệu trái cấu trúc đã công bố bị từ chối",
)
def test_input_against_the_schema_is_refused(fuzzing: Fuzzing) -> None:
    """Input that breaks the published schema, a header's or method's included, is refused."""
    holds(fuzzing, LENIENCE, "Thao tác nhận dữ liệu trái tài liệu")


@check(
    "p04",
    verifies=PROPERTY,
    strength=PROFILE,
    journeys=(),
    clause=PROMISE,
    vi="Thao tác mà tài liệu đòi đăng nhập thì không trả lời người chưa đăng nhập",
)
def test_sign_in_is_enforced(fuzzing: Fuzzing) -> None:
    """An operation that the document guards doesn't answer without a valid sign-in."""
    holds(fuzzing, SIGN_IN, "Thao tác trả lời dù chưa đăng nhập")
    if not fuzzing.signed_in:
        inconclusive(
            "Không thao tác nào nhận lượt gọi đã đăng nhập, nên chưa thử được khi bỏ đăng nhập", seen_in=fuzzing
        )


@check(
    "p05",
    verifies=PROPERTY,
    strength=PROFILE,
    journeys=(),
    clause=PROMISE,
    vi="Công cụ thử được mọi thao tác và không thấy điều gì khác trái tài liệu",
)
def test_every_operation_was_tried(fuzzing: Fuzzing) -> None:
    """Every documented operation could be tried, and nothing else was found against the document."""
    nothing(fuzzing, fuzzing.others(CRASHES | SHAPES | LENIENCE | SIGN_IN), "Điều khác trái tài liệu")
    if fuzzing.errors:
        inconclusive(f"Có thao tác không thử được: {', '.join(fuzzing.errors)}", seen_in=fuzzing)
    expect(fuzzing.tested, seen_in=fuzzing, what="Số thao tác đã thử").equals(fuzzing.total)


def holds(fuzzing: Fuzzing, codes: Collection[str], what: str) -> None:
    """Nothing with one of ``codes`` was found; the first finding is where to look."""
    nothing(fuzzing, fuzzing.failures(codes), what)


def nothing(fuzzing: Fuzzing, found: Sequence[Failure], what: str) -> None:
    """There is no finding; the first one is where to look."""
    if found:
        raise CheckFailure("không thao tác nào", "; ".join(map(told, found)), found[0], what=what)
    expect(fuzzing.tested, seen_in=fuzzing, what="Số thao tác đã thử").is_true(expected="có thao tác để thử")


def told(failure: Failure) -> str:
    """Operation and what is wrong with it, in Vietnamese where the code is known."""
    return f"{failure.operation}: {TITLES.get(failure.code, failure.title)}"
