"""The receipt of a paid order as a PDF that people can read, with all Vietnamese letters."""

from __future__ import annotations

from datetime import datetime
from importlib import resources

from mocks.kernel.clock import ZONE
from mocks.kernel.operation import Record
from mocks.kernel.pages import dong
from mocks.payment.orders import BANKS

FONT = resources.files("fixtures.reference_city") / "fonts" / "NotoSerif-Regular.ttf"


def pdf(order: Record) -> bytes:
    """The receipt; the same order gives the same bytes."""
    from fpdf import FPDF  # takes a third of a second: only a run that prints pays for it

    page = FPDF(format=(148, 210), orientation="landscape")
    page.set_creation_date(_settled(order))
    page.set_title(f"Biên lai {order['transaction']}")
    page.set_lang("vi")
    with resources.as_file(FONT) as font:
        page.add_font("serif", fname=font)
    page.add_page()
    page.set_font("serif", size=15)
    page.cell(w=0, h=10, text="BIÊN LAI THU PHÍ, LỆ PHÍ", align="C", new_x="LMARGIN", new_y="NEXT")
    page.set_font("serif", size=9)
    page.multi_cell(
        w=0,
        h=6,
        text="Giấy giả lập để kiểm thử, không có giá trị thanh toán.",
        align="C",
        new_x="LMARGIN",
        new_y="NEXT",
    )
    page.set_font("serif", size=11)
    for label, value in lines(order):
        page.multi_cell(w=0, h=7, text=f"{label}: {value}", new_x="LMARGIN", new_y="NEXT")
    return bytes(page.output())


def lines(order: Record) -> list[tuple[str, str]]:
    """What the receipt says, line by line."""
    receipt = order["receipt"]
    fees = [
        (row["TenPhiLePhi"] or "Khoản thu", dong(int(row["SoTien"])))
        for row in receipt["PhiLePhi"]
        if int(row["SoTien"])
    ]
    said = [
        ("Số giao dịch", order["transaction"]),
        ("Mã tham chiếu", order["reference"]),
        ("Mã hồ sơ", order["dossier"]),
        ("Thủ tục", receipt["TenTTHC"]),
        ("Cơ quan thu", receipt["TenDonVi"]),
        ("Người nộp", f"{receipt['HoTenNguoiNop']}, {receipt['DiaChiNguoiNop']}"),
        *fees,
        ("Tổng số tiền", dong(order["amount"])),
        ("Tài khoản thụ hưởng", f"{receipt['TKThuHuong']}, {receipt['TenTKThuHuong']}"),
        ("Ngân hàng của người nộp", BANKS.get(order["bank"], order["bank"])),
        ("Thời gian", _settled(order).strftime("%d/%m/%Y %H:%M:%S")),
    ]
    return [(label, value) for label, value in said if value.strip(", ")]


def _settled(order: Record) -> datetime:
    return datetime.strptime(order["settled"], "%Y%m%d%H%M%S").replace(tzinfo=ZONE)
