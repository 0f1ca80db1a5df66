import pytest

from harness.testbed.control import ActionRefused, Control, put_clock
from harness.testbed.errors import TestBedError


def test_a_run_is_created(control, desk):
    assert control.create_run(seed=1, services=[])["run"] == "r1"
    assert desk.calls[-1] == ("POST", "/_/runs", {"seed": 1, "services": []})


def test_records(control):
    assert control.state("portal", "dossiers", "known") == {"TrangThaiHoSo": "10"}
    assert control.state("portal", "dossiers", "other") is None


def test_a_table_that_is_not_there_is_no_empty_table(control):
    with pytest.raises(ActionRefused, match="404"):
        control.state("portal", "nothing")


def test_an_action_refused_says_why(control, desk):
    with pytest.raises(ActionRefused) as caught:
        control.act("payment", "pay", url="u")
    assert (caught.value.status, caught.value.detail) == (409, "đơn đã hủy")
    assert desk.calls[-1][2] == {"system": "payment", "action": "pay", "url": "u"}


def test_mocks_that_are_gone():
    with pytest.raises(TestBedError, match="không trả lời"):
        Control("http://127.0.0.1:9", "r1").clock()


def test_a_host_that_does_not_take_the_time(desk):
    with pytest.raises(TestBedError, match="404"):
        put_clock(f"{desk.address}/api/clock", "t", "2026-01-01T09:00:00+07:00")
    with pytest.raises(TestBedError, match="giờ mới"):
        put_clock("http://127.0.0.1:9/api/clock", "t", "2026-01-01T09:00:00+07:00")
