"""Tiêu chí 3."""

from __future__ import annotations

from typing import Any

from harness.doctor import Doctor
from victims import FREE, fails, silent

OPEN = "main.open_form"


def field(d: Doctor, name: str) -> dict[str, Any]:
    return next(item for item in d.result(OPEN)["fields"] if item["name"] == name)


@fails("c01", says="có trường để điền")
def form_is_only_an_upload(d: Doctor) -> None:
    d.result(OPEN)["fields"].clear()


@fails("c01", says="PL-XIX")
def form_of_another_edition(d: Doctor) -> None:
    d.result(OPEN)["form_code"] = "PL-XIX"


@silent("c01")
def form_without_a_code(d: Doctor) -> None:
    d.result(OPEN)["form_code"] = ""


@fails("c02", says="so_chung_chi")
def form_lacks_a_field(d: Doctor) -> None:
    d.result(OPEN)["fields"].remove(field(d, "so_chung_chi"))


@fails("c02", says="danh mục")
def form_with_a_stale_code_list(d: Doctor) -> None:
    field(d, "ly_do")["choices"].pop()


@silent("c02")
def form_with_an_extra_optional_field(d: Doctor) -> None:
    d.result(OPEN)["fields"].append({"name": "ghi_chu", "label": "Ghi chú"})


@fails("c03", says="thực hiện được")
def server_takes_an_empty_field(d: Doctor) -> None:
    d.allow("field-missing.submit.ly_do", d.result("main.submit"))


@fails("c03", says="thông báo tại đúng trường")
def refusal_does_not_name_the_field(d: Doctor) -> None:
    d.step("field-missing.submit.ly_do")["refusal"]["fields"] = {}


@silent("c03")
def refused_already_when_saving(d: Doctor) -> None:
    d.refuse("field-missing.save_draft.ly_do", "Thiếu lý do", code="422", ly_do="Chọn lý do")


@fails("c06", says="nội dung đã bị thay đổi")
def signed_document_was_altered(d: Doctor) -> None:
    _resign(d, lambda content: content.replace(b"/Producer", b"/Producex", 1))


@fails("c06", says="đúng từng byte")
def signature_lost_on_the_way(d: Doctor) -> None:
    made = d.all("signing", journey="main")[0]
    for file in d.result("main.open_dossier")["files"]:
        if file["sha256"] == made["signed"]:
            file["sha256"] = made["document"]


@fails("c06", says="CCCD:")
def signed_by_somebody_else(d: Doctor) -> None:
    d.all("signing", journey="main")[0]["identifier"] = "CCCD:000000000000"


@fails("c06", says="bị từ chối")
def signing_does_not_work(d: Doctor) -> None:
    d.refuse("main.attach_signature", "Không nhận tài liệu đã ký")


@fails("c06", says="Ký sau khi đã nộp")
def signed_after_sending(d: Doctor) -> None:
    receipt = d.result("main.submit")
    receipt["submitted_at"] = receipt["submitted_at"].replace("2026-", "2025-")


@silent("c06", service=FREE)
def signed_for_an_organisation(d: Doctor) -> None:
    d.run["attempt"] = 2


def _resign(d: Doctor, change: Any) -> None:
    """Change the signed document everywhere, without signing it anew."""
    made = d.all("signing", journey="main")[0]
    old, made["signed"] = made["signed"], d.put(change(d.body(made["signed"])))
    for file in d.result("main.open_dossier")["files"]:
        if file["sha256"] == old:
            file["sha256"] = made["signed"]


@fails("c07", says="chưa ký")
def unsigned_dossier_is_taken(d: Doctor) -> None:
    d.allow("unsigned.submit.1", d.result("main.submit"))


@fails("c07", says="đã bị thu hồi")
def revoked_certificate_is_taken(d: Doctor) -> None:
    d.allow("wrong-certificate.attach_signature.revoked", d.result("main.attach_signature"))
    d.allow("wrong-certificate.submit.revoked", d.result("main.submit"))


@silent("c07")
def wrong_certificate_refused_only_when_sent(d: Doctor) -> None:
    d.allow("wrong-certificate.attach_signature.expired", d.result("main.attach_signature"))


@fails("c07", says="không trả lời", status="BLOCKED")
def nobody_answered(d: Doctor) -> None:
    d.break_down("unsigned.submit.1", "không có câu trả lời")
    d.all("exchange", id=d.step("unsigned.submit.1")["exchanges"][-1])[0]["response"] = None


@fails("c08", says="Thành phần bị đòi ký số")
def signature_demanded_needlessly(d: Doctor) -> None:
    for component in d.run["descriptor"]["components"]:
        component["signature_required"] = False


