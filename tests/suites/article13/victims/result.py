"""RETURN."""

from __future__ import annotations

from datetime import date

from harness.doctor import Doctor
from victims import FREE, fails, silent
from victims.tc5 import told, without_signature

IN_DECREE_42 = date(2026, 6, 30)


@fails("ret1", says="counter")
def counter_only(d: Doctor) -> None:
    d.result("main.open_form")["delivery"] = ["counter"]


@fails("ret1", says="counter", as_of=IN_DECREE_42)
def counter_only_under_decree_42(d: Doctor) -> None:
    counter_only(d)


@silent("ret1")
def post_only(d: Doctor) -> None:
    d.result("main.open_form")["delivery"] = ["post"]


@silent("ret1", service=FREE)
def counter_as_a_further_choice(d: Doctor) -> None:
    d.result("main.open_form")["delivery"] = ["counter", "electronic"]


@fails("ret2", says="Chữ ký số")
def copy_has_lost_its_signature(d: Doctor) -> None:
    file = d.result("main.download_result")["file"]
    d.file(file, without_signature(d.body(file["sha256"])))


@fails("ret2", says="thay đổi sau khi ký")
def copy_was_altered(d: Doctor) -> None:
    file = d.result("main.download_result")["file"]
    d.file(file, d.body(file["sha256"]).replace(b"/Producer", b"/Producex", 1))


@fails("ret2", says="có tệp kết quả")
def nothing_to_download(d: Doctor) -> None:
    d.result("main.download_result")["file"] = None


@fails("ret2", says="KQ.G17.999999")
def another_paper(d: Doctor) -> None:
    d.result("main.return_result")["result"]["code"] = "KQ.G17.999999"


@silent("ret2")
def copy_under_another_name(d: Doctor) -> None:
    d.result("main.download_result")["file"]["filename"] = "ket-qua.pdf"


@fails("ret5", says="sau bước receive")
def returned_before_there_is_a_result(d: Doctor) -> None:
    d.result("main.receive")["status"] = "10"


@fails("ret5", says="đến trước")
def portal_told_of_the_return_first(d: Doctor) -> None:
    d.json(told(d)[0]["request"], lambda sent: [item.update(TrangThaiHoSo="10") for item in sent["data"]] and None)


@fails("ret5", says="delivered")
def returned_but_not_delivered(d: Doctor) -> None:
    d.result("main.return_result")["result"]["state"] = "issued"


@silent("ret5")
def signed_and_issued_are_two_moments(d: Doctor) -> None:
    d.result("main.approve")["result"]["state"] = "signed"


@silent("ret5")
def handed_to_the_post(d: Doctor) -> None:
    d.result("main.return_result")["result"]["channel"] = "post"
