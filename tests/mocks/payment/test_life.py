"""QUERY, the bill, the payer's page and the order's states (portal-payment-sso §9.5–9.7, §9.9)."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from mocks.kernel.problem import Problem
from mocks.payment.checksum import checksum
from mocks.payment.seed import NEIGHBOUR

DAY = 86_400


def page(platform: Any) -> str:
    return str(platform.init()["UrlThanhToan"])


def press(platform: Any, url: str, **fields: str) -> Any:
    return platform.call("POST", url, form=fields)


def test_an_open_order_is_pending(platform: Any) -> None:
    platform.init()
    answer = platform.query()
    assert (answer["MaLoi"], answer["TrangThaiGD"], answer["SoTien"]) == ("00", "3", 200000)


def test_a_paid_order_says_so(platform: Any) -> None:
    platform.init()
    platform.run.clock.set(platform.run.clock.now().replace(hour=9))
    platform.act("pay", reference="dvc1", bank="MOCKBANK2")
    answer = platform.query()
    assert (answer["TrangThaiGD"], answer["MaNganHang"], answer["ThoiGianGD"]) == ("1", "MOCKBANK2", "20261122090000")
    assert answer["MaGiaoDich"].startswith("GD")


def test_a_failed_order_says_so(platform: Any) -> None:
    platform.init()
    platform.act("cancel", reference="dvc1")
    assert platform.query()["TrangThaiGD"] == "4"


def test_an_unknown_reference_is_04_without_state(platform: Any) -> None:
    answer = platform.query("dvc404")
    assert answer["MaLoi"] == "04"
    assert "TrangThaiGD" not in answer


def test_another_partners_order_is_unknown(platform: Any) -> None:
    platform.init()
    secret = platform.run.store.state("payment").settings["partners"][NEIGHBOUR]["secret"]
    fields = platform.about("QUERY", MaDoiTac=NEIGHBOUR)
    fields["MaXacThuc"] = checksum("QUERY", fields, secret)
    assert platform.call("POST", "/paymentplatform/query", json=fields).json()["MaLoi"] == "04"


@pytest.mark.parametrize(("path", "kind"), [("query", "QUERY"), ("bill", "GET_BILL"), ("bill/pdf", "GET_BILL")])
@pytest.mark.parametrize(
    ("changes", "code"),
    [({"MaXacThuc": "0" * 64}, "02"), ({"MaDoiTac": "AIDO"}, "01"), ({"MaThamChieu": "dvc1x"}, "02"),
     ({"LoaiBanTin": "INIT"}, "99"), ({"PhienBan": "1"}, "99"), ({"ThoiGianGD": "x"}, "99")],
)  # fmt: skip
def test_a_wrong_question_is_refused(platform: Any, path: str, kind: str, changes: dict[str, str], code: str) -> None:
    platform.init()
    answer = platform.call("POST", f"/paymentplatform/{path}", json=platform.about(kind, **changes))
    assert (answer.status, answer.json()["MaLoi"]) == (200, code)
    assert not platform.last.accepted


def test_there_is_no_bill_before_payment(platform: Any) -> None:
    platform.init()
    for path in ("bill", "bill/pdf"):
        assert (
            platform.call("POST", f"/paymentplatform/{path}", json=platform.about("GET_BILL")).json()["MaLoi"] == "99"
        )


def test_the_bill_is_a_url_or_the_pdf_itself(platform: Any) -> None:
    platform.init()
    platform.act("pay", reference="dvc1")
    answer = platform.call(
        "POST", "/paymentplatform/bill", json=platform.about("GET_BILL", ThoiGianGD="20261122080000")
    )
    paper = platform.call("GET", answer.json()["UrlBienLai"])
    same = platform.call("POST", "/paymentplatform/bill/pdf", json=platform.about("GET_BILL"))
    assert paper.headers["content-type"] == same.headers["content-type"] == "application/pdf"
    assert paper.body == same.body
    text = PdfReader(BytesIO(paper.body)).pages[0].extract_text()
    for said in ("BIÊN LAI", "Đỗ Thị Ước", "200.000 đ", "000.00.01.Y99-261122-0001", "Ngân hàng Thử nghiệm Hoa Sen"):
        assert said in text


def test_a_receipt_of_an_unpaid_order_is_not_there(platform: Any) -> None:
    token = page(platform).rpartition("/")[2]
    assert platform.call("GET", f"/bien-lai/{token}").status == 404
    assert platform.call("GET", "/bien-lai/khong-co").status == 404


def test_the_page_shows_what_is_paid_and_needs_no_script(platform: Any) -> None:
    answer = platform.call("GET", page(platform))
    assert answer.status == 200
    for said in (
        "200.000 đ",
        "Sở Xây dựng",
        'lang="vi"',
        'name="lam" value="tra"',
        'name="lam" value="huy"',
        "MOCKBANK2",
    ):
        assert said in answer.text
    assert "<script" not in answer.text


def test_the_page_escapes_what_agencies_send(platform: Any) -> None:
    url = platform.init(receipt={"HoTenNguoiNop": "<script>alert(1)</script>"})["UrlThanhToan"]
    assert "<script" not in platform.call("GET", url).text


def test_paying_books_once_and_goes_back(platform: Any) -> None:
    url = page(platform)
    answer = press(platform, url, lam="tra", ngan_hang="MOCKBANK3")
    assert answer.status == 303
    assert answer.location.startswith("http://127.0.0.1:9000/payment/return?")
    query = answer.parameters()
    assert (query["data"], query["responseCode"]) == ("dvc1", "00")
    assert query["secureCode"] == checksum("RETURN", query, platform.secret)
    (entry,) = platform.records("ledger").values()
    assert (entry["reference"], entry["amount"], entry["bank"]) == ("dvc1", 200000, "MOCKBANK3")
    assert platform.last.keys["MaHoSo"] == "000.00.01.Y99-261122-0001"


def test_a_second_tab_pays_nothing(platform: Any) -> None:
    url = page(platform)
    press(platform, url, lam="tra", ngan_hang="MOCKBANK")
    again = press(platform, url, lam="tra", ngan_hang="MOCKBANK")
    assert (again.status, platform.last.refusal.rule) == (409, "payment.finished")
    assert "Đã thanh toán" in again.text
    assert len(platform.records("ledger")) == len(platform.callbacks()) == 1


def test_cancelling_books_nothing_and_goes_back_with_its_code(platform: Any) -> None:
    url = page(platform)
    assert press(platform, url, lam="huy").parameters()["responseCode"] == "18"
    assert not platform.records("ledger")
    assert platform.call("GET", url).status == 200
    assert press(platform, url, lam="tra", ngan_hang="MOCKBANK").status == 409


def test_without_a_return_target_the_page_says_how_it_ended(platform: Any) -> None:
    platform.run.targets.clear()
    answer = press(platform, page(platform), lam="tra", ngan_hang="MOCKBANK")
    assert answer.status == 200
    assert "Đã thanh toán" in answer.text


@pytest.mark.parametrize(
    ("fields", "rule"),
    [({}, "payment.choice"), ({"lam": "x"}, "payment.choice"), ({"lam": "tra"}, "payment.bank"),
     ({"lam": "tra", "ngan_hang": "VCB"}, "payment.bank")],
)  # fmt: skip
def test_a_wrong_form_changes_nothing(platform: Any, fields: dict[str, str], rule: str) -> None:
    answer = press(platform, page(platform), **fields)
    assert (answer.status, platform.last.refusal.rule) == (400, rule)
    assert 'role="alert"' in answer.text
    assert platform.query()["TrangThaiGD"] == "3"


def test_a_form_that_is_no_text_is_refused(platform: Any) -> None:
    assert platform.call("POST", page(platform), body=b"\xff\xfe=1").status == 400


def test_an_unknown_page_is_404(platform: Any) -> None:
    assert platform.call("GET", "/thanh-toan/khong-co").status == 404
    assert press(platform, "/thanh-toan/khong-co", lam="tra").status == 404


def test_an_order_expires_after_a_day(platform: Any) -> None:
    url = page(platform)
    platform.advance(DAY - 1)
    assert platform.query()["TrangThaiGD"] == "3"
    platform.advance(2)
    assert platform.query()["TrangThaiGD"] == "4"
    assert platform.records("orders")["dvc1"]["code"] == "19"
    assert press(platform, url, lam="tra", ngan_hang="MOCKBANK").status == 409


def test_a_paid_order_does_not_expire(platform: Any) -> None:
    platform.init()
    platform.act("pay", reference="dvc1")
    platform.advance(2 * DAY)
    assert platform.query()["TrangThaiGD"] == "1"


def test_a_pending_order_waits_for_the_bank(platform: Any) -> None:
    platform.init()
    platform.act("pend", reference="dvc1")
    platform.advance(2 * DAY)
    assert platform.query()["TrangThaiGD"] == "3"
    platform.act("pay", reference="dvc1")
    assert platform.query()["TrangThaiGD"] == "1"


def test_the_life_of_an_order_can_be_set(platform: Any) -> None:
    platform.act("configure", hours=1)
    platform.init()
    platform.advance(3601)
    assert platform.query()["TrangThaiGD"] == "4"


@pytest.mark.parametrize("inputs", [{"hours": 0}, {"delays": []}, {"nope": 1}, {"strict": "maybe"}])
def test_wrong_switches_are_refused(platform: Any, inputs: dict[str, Any]) -> None:
    with pytest.raises(Problem) as caught:
        platform.act("configure", **inputs)
    assert caught.value.status == 422


@pytest.mark.parametrize("action", ["pay", "cancel", "expire", "pend"])
def test_acting_on_no_order_or_a_finished_one_is_refused(platform: Any, action: str) -> None:
    with pytest.raises(Problem) as caught:
        platform.act(action, reference="dvc404")
    assert caught.value.status == 404
    platform.init()
    platform.act("pay", reference="dvc1")
    with pytest.raises(Problem) as caught:
        platform.act(action, reference="dvc1")
    assert caught.value.status == 409


def test_acting_by_the_payers_url(platform: Any) -> None:
    answer = platform.act("pay", url=page(platform))
    assert answer["MaLoi"] == "00"
    assert answer["location"].startswith("http://127.0.0.1:9000/payment/return?data=dvc1&responseCode=00&secureCode=")


def test_an_unknown_bank_is_refused(platform: Any) -> None:
    platform.init()
    with pytest.raises(Problem):
        platform.act("pay", reference="dvc1", bank="VCB")


def test_a_pending_order_can_not_be_made_to_expire(platform: Any) -> None:
    platform.init()
    platform.act("pend", reference="dvc1")
    with pytest.raises(Problem):
        platform.act("expire", reference="dvc1")
