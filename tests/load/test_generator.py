from datetime import date
from types import SimpleNamespace

import pytest

from harness.testbed import TestBedError
from load import run as running
from load.generator import Meter
from load.plan import make_plan
from load.profiles import ProfileError, adapt
from load.run import Order, run

DAY = date(2026, 11, 22)


@pytest.fixture
def order(smoke, charged, tmp_path):
    return Order(make_plan(smoke, charged, DAY), tmp_path / "out")


def test_a_missing_locust_is_one_message(order, monkeypatch):
    monkeypatch.setattr(running.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(TestBedError, match="Locust") as caught:
        run(order)
    assert "pip install" in caught.value.remedy
    assert not order.out.exists()


def test_more_people_than_the_world_has_are_refused(smoke, free, tmp_path):
    plan = make_plan(adapt(smoke, users=150, duration=100), free, DAY)
    with pytest.raises(ProfileError, match="thế giới giả lập có"):
        run(Order(plan, tmp_path / "out"))


def test_the_meter_tells_each_tenth_once(tmp_path):
    books, told = tmp_path / "books.ndjson", []
    meter = Meter(SimpleNamespace(books=books, visits=[0] * 20), told.append)
    meter.look()
    assert told == ["0/20 lượt xong, 0 lần báo nhận hồ sơ, 0 thao tác hỏng"]
    books.write_text('{"kind":"acknowledged"}\n{"kind":"ended"}\n')
    meter.look()
    assert len(told) == 1
    books.write_text('{"kind":"ended"}\n' * 3 + '{"kind":"failed"}\n')
    meter.look()
    meter.look()
    assert told[1:] == ["3/20 lượt xong, 0 lần báo nhận hồ sơ, 1 thao tác hỏng"]