@silent("c08")
def no_signature_needed_and_none_demanded(d: Doctor) -> None:
    signature_demanded_needlessly(d)
    for slot in d.result(OPEN)["slots"]:
        slot["signature_required"] = False


@fails("c10", says="KQ.Y99.000103")
def component_without_a_slot(d: Doctor) -> None:
    slots = d.result(OPEN)["slots"]
    slots[:] = [slot for slot in slots if slot["component_code"] != "KQ.Y99.000103"]


@silent("c10")
def more_slots_than_components(d: Doctor) -> None:
    d.result(OPEN)["slots"].append({"component_code": "GIAY-UY-QUYEN", "name": "Giấy ủy quyền", "upload": True})


@fails("c11", says="Thành phần bị đòi bản giấy")
def paper_flag_on_a_slot(d: Doctor) -> None:
    d.result(OPEN)["slots"][-1]["paper_required"] = True


@fails("c11", says="bản gốc", status="REVIEW")
def free_text_about_originals(d: Doctor) -> None:
    d.result(OPEN)["slots"][-1]["note"] = "Mang bản gốc để đối chiếu khi nhận kết quả"


@silent("c11")
def one_original_in_the_component_list(d: Doctor) -> None:
    """The portal prints "1 bản chính" for nearly every component: it demands no paper."""
    for component in d.run["descriptor"]["components"]:
        component["originals"] = 1


@fails("c12", says="không có tệp nào")
def attachment_lost(d: Doctor) -> None:
    files = d.result("main.open_dossier")["files"]
    files[:] = [file for file in files if file["component_code"] != "KQ.Y99.000102"]


@fails("c12", says="Tên tệp")
def attachment_renamed(d: Doctor) -> None:
    for file in d.result("main.open_dossier")["files"]:
        file["filename"] = "file.bin"


@fails("c12", says="Dữ liệu")
def a_value_arrives_changed(d: Doctor) -> None:
    d.result("main.open_dossier")["data"]["so_chung_chi"] = "0123"


@fails("c12", says="1 Mới đăng ký")
def not_in_the_state_of_a_new_dossier(d: Doctor) -> None:
    d.result("main.open_dossier")["status"] = "4"


@silent("c12")
def officer_sees_more_than_was_sent(d: Doctor) -> None:
    d.result("main.open_dossier")["data"]["nguon"] = "Cổng Dịch vụ công quốc gia"


@fails("c13", says="được nêu rõ")
def no_limit_stated(d: Doctor) -> None:
    d.result(OPEN)["upload_limit_bytes"] = None


@fails("c13", says="byte", status="WARNING")
def limit_too_small_for_a_scan(d: Doctor) -> None:
    d.result(OPEN)["upload_limit_bytes"] = 1_000_000


@silent("c13")
def generous_limit(d: Doctor) -> None:
    d.result(OPEN)["upload_limit_bytes"] = 100_000_000


@fails("c15", says="Mã hồ sơ sau bổ sung")
def supplement_gets_a_new_code(d: Doctor) -> None:
    d.result("supplement.supplement")["dossier_code"] = "000.00.01.Y99-261120-9999"


@fails("c15", says="bị từ chối")
def supplement_only_at_the_counter(d: Doctor) -> None:
    d.refuse("supplement.supplement", "Nộp bổ sung tại quầy")


@fails("c15", says="KQ.Y99.000103")
def supplement_replaces_everything(d: Doctor) -> None:
    files = d.result("supplement.forward")["files"]
    files[:] = [file for file in files if file["component_code"] != "KQ.Y99.000103"]


@silent("c15")
def earlier_file_kept_beside_the_new_one(d: Doctor) -> None:
    before = d.result("supplement.open_dossier")["files"]
    d.result("supplement.forward")["files"].extend(before)


@fails("c16", says="-9999")
def second_dossier(d: Doctor) -> None:
    d.result("double-submit.submit.2")["dossier_code"] = "000.00.01.Y99-261120-9999"


@fails("c16", says="lỗi máy chủ")
def second_sending_breaks_the_server(d: Doctor) -> None:
    d.break_down("double-submit.submit.2")


@silent("c16")
def second_sending_refused(d: Doctor) -> None:
    d.refuse("double-submit.submit.2", "Hồ sơ đã được nộp", code="409")


@fails("c17", says="Mã hồ sơ trong xác nhận")
def acknowledged_without_a_code(d: Doctor) -> None:
    d.result("main.submit")["dossier_code"] = ""


@fails("c17", says="Thời điểm")
def acknowledged_without_a_time(d: Doctor) -> None:
    d.result("main.submit")["submitted_at"] = ""


@silent("c17")
def acknowledged_in_other_words(d: Doctor) -> None:
    d.result("main.submit")["text"] = "Đã nhận."
