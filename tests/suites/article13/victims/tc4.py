"""Tiêu chí 4."""

from __future__ import annotations

from typing import Any

from harness.doctor import Doctor
from victims import FREE, fails, silent
from victims.tc1 import READ, change_portal, portal


def init(d: Doctor, **values: Any) -> None:
    """Change the INIT message of the main journey's order."""
    reference = d.result("main.start_payment")["reference"]
    for entry in d.entries("payment", "INIT", MaThamChieu=reference):
        d.json(entry["request"], lambda sent: _laid(sent, values))


def _laid(sent: dict[str, Any], values: dict[str, Any]) -> None:
    receipt = sent["ThongTinBienLai"]
    for name, value in values.items():
        (receipt if name in receipt else sent)[name] = value


def paid(d: Doctor, step: str) -> dict[str, Any]:
    found: dict[str, Any] = d.result(step)["payment"]
    return found


@fails("d01", says="150000")
def published_fee_is_not_the_decided_one(d: Doctor) -> None:
    next(fee for fee in d.result(READ)["fees"] if fee["channel"] == "online")["amount"] = 150_000


@fails("d01", says="LP.Y99.0001")
def fee_line_without_code(d: Doctor) -> None:
    for fee in d.result(READ)["fees"]:
        fee["code"] = ""


@silent("d01")
def counter_fee_differs(d: Doctor) -> None:
    next(fee for fee in d.result(READ)["fees"] if fee["channel"] == "counter")["amount"] = 300_000


@fails("d02", says="bị từ chối")
def paying_only_by_bank_transfer(d: Doctor) -> None:
    d.refuse("main.start_payment", "Nộp tiền qua tài khoản ngân hàng rồi tải ảnh lên")


@fails("d02", says="có bước thanh toán")
def no_payment_step_in_the_flow(d: Doctor) -> None:
    d.result("main.open_form")["payment_step"] = False


@silent("d02")
def paid_on_the_citys_own_gateway(d: Doctor) -> None:
    d.result("main.start_payment")["pay_url"] = "https://thanhtoan.hoasen.test/1"


@fails("d03", says="200")
def amount_lost_its_zeros(d: Doctor) -> None:
    init(d, SoTien="200")


@fails("d03", says="Mã hồ sơ")
def order_for_another_dossier(d: Doctor) -> None:
    init(d, MaHoSo="000.00.01.Y99-261120-0999")


@fails("d03", says="Tài khoản thụ hưởng")
def wrong_beneficiary(d: Doctor) -> None:
    init(d, TKThuHuong="999")


@fails("d03", says="người nộp")
def order_in_anothers_name(d: Doctor) -> None:
    init(d, SoCMNDNguoiNop="000000000")


@silent("d03")
def payers_name_in_capitals(d: Doctor) -> None:
    init(d, HoTenNguoiNop="NGUYEN VAN A", ThongTinGiaoDich="Nop le phi")


@fails("d04", says="paid")
def paid_but_not_booked(d: Doctor) -> None:
    paid(d, "main.track.2").update(state="waiting", bookings=0)


@fails("d04", says="bị từ chối")
def no_receipt(d: Doctor) -> None:
    d.refuse("main.download_receipt", "Không có biên lai", code="404")


@fails("d04", says="Số lần ghi nhận")
def booked_twice(d: Doctor) -> None:
    paid(d, "main.track.2")["bookings"] = 2


@fails("d04", says="99")
def confirmation_answered_with_an_error(d: Doctor) -> None:
    for entry in d.entries("payment", "CONFIRM"):
        d.json(entry["response"], lambda answer: answer.update(MaLoi="99"))


@silent("d04")
def receipt_under_another_name(d: Doctor) -> None:
    d.result("main.download_receipt")["file"]["filename"] = "C1-10-NS.pdf"


@fails("d05", says="paid")
def marked_paid_after_cancelling(d: Doctor) -> None:
    paid(d, "cancel-then-pay.track.1").update(state="paid", bookings=1)


@fails("d05", says="bị từ chối")
def cannot_pay_again(d: Doctor) -> None:
    d.refuse("cancel-then-pay.start_payment.2", "Đã có lệnh thanh toán")


@silent("d05")
def cancelled_payment_shown_as_none(d: Doctor) -> None:
    paid(d, "cancel-then-pay.track.1")["state"] = "none"


@fails("d06", says="sai mã xác thực")
def bad_checksum_is_believed(d: Doctor) -> None:
    paid(d, "forged-callbacks.track.bad_checksum").update(state="paid", bookings=1)


@fails("d06", says="gửi lặp")
def replay_is_booked_again(d: Doctor) -> None:
    paid(d, "forged-callbacks.track.replay")["bookings"] = 2


@fails("d06", says="trình duyệt")
def browser_is_believed(d: Doctor) -> None:
    paid(d, "forged-callbacks.track.forged_return").update(state="paid", bookings=1)


@fails("d06", says="Người khác mở thanh toán")
def stranger_opens_an_order(d: Doctor) -> None:
    d.allow("other-person.start_payment.other", d.result("main.start_payment"))


@silent("d06")
def forgery_answered_with_an_http_error(d: Doctor) -> None:
    for entry in d.entries("payment", "CONFIRM", forged="bad_checksum"):
        entry["response"]["status"] = 500


@silent("d06", status="BLOCKED")
def forgeries_were_never_sent(d: Doctor) -> None:
    d.forget("forged-callbacks")


@fails("d09", says="Bước thanh toán", service=FREE)
def free_but_with_a_payment_step(d: Doctor) -> None:
    d.result("main.open_form")["payment_step"] = True


@fails("d09", says="bị từ chối", service=FREE)
def free_but_blocked(d: Doctor) -> None:
    d.refuse("main.submit", "Chưa thanh toán")


@silent("d09")
def charged_at_the_counter_only(d: Doctor) -> None:
    """Zero on the online channel by a dated resolution: nothing to pay, though the counter charges."""
    free_of_charge_online(d)
    d.result("main.open_form")["payment_step"] = False
    d.drop(lambda event: event["kind"] == "journal" and event["entry"]["operation"] == "INIT")


@silent("d02", status="NOT_APPLICABLE")
def zero_fee_online(d: Doctor) -> None:
    free_of_charge_online(d)


@silent("d03", status="INCONCLUSIVE")
def descriptor_and_portal_disagree_on_the_fee(d: Doctor) -> None:
    free_of_charge_online(d, also_on_the_portal=False)


def free_of_charge_online(d: Doctor, also_on_the_portal: bool = True) -> None:
    """The council has set the online fee to zero."""
    for fee in d.run["descriptor"]["fees"]:
        if fee["channel"] == "online":
            fee.update(amount=0, basis="Nghị quyết số 77/2025/NQ-HĐND (minh họa)")
    if also_on_the_portal:
        manners = portal(d)["CACHTHUCTHUCHIEN"]
        for limit in next(item for item in manners if item["KENH"] == "2")["THOIGIAN"]:
            limit["PHILEPHI"] = []
        change_portal(d, CACHTHUCTHUCHIEN=manners)


@fails("d10", says="chứng từ")
def picture_of_the_payment_demanded(d: Doctor) -> None:
    paid(d, "main.track.2")["proof_upload_required"] = True


@fails("d10", says="Ảnh chuyển khoản")
def slot_for_a_transfer_slip(d: Doctor) -> None:
    d.result("main.open_form")["slots"].append({"component_code": "CK", "name": "Ảnh chuyển khoản", "upload": True})


@silent("d10")
def receipt_offered_for_printing(d: Doctor) -> None:
    paid(d, "main.track.2")["receipt"] = True
