"""The operations of the payment platform."""

from __future__ import annotations

from mocks.kernel.decode import form
from mocks.kernel.operation import Operation, System
from mocks.payment import confirm, gateway, messages, pages
from mocks.payment.actions import ACTIONS
from mocks.payment.seed import seed
from mocks.payment.troubles import TROUBLES
from mocks.payment.yardstick import YARDSTICK

_PDF, _PAGE = "application/pdf", "text/html"
_KEYS = {"MaThamChieu": "MaThamChieu"}

OPERATIONS = [
    Operation(
        name="INIT",
        method="POST",
        path="/paymentplatform/init",
        handler=gateway.init,
        request=messages.Init,
        response=messages.InitAnswer,
        refuse=gateway.refuse,
        keys={
            **_KEYS,
            "MaHoSo": "ThongTinBienLai.MaHoSo",
            "MaTTHC": "ThongTinBienLai.MaTTHC",
        },
        summary="Mở đơn thanh toán; trả về trang của người nộp",
    ),
    Operation(
        name="QUERY",
        method="POST",
        path="/paymentplatform/query",
        handler=gateway.query,
        request=messages.Query,
        response=messages.QueryAnswer,
        refuse=gateway.refuse,
        keys=_KEYS,
        summary="Trạng thái giao dịch",
    ),
    Operation(
        name="GET_BILL",
        method="POST",
        path="/paymentplatform/bill",
        handler=gateway.bill,
        request=messages.GetBill,
        response=messages.BillAnswer,
        refuse=gateway.refuse,
        keys=_KEYS,
        summary="Địa chỉ biên lai",
    ),
    Operation(
        name="GET_BILL_PDF",
        method="POST",
        path="/paymentplatform/bill/pdf",
        handler=gateway.bill_pdf,
        request=messages.GetBill,
        response=messages.Answer,
        answers={200: _PDF},
        refuse=gateway.refuse,
        keys=_KEYS,
        summary="Biên lai dạng PDF",
    ),
    Operation(
        name="payer_page",
        method="GET",
        path="/thanh-toan/{token}",
        handler=pages.show,
        summary="Trang của người nộp",
        page=True,
        answers={404: _PAGE},
    ),
    Operation(
        name="payer_choice",
        method="POST",
        path="/thanh-toan/{token}",
        handler=pages.choose,
        decode=form,
        refuse=pages.refuse,
        summary="Người nộp thanh toán hoặc hủy",
        page=True,
        fields=("lam", "ngan_hang"),
        answers={303: "", **dict.fromkeys((400, 404, 409), _PAGE)},
    ),
    Operation(
        name="receipt",
        method="GET",
        path="/bien-lai/{token}",
        handler=pages.paper,
        summary="Tệp biên lai",
        page=True,
        answers={200: _PDF, 404: _PAGE},
    ),
]

SYSTEM = System(
    name="payment",
    title="Nền tảng thanh toán của Cổng Dịch vụ công quốc gia",
    operations=OPERATIONS,
    seed=seed,
    actions=ACTIONS,
    targets={
        confirm.TARGET: "CONFIRM (POST JSON) khi đơn đã thanh toán hoặc không thành",
        confirm.RETURN: "trình duyệt của người nộp quay về (GET data, responseCode, secureCode)",
    },
    troubles=TROUBLES,
    yardstick=YARDSTICK,
)
