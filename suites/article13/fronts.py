"""The city's own front for citizens, which may lawfully have been retired."""

from __future__ import annotations

from harness.checks import expect, review
from harness.facts.run import Law
from harness.facts.steps import Step


def need_city_front(law: Law, criterion: str, gone: bool, step: Step) -> None:
    """Go on only when the city has a front to look at.

    Where the law in force needs one, a missing front fails; where that is an open question, a person must answer it.
    """
    if not gone:
        return
    duty, question = law.duty(criterion, "city")
    if duty == "required":
        expect("không có", seen_in=step, what="Trang dành cho người dân trên hệ thống của địa phương").equals("có")
    review(
        question
        or "Hệ thống của địa phương không có trang dành cho người dân; cần người kết luận có bắt buộc hay không.",
        seen_in=step,
    )
