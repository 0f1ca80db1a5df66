import threading

import pytest

from harness.wait import Deadline, until


def test_answers_what_the_look_found():
    looks = iter([None, "", "found"])
    assert until(lambda: next(looks), seconds=5, condition="x", pause=lambda _: None) == "found"


def test_a_condition_that_never_holds_is_named():
    with pytest.raises(Deadline, match=r"hồ sơ.*0.02"):
        until(lambda: None, seconds=0.02, condition="hồ sơ ở trạng thái 10")


def test_one_look_is_enough_when_it_holds_at_once():
    def never(_: float) -> None:
        raise AssertionError("waited")

    assert until(lambda: 1, seconds=0, condition="x", pause=never) == 1


def test_wakes_with_the_event_that_is_waited_on():
    event = threading.Event()
    threading.Timer(0.01, event.set).start()
    assert until(event.is_set, seconds=10, condition="x", pause=event.wait)
