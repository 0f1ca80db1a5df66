"""Tiêu chí 4: fees are paid online, on the payment platform or on the city system."""

from __future__ import annotations

from harness.checks import DERIVED, MUST, blocked, check, expect
from harness.facts.catalogue import Catalogue
from harness.facts.filing import Filing
from harness.facts.payment import OK, Payment
from harness.facts.procedure import ProcedureFact
from harness.facts.run import Law
from harness.facts.tracking import Access
from suites.article13.clauses import PAYMENT, TC1, TC4
from suites.article13.fronts import need_city_front
from suites.article13.words import FORGERIES, PROOFS

OWED = "has_financial_obligation"


@check(
    "d01",
    verifies=TC4,
    strength=MUST,
    applies=OWED,
    clause=PAYMENT,
    vi="Các khoản thu trực tuyến được công khai đủ mã, tên, loại, mức thu và trùng với quyết định",
)
def test_fee_lines_are_published_in_full(catalogue: Catalogue, procedure: ProcedureFact, law: Law) -> None:
    """Every online fee line is published with code, name, kind and amount, as decided."""
    need_city_front(law, TC1, catalogue.front_gone, catalogue.reading)
    published = {line.code: line for line in catalogue.city.fees if line.channel == "online"}
    for decided in procedure.fee_lines():
        expect(published, seen_in=catalogue, what="Mã các khoản thu trực tuyến").contains(decided.code)
        line = published[decided.code]
        expect(line.amount, seen_in=catalogue, what=f"Mức thu của {decided.code}").equals(decided.amount)
        expect(line.kind, seen_in=catalogue, what=f"Loại khoản thu của {decided.code}").equals(decided.kind)
        expect(line.name, seen_in=catalogue, what=f"Tên khoản thu {decided.code}").reads(decided.name)


@check(
    "d02",
    verifies=TC4,
    strength=MUST,
    applies=OWED,
    clause=PAYMENT,
    vi="Người nộp thanh toán được ngay trong luồng nộp hồ sơ",
)
def test_paying_is_offered_inside_the_flow(payment: Payment, filing: Filing) -> None:
    """A way to pay online is offered for the dossier, inside the flow."""
    expect(payment.opening, what="Mở thanh toán cho hồ sơ").is_done()
    expect(payment.order.pay_url, seen_in=payment.opening, what="Địa chỉ trang thanh toán").matches(
        "https?://.+", says="địa chỉ của một trang thanh toán trực tuyến"
    )
    expect(filing.form.payment_step, seen_in=filing, what="Bước thanh toán trong luồng nộp hồ sơ").is_true(
        expected="có bước thanh toán, vì thủ tục có khoản thu"
    )


@check(
    "d03",
    verifies=TC4,
    strength=MUST,
    applies=OWED,
    clause=PAYMENT,
    vi="Lệnh thanh toán đúng số tiền đã công khai, đúng hồ sơ, người nộp và tài khoản thụ hưởng",
)
def test_order_carries_the_published_fee(payment: Payment, procedure: ProcedureFact, filing: Filing) -> None:
    """The payment order is for exactly the published fee, for this dossier, payer and beneficiary."""
    order = payment.order
    expect(order.amount, seen_in=order, what="Số tiền của lệnh thanh toán (đồng)").equals(procedure.fee_due("online"))
    expect(order.currency, seen_in=order, what="Loại tiền").equals("VND")
    expect(order.dossier_code, seen_in=order, what="Mã hồ sơ trong lệnh thanh toán").equals(filing.code)
    expect(order.payer_number, seen_in=order, what="Số định danh người nộp tiền").is_in(filing.applicant_numbers)
    beneficiary = procedure.service.beneficiary
    if beneficiary:
        expect(order.account, seen_in=order, what="Tài khoản thụ hưởng").equals(beneficiary.account)
        expect(order.bank, seen_in=order, what="Ngân hàng thụ hưởng").equals(beneficiary.bank)


@check(
    "d04",
    verifies=TC4,
    strength=MUST,
    applies=OWED,
    clause=PAYMENT,
    vi="Thanh toán thành công được ghi nhận đúng một lần và người nộp tải được biên lai",
)
def test_confirmed_payment_is_booked_and_receipted(payment: Payment, procedure: ProcedureFact) -> None:
    """A confirmed payment is answered, booked exactly once, and its receipt can be downloaded."""
    confirmations = payment.confirmations("main")
    if not confirmations:
        blocked("Nền tảng thanh toán không gửi xác nhận nào cho hồ sơ này", seen_in=payment.order, blame="mock")
    answered = confirmations[-1]
    expect(answered.answer.get("MaLoi"), seen_in=answered, what="Trả lời của dịch vụ cho xác nhận").equals(OK)
    state, where = payment.state("main", "2")
    expect(state.state, seen_in=where, what="Tình trạng thanh toán của hồ sơ").equals("paid")
    expect(state.amount, seen_in=where, what="Số tiền đã ghi nhận (đồng)").equals(procedure.fee_due("online"))
    expect(state.bookings, seen_in=where, what="Số lần ghi nhận").equals(1)
    expect(payment.receiving, what="Tải biên lai").is_done()
    receipt = payment.receipt
    expect(receipt and receipt.size, seen_in=payment.receiving, what="Biên lai").is_true(expected="có tệp biên lai")
    if receipt:
        expect(receipt.problem, seen_in=receipt, what="Mở tệp biên lai").is_empty()


