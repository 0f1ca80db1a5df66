"""CONFIRM: its body, its tries, and the forgeries (portal-payment-sso §9.4)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mocks.kernel.problem import Problem
from mocks.kernel.testing import Sent
from mocks.payment.checksum import holds


def taken(_: Sent) -> tuple[int, bytes]:
    return 200, b'{"MaLoi":"00"}'


def paid(platform: Any, **changes: Any) -> None:
    platform.init(**changes)
    platform.act("pay", reference=changes.get("MaThamChieu", "dvc1"))


def sent(platform: Any, index: int = -1) -> dict[str, Any]:
    return dict(json.loads(platform.callbacks()[index].callback.body))


def test_the_body_is_signed_and_the_amount_an_integer(platform: Any) -> None:
    paid(platform)
    body = sent(platform)
    assert body["SoTien"] == 200000
    assert (body["LoaiBanTin"], body["MaLoi"], body["MaThamChieu"]) == ("CONFIRM", "00", "dvc1")
    assert holds("CONFIRM", body, platform.secret)
    assert "PhienBan" not in body


def test_it_goes_to_the_confirm_target_at_once(platform: Any) -> None:
    paid(platform)
    got: list[Sent] = []

    def receive(message: Sent) -> tuple[int, bytes]:
        got.append(message)
        return taken(message)

    platform.advance(0, receive)
    assert [(message.method, message.url) for message in got] == [("POST", "http://127.0.0.1:9000/payment/confirm")]
    entry = platform.journal()[-1]
    assert (entry["direction"], entry["operation"], entry["accepted"], entry["try"]) == ("out", "CONFIRM", True, 1)
    assert entry["keys"] == {"MaThamChieu": "dvc1", "MaHoSo": "000.00.01.Y99-261122-0001"}


@pytest.mark.parametrize(
    ("status", "answer"),
    [(500, b'{"MaLoi":"00"}'), (200, b'{"MaLoi":"99"}'), (200, b"OK"), (200, b'["00"]'), (200, b"{}"), (404, b"")],
)
def test_it_is_tried_three_times_until_acknowledged(platform: Any, status: int, answer: bytes) -> None:
    paid(platform)
    times = []

    def receive(_: Sent) -> tuple[int, bytes]:
        times.append(platform.run.clock.now())
        return status, answer

    platform.advance(1000, receive)
    start = times[0]
    assert [(time - start).total_seconds() for time in times] == [0, 30, 150]
    assert (platform.callbacks()[0].state, platform.callbacks()[0].tries) == ("failed", 3)


def test_it_stops_once_acknowledged(platform: Any) -> None:
    paid(platform)
    answers = iter([(500, b""), (200, b'{"MaLoi":"00","MaXacThuc":"echo"}')])
    platform.advance(1000, lambda _: next(answers))
    assert (platform.callbacks()[0].state, platform.callbacks()[0].tries) == ("delivered", 2)


def test_the_tries_can_be_set(platform: Any) -> None:
    platform.act("configure", delays=[5])
    paid(platform)
    platform.advance(4, taken)
    assert platform.callbacks()[0].tries == 0
    platform.advance(1, taken)
    assert platform.callbacks()[0].state == "delivered"


@pytest.mark.parametrize(("action", "code"), [("cancel", "18"), ("expire", "19")])
def test_failures_are_confirmed_too(platform: Any, action: str, code: str) -> None:
    platform.init()
    platform.act(action, reference="dvc1")
    body = sent(platform)
    assert body["MaLoi"] == code
    assert holds("CONFIRM", body, platform.secret)


def test_an_expiry_confirms_at_its_time(platform: Any) -> None:
    platform.init()
    platform.advance(86_400 + 10, taken)
    assert sent(platform)["ThoiGianGD"] == "20261123080000"
    assert platform.callbacks()[0].state == "delivered"


def test_opening_an_order_confirms_nothing(platform: Any) -> None:
    platform.init()
    assert platform.callbacks() == []


def test_forged_wrong_amount(platform: Any) -> None:
    platform.init()
    platform.act("forge", reference="dvc1", kind="wrong_amount")
    body = sent(platform)
    assert body["SoTien"] == 20000
    assert holds("CONFIRM", body, platform.secret)


def test_forged_wrong_amount_of_a_small_order_differs_too(platform: Any) -> None:
    platform.init(SoTien="5")
    platform.act("forge", reference="dvc1", kind="wrong_amount")
    assert sent(platform)["SoTien"] == 6


def test_forged_bad_checksum(platform: Any) -> None:
    platform.init()
    platform.act("forge", reference="dvc1", kind="bad_checksum")
    body = sent(platform)
    assert not holds("CONFIRM", body, platform.secret)
    assert (body["SoTien"], body["MaLoi"]) == (200000, "00")


def test_forged_unknown_order(platform: Any) -> None:
    platform.init()
    platform.act("forge", reference="dvc1", kind="unknown_order")
    body = sent(platform)
    assert body["MaThamChieu"] not in platform.records("orders")
    assert holds("CONFIRM", body, platform.secret)
    assert platform.callbacks()[0].callback.keys["MaHoSo"] == "000.00.01.Y99-261122-0001"


def test_forged_other_dossier(platform: Any) -> None:
    platform.init()
    platform.init(MaThamChieu="dvc2", ThongTinGiaoDich="HO SO KHAC", receipt={"MaHoSo": "000.00.01.Y99-261122-0002"})
    platform.act("forge", reference="dvc1", kind="other_dossier", other_reference="dvc2")
    body = sent(platform)
    assert (body["MaThamChieu"], body["MaHoSo"], body["ThongTinGiaoDich"]) == (
        "dvc1", "000.00.01.Y99-261122-0002", "HO SO KHAC",
    )  # fmt: skip
    assert holds("CONFIRM", body, platform.secret)


def test_forged_other_dossier_may_be_invented(platform: Any) -> None:
    platform.init()
    platform.act("forge", reference="dvc1", kind="other_dossier")
    assert sent(platform)["MaHoSo"] != "000.00.01.Y99-261122-0001"


def test_a_replay_is_the_same_bytes(platform: Any) -> None:
    paid(platform)
    answer = platform.act("forge", reference="dvc1", kind="replay")
    first, second = platform.callbacks()
    assert first.callback.body == second.callback.body
    assert answer == {"kind": "replay", "callback": "c2", "callbacks": ["c2"]}


def test_a_forgery_is_marked_and_tried_once(platform: Any) -> None:
    platform.init()
    platform.act("forge", reference="dvc1", kind="bad_checksum")
    platform.advance(1000, lambda _: (400, b""))
    entry = platform.journal()[-1]
    assert (entry["operation"], entry["keys"]["forged"], entry["accepted"]) == ("CONFIRM", "bad_checksum", False)
    assert platform.callbacks()[0].tries == 1
    assert platform.query()["TrangThaiGD"] == "3"


@pytest.mark.parametrize(
    ("inputs", "status"),
    [({"kind": "wrong_amount"}, 404), ({"reference": "dvc1", "kind": "x"}, 422), ({"reference": "dvc1"}, 422),
     ({"reference": "dvc1", "kind": "replay"}, 409),
     ({"reference": "dvc1", "kind": "other_dossier", "other_reference": "dvc404"}, 404)],
)  # fmt: skip
def test_a_forgery_that_can_not_be_made_is_refused(platform: Any, inputs: dict[str, str], status: int) -> None:
    platform.init()
    with pytest.raises(Problem) as caught:
        platform.act("forge", **inputs)
    assert caught.value.status == status
    assert platform.callbacks() == []
