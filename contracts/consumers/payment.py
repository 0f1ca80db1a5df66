"""What the city's payment client asks of the payment platform, message version 1.0.6 (portal-payment-sso §9)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pact import match

from contracts.consumers import Interaction
from fixtures.reference_city.connectors import checksum
from fixtures.reference_city.connectors.http import Retry
from fixtures.reference_city.connectors.payment import FeeRow, Order, PaymentError, Payments, receipt
from fixtures.reference_city.settings import Settings

PROVIDER = "payment"
PARTNER, SECRET = "MOCKPARTNER", "mock-secret"
JSON = "application/json"
OPENED = datetime(2025, 1, 1, 1, 30, tzinfo=UTC)
REGISTERED = ("a partner", {"MaDoiTac": PARTNER, "secret": SECRET})


def client(url: str, secret: str = SECRET) -> Payments:
    """The real client against ``url``; it doesn't try again, so that one interaction is one call."""
    settings = Settings(payment_url=url, payment_partner=PARTNER, payment_secret=secret)
    return Payments(settings, retry=Retry(tries=1))


def order(serial: int, amount: int = 200000) -> Order:
    """An order for dossier ``serial`` of 1/1/2025."""
    return Order(
        dossier=f"000.00.01.Y99-250101-{serial:04d}",
        procedure_code="1.012907",
        procedure_name="Cấp lại chứng chỉ hành nghề môi giới bất động sản",
        agency_code="Y99.01",
        agency_name="Sở Xây dựng",
        amount=amount,
        fees=(FeeRow("LP01", "Lệ phí cấp lại chứng chỉ", "2", amount),),
        account="0000000000001",
        bank="970499",
        holder="Sở Xây dựng Thành phố Hoa Sen",
        payer="Nguyễn Thử Nghiệm",
        payer_number="001690000155",
        payer_address="Số 1, Phường Sen Hồng",
        opened=OPENED,
    )


def about(serial: int) -> tuple[str, dict[str, Any]]:
    """The provider state of an order that was opened before."""
    one = order(serial)
    return (
        "an order",
        {"MaDoiTac": PARTNER, "MaThamChieu": one.reference, "MaHoSo": one.dossier, "SoTien": one.amount},
    )


def sealed(message: dict[str, Any], fields: tuple[str, ...], secret: str = SECRET) -> dict[str, Any]:
    """``message`` with its checksum, made from the published order of fields."""
    return {**message, "MaXacThuc": checksum.seal(message, fields, secret)}


def init(one: Order, secret: str = SECRET) -> dict[str, Any]:
    """The INIT that the client must send for ``one``."""
    message = {
        "LoaiBanTin": "INIT",
        "PhienBan": "1.0.6",
        "MaDoiTac": PARTNER,
        "MaThamChieu": one.reference,
        "SoTien": str(one.amount),
        "LoaiHinhThanhToan": "PAY",
        "MaKenhThanhToan": "1",
        "MaThietBi": "1",
        "NgonNgu": "vi-VN",
        "MaTienTe": "VND",
        "MaNganHang": "PAYMENT",
        "ThongTinGiaoDich": f"THANH TOAN HO SO {one.dossier}",
        "ThoiGianGD": "20250101083000",
        "Ip": "127.0.0.1",
        "ThongTinBienLai": receipt(one),
    }
    return sealed(message, checksum.INIT, secret)


def ask(kind: str, reference: str) -> dict[str, Any]:
    """A QUERY or GET_BILL about ``reference``."""
    message = {
        "LoaiBanTin": kind,
        "PhienBan": "1.0.6",
        "MaDoiTac": PARTNER,
        "MaThamChieu": reference,
        "ThoiGianGD": reference[-14:],
    }
    return sealed(message, checksum.QUERY)


def post(path: str, body: dict[str, Any]) -> Any:
    return lambda building: building.with_request("POST", f"/paymentplatform/{path}").with_body(body, JSON)


def answer(code: str, **more: Any) -> Any:
    """The platform's business answers are HTTP 200 with ``MaLoi``."""
    return lambda building: building.will_respond_with(200).with_body({"MaLoi": code, **more}, JSON)


def refused_with(code: str, action: Any) -> None:
    """The client must report ``code``."""
    reported = ""
    try:
        action()
    except PaymentError as error:
        reported = error.code
    assert reported == code, f"the client reports {reported or 'success'!r}, not {code!r}"


def opened(url: str) -> None:
    assert client(url).open(order(1)).pay_url.startswith("http")


def state_of(url: str, serial: int, expected: str) -> None:
    assert client(url).query(order(serial).reference).state == expected


UNKNOWN = order(99).reference
PAID = ("a paid order", about(4)[1])

INTERACTIONS = (
    Interaction(
        "an order for a fee",
        [REGISTERED],
        post("init", init(order(1))),
        answer("00", UrlThanhToan=match.regex("http://127.0.0.1/pay", regex="^https?://.+")),
        opened,
    ),
    Interaction(
        "an order whose checksum is wrong",
        [REGISTERED],
        post("init", init(order(2), "another-secret")),
        answer("02"),
        lambda url: refused_with("02", lambda: client(url, "another-secret").open(order(2))),
    ),
    Interaction(
        "an order for nothing",
        [REGISTERED],
        post("init", init(order(3, 0))),
        answer("11"),
        lambda url: refused_with("11", lambda: client(url).open(order(3, 0))),
    ),
    Interaction(
        "a question about an order that waits",
        [REGISTERED, about(5)],
        post("query", ask("QUERY", order(5).reference)),
        answer("00", TrangThaiGD="3", SoTien=200000),
        lambda url: state_of(url, 5, "pending"),
    ),
    Interaction(
        "a question about a paid order",
        [REGISTERED, PAID],
        post("query", ask("QUERY", order(4).reference)),
        answer("00", TrangThaiGD="1", SoTien=200000, MaGiaoDich=match.regex("GD0001", regex=".+")),
        lambda url: state_of(url, 4, "paid"),
    ),
    Interaction(
        "a question about an unknown order",
        [REGISTERED],
        post("query", ask("QUERY", UNKNOWN)),
        answer("04"),
        lambda url: state_of(url, 99, "unknown"),
    ),
)