@check(
    "d05",
    verifies=TC4,
    strength=DERIVED,
    journeys=["cancel-then-pay"],
    applies=OWED,
    clause=f"{PAYMENT}; hệ quả: hủy thanh toán thì chưa nộp, và nộp lại được",
    vi="Hủy thanh toán không bị ghi là đã nộp; nộp lại được và chỉ bị thu một lần",
)
def test_cancelled_payment_can_be_retried(payment: Payment) -> None:
    """A cancelled payment isn't booked; paying again works and is booked once."""
    cancelled, where = payment.state("cancel-then-pay", "1")
    expect(cancelled.state, seen_in=where, what="Tình trạng sau khi hủy").is_in(
        ["none", "waiting", "cancelled", "failed"]
    )
    expect(cancelled.bookings, seen_in=where, what="Số lần ghi nhận sau khi hủy").equals(0)
    first, second = payment.orders("cancel-then-pay")[0], payment.orders("cancel-then-pay")[-1]
    expect(second, what="Mở lại thanh toán sau khi hủy").is_done()
    if first.id == second.id:
        blocked("Hành trình dừng trước khi mở thanh toán lần hai", seen_in=first)
    paid, where = payment.state("cancel-then-pay", "2")
    expect(paid.state, seen_in=where, what="Tình trạng sau khi thanh toán lại").equals("paid")
    expect(paid.bookings, seen_in=where, what="Số lần ghi nhận sau khi thanh toán lại").equals(1)


@check(
    "d06",
    verifies=TC4,
    strength=DERIVED,
    journeys=["forged-callbacks", "other-person"],
    applies=OWED,
    clause=f"{PAYMENT}; hệ quả: chỉ tin xác nhận thật của nền tảng thanh toán",
    vi="Xác nhận giả, lặp lại hoặc của hồ sơ khác không được ghi nhận; người khác không mở được thanh toán",
)
def test_forged_confirmations_are_refused(payment: Payment, access: Access) -> None:
    """Forged, repeated or foreign confirmations book nothing; nobody else opens an order for the dossier."""
    forged = payment.forged()
    for kind, words in FORGERIES.items():
        if kind not in forged:
            blocked(f"Hành trình chưa gửi xác nhận giả: {words}")
        state, where = payment.state("forged-callbacks", kind)
        expect(state.state, seen_in=where, what=f"Tình trạng sau xác nhận {words}").is_in(
            ["none", "waiting", "cancelled", "failed"]
        )
        expect(state.bookings, seen_in=where, what=f"Số lần ghi nhận sau xác nhận {words}").equals(0)
    returned, where = payment.state("forged-callbacks", "forged_return")
    expect(returned.state, seen_in=where, what="Tình trạng khi trình duyệt tự báo đã nộp").is_in(
        ["none", "waiting", "cancelled", "failed"]
    )
    replayed, where = payment.state("forged-callbacks", "replay")
    expect(replayed.bookings, seen_in=where, what="Số lần ghi nhận sau xác nhận gửi lặp").equals(1)
    expect(access.person("start_payment"), what="Người khác mở thanh toán cho hồ sơ").is_refused()


@check(
    "d09",
    verifies=TC4,
    strength=DERIVED,
    applies="owes_nothing",
    clause=f"{PAYMENT}, chỉ khi thủ tục có yêu cầu nộp phí, lệ phí",
    vi="Không thu phí thì không có bước thanh toán, không có lệnh 0 đồng và hồ sơ không bị chặn",
)
def test_free_procedure_asks_for_no_payment(payment: Payment, filing: Filing) -> None:
    """Where nothing is owed there is no payment step, no order, and nothing is blocked."""
    expect(filing.form.payment_step, seen_in=filing, what="Bước thanh toán").is_false()
    inits = payment.inits("main")
    expect([entry.seen_in for entry in inits], seen_in=inits[0] if inits else "", what="Lệnh thanh toán đã mở").equals(
        []
    )
    expect(filing.submission, what="Nộp hồ sơ không qua thanh toán").is_done()


@check(
    "d10",
    verifies=TC4,
    strength=DERIVED,
    applies=OWED,
    clause=f"{PAYMENT}; hệ quả: hệ thống đã biết kết quả thanh toán",
    vi="Không bắt người nộp tải lên ảnh chứng từ thanh toán",
)
def test_no_proof_of_payment_is_asked_for(payment: Payment, filing: Filing, procedure: ProcedureFact) -> None:
    """The applicant isn't asked to upload a picture of the payment."""
    known = {component.code for component in procedure.service.components}
    slots = [slot.name for slot in filing.form.slots if slot.component_code not in known]
    proofs = [name for name in slots if any(words in name.casefold() for words in PROOFS)]
    expect(proofs, seen_in=filing, what="Ô tải lên chứng từ thanh toán").is_empty()
    state, where = payment.state("main", "2")
    expect(state.proof_upload_required, seen_in=where, what="Đòi tải lên chứng từ thanh toán").is_false()
