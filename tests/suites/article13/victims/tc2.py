"""Tiêu chí 2."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from harness.doctor import Doctor
from victims import fails, silent

FIRST, SECOND = "main.download_form.1", "main.download_form.2"


def blob(d: Doctor, step: str = FIRST) -> dict[str, Any]:
    """The file that came, to be changed."""
    file: dict[str, Any] = d.result(step)["file"]
    return file


def rewrite(d: Doctor, step: str, **texts: str) -> None:
    """Replace texts inside a docx."""
    file = blob(d, step)
    source = zipfile.ZipFile(io.BytesIO(d.body(file["sha256"])))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "word/document.xml":
                text = content.decode()
                for old, new in texts.items():
                    assert old.replace("_", " ") in text
                    text = text.replace(old.replace("_", " "), new)
                content = text.encode()
            target.writestr(member, content)
    d.file(file, made.getvalue())


def docx(d: Doctor) -> str:
    """The step that downloaded a docx."""
    return next(step for step in (FIRST, SECOND) if d.body(blob(d, step)["sha256"]).startswith(b"PK"))


@fails("b02", says="KQ.Y99.000101")
def no_link_for_the_form(d: Doctor) -> None:
    d.result("main.list_forms")["forms"].clear()


@silent("b02")
def one_format_only(d: Doctor) -> None:
    d.result("main.list_forms")["forms"].pop()


@fails("b03", says="html")
def sign_in_page_with_status_200(d: Doctor) -> None:
    d.file(blob(d), b"<!doctype html><html><title>Dang nhap</title></html>")


@fails("b03", says="không mở được")
def truncated_file(d: Doctor) -> None:
    file = blob(d, docx(d))
    d.file(file, d.body(file["sha256"])[:4000])


@fails("b03", says="empty")
def file_of_no_bytes(d: Doctor) -> None:
    d.file(blob(d), b"")


@fails("b03", says="404")
def link_to_nothing(d: Doctor) -> None:
    d.result(FIRST).update(status=404, file=None)


@silent("b03")
def media_type_of_any_download(d: Doctor) -> None:
    blob(d)["media_type"] = "application/octet-stream"


@fails("b04", says="đòi đăng nhập")
def download_behind_sign_in(d: Doctor) -> None:
    d.result(FIRST).update(status=302, login_required=True, file=None)


@silent("b04")
def link_that_is_broken_but_open(d: Doctor) -> None:
    d.result(FIRST).update(status=404, file=None)


@fails("b05", says="Tên mẫu")
def form_of_another_procedure(d: Doctor) -> None:
    rewrite(d, docx(d), Đơn_xin_cấp_lại_chứng_chỉ_hành_nghề_môi_giới_bất_động_sản="Đơn đề nghị cấp giấy phép xây dựng")


@silent("b05")
def title_in_capitals(d: Doctor) -> None:
    title = "Đơn xin cấp lại chứng chỉ hành nghề môi giới bất động sản"
    rewrite(d, docx(d), **{title.replace(" ", "_"): title.upper()})


@fails("b06", says="Số điện thoại")
def one_format_lacks_a_field(d: Doctor) -> None:
    rewrite(d, docx(d), Số_điện_thoại="Điện tín")


@silent("b06")
def one_format_of_the_form(d: Doctor) -> None:
    d.result("main.list_forms")["forms"].pop()


@fails("b07", says="064678698677")
def template_filled_with_somebodys_data(d: Doctor) -> None:
    rewrite(d, docx(d), Số_định_danh_cá_nhân="Số định danh cá nhân: 064678698677")


@silent("b07")
def template_with_a_phone_number_of_the_office(d: Doctor) -> None:
    rewrite(d, docx(d), Số_điện_thoại="Số điện thoại (hỏi thêm 1900 1009)")


@fails("b08", says="Số điện thoại")
def printed_field_missing_online(d: Doctor) -> None:
    fields = d.result("main.open_form")["fields"]
    fields[:] = [field for field in fields if field["name"] != "dien_thoai"]


@silent("b08")
def more_fields_online_than_printed(d: Doctor) -> None:
    d.result("main.open_form")["fields"].append({"name": "ghi_chu", "label": "Ghi chú"})
