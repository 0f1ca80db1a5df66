"""Tiêu chí 1."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from harness.doctor import Doctor
from victims import FREE, fails, silent

READ = "main.read_procedure"
OLD_EDITION = date(2025, 6, 30)


def portal(d: Doctor) -> dict[str, Any]:
    """The portal's record, as the city read it and as it was observed; edit through ``change_portal``."""
    tree: dict[str, Any] = d.observation("portal.procedure")["value"]
    return tree


def change_portal(d: Doctor, **values: Any) -> None:
    portal(d).update(values)
    for entry in d.entries("portal", "LayThuTuc"):
        d.json(entry["response"], lambda answer: answer["result"][0].update(values))


@fails("a01", says="đang có hiệu lực")
def withdrawn_on_the_portal(d: Doctor) -> None:
    change_portal(d, TRANGTHAI="0")


@silent("a01")
def decision_in_decomposed_unicode(d: Doctor) -> None:
    change_portal(d, QUYETDINH=unicodedata.normalize("NFD", portal(d)["QUYETDINH"]))


@fails("a02", says="1.012908")
def another_procedure_under_this_address(d: Doctor) -> None:
    d.result(READ)["code"] = "1.012908"


@fails("a02", says="Trang dành cho người dân", as_of=OLD_EDITION)
def front_gone_while_it_was_needed(d: Doctor) -> None:
    gone(d)


@fails("a02", says="đầu mối duy nhất", status="REVIEW")
def front_retired_after_the_reform(d: Doctor) -> None:
    gone(d)


def gone(d: Doctor) -> None:
    """The city's page for citizens is no more."""
    d.refuse(READ, "Trang không còn", code="410")
    last = d.step(READ)["exchanges"][-1]
    d.all("exchange", id=last)[0]["response"]["status"] = 410


@silent("a02")
def force_not_stated(d: Doctor) -> None:
    d.result(READ)["in_force"] = None


@fails("a03", says="thành phần hồ sơ")
def no_components_on_the_portal(d: Doctor) -> None:
    change_portal(d, THANHPHANHOSO=[])


@silent("a03")
def no_related_procedures(d: Doctor) -> None:
    change_portal(d, TTHCLIENQUAN=[], COQUANPHOIHOP=[], YEUCAU="")


@fails("a04", says="Giấy phép hoạt động", service=FREE)
def page_leaves_a_component_out(d: Doctor) -> None:
    page = d.result(READ)["page"]
    page["text"] = page["text"].replace("Giấy phép hoạt động (trong trường hợp bị hỏng)", "")


@fails("a04", says="để trống")
def empty_shell(d: Doctor) -> None:
    d.result(READ)["steps"] = "Xem file đính kèm"


@fails("a04", says="không thu phí", service=FREE)
def free_but_it_does_not_say_so(d: Doctor) -> None:
    page = d.result(READ)["page"]
    for words in ("Miễn phí", "miễn phí", "Không thu", "không thu", "0 đ", "Không có phí"):
        page["text"] = page["text"].replace(words, "")


@silent("a04")
def page_text_in_decomposed_unicode(d: Doctor) -> None:
    page = d.result(READ)["page"]
    page["text"] = unicodedata.normalize("NFD", page["text"])


@fails("a05", says="Mã các thành phần hồ sơ")
def components_of_the_previous_decision(d: Doctor) -> None:
    d.result(READ)["components"].pop()


@fails("a05", says="150.000 đ")
def another_fee_in_the_city(d: Doctor) -> None:
    for fee in d.result(READ)["fees"]:
        fee["amount"] = 150_000


@fails("a05", says="10 ngày")
def working_days_became_days(d: Doctor) -> None:
    for method in d.result(READ)["methods"]:
        method["time_limit"]["unit"] = "days"


@fails("a05", says="Căn cứ pháp lý")
def a_law_less(d: Doctor) -> None:
    d.result(READ)["legal_basis"].pop()


@silent("a05")
def texts_in_decomposed_unicode_and_with_double_spaces(d: Doctor) -> None:
    shown = d.result(READ)
    shown["name"] = unicodedata.normalize("NFD", shown["name"]).replace(" ", "  ")


@silent("a05", status="INCONCLUSIVE")
def descriptor_is_a_draft_from_the_portal(d: Doctor) -> None:
    d.run["descriptor"]["source"] = {"kind": "portal_import", "record": "1.012907"}


@fails("a06", says="Chứng chỉ cũ")
def component_without_code(d: Doctor) -> None:
    d.result(READ)["components"][-1]["code"] = ""


@silent("a06")
def old_form_of_result_code(d: Doctor) -> None:
    d.result(READ)["results"][0]["code"] = "000.00.00.G17-KQ000207"


@fails("a07", says="một phần")
def published_as_partial(d: Doctor) -> None:
    d.result(READ)["level"] = "mot_phan"


@silent("a07")
def approved_and_published_as_partial(d: Doctor) -> None:
    d.run["descriptor"]["approved_level"] = "mot_phan"
    d.result(READ)["level"] = "mot_phan"


@fails("a08", says="đòi đăng nhập")
def page_behind_sign_in(d: Doctor) -> None:
    d.result(READ)["page"].update(status=302, login_required=True, text="")


@fails("a08", says="Kết quả tìm")
def search_by_name_finds_nothing(d: Doctor) -> None:
    d.result("main.search_procedures.2")["codes"] = []


@silent("a08")
def search_finds_others_too(d: Doctor) -> None:
    d.result("main.search_procedures.2")["codes"][:0] = ["1.000001", "2.000002"]


@fails("a10", says="1.012901")
def link_to_another_service(d: Doctor) -> None:
    d.result("main.open_form")["procedure_code"] = "1.012901"


@fails("a10", says="Không dẫn đến đăng nhập")
def dead_link(d: Doctor) -> None:
    d.refuse("main.sign_in", "Không dẫn đến đăng nhập: Không tìm thấy trang", code="404")


@silent("a10")
def form_under_another_name(d: Doctor) -> None:
    d.result("main.open_form")["procedure_name"] = "Cấp lại chứng chỉ"


@fails("a12", says="15 ngày làm việc")
def engine_with_another_limit(d: Doctor) -> None:
    d.result("main.receive")["time_limit"]["value"] = 15


@silent("a12")
def counter_has_a_longer_limit(d: Doctor) -> None:
    next(m for m in d.run["descriptor"]["methods"] if m["channel"] == "counter")["time_limit"]["value"] = 15
