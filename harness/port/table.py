"""The port: the fixed table of operations by which the harness operates any service host.

``docs/port.md`` is generated from this table. A platform offers a subset; an operation it doesn't
offer makes the checks that need it BLOCKED.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from harness.port import results as r

Role = Literal["public", "applicant", "receiver", "processor", "signer", "other_officer", "other_applicant"]


@dataclass(frozen=True)
class Operation:
    """One row: id, who acts, the inputs by name and meaning, the normalised output."""

    id: str
    actor: str
    title: str
    inputs: dict[str, str]
    output: type[r.Result]


CODE = {"procedure_code": "national procedure code, 1.012907"}
DOSSIER = {"dossier_code": "dossier code as the service gave it"}

OPERATIONS: tuple[Operation, ...] = (
    Operation("read_procedure", "public", "Đọc thông tin thủ tục", CODE, r.Procedure),
    Operation("search_procedures", "public", "Tìm thủ tục", {"query": "code or words of the name"}, r.SearchHits),
    Operation("list_forms", "public", "Xem danh sách biểu mẫu", CODE, r.Forms),
    Operation("download_form", "public", "Tải biểu mẫu", {"url": "a form's url from list_forms"}, r.Download),
    Operation("sign_in", "applicant", "Đăng nhập", {"link": "deep link from the portal"}, r.Account),
    Operation("open_form", "applicant", "Mở biểu mẫu điện tử", CODE, r.Form),
    Operation(
        "save_draft",
        "applicant",
        "Lưu nháp",
        {"draft_id": "draft", "data": "field name → text", "delivery": "electronic, post or counter"},
        r.Draft,
    ),
    Operation(
        "upload",
        "applicant",
        "Tải tệp lên",
        {"draft_id": "draft", "component_code": "component", "file": "Blob"},
        r.Upload,
    ),
    Operation(
        "render_document",
        "applicant",
        "Xem tờ khai để ký",
        {"draft_id": "draft", "component_code": "component"},
        r.Rendered,
    ),
    Operation(
        "attach_signature",
        "applicant",
        "Nộp tờ khai đã ký",
        {"draft_id": "draft", "component_code": "component", "document": "Blob, the signed PDF"},
        r.Signed,
    ),
    Operation("submit", "applicant", "Nộp hồ sơ", {"draft_id": "draft"}, r.Receipt),
    Operation("start_payment", "applicant", "Thanh toán", DOSSIER, r.Order),
    Operation("track_public", "public", "Tra cứu công khai", DOSSIER, r.PublicTrack),
    Operation("track", "applicant", "Theo dõi hồ sơ", DOSSIER, r.Dossier),
    Operation(
        "supplement",
        "applicant",
        "Bổ sung hồ sơ",
        {**DOSSIER, "component_code": "component", "file": "Blob", "text": "the applicant's words"},
        r.Receipt,
    ),
    Operation("withdraw", "applicant", "Rút hồ sơ", {**DOSSIER, "reason": "text"}, r.Dossier),
    Operation("download_receipt", "applicant", "Tải biên lai", DOSSIER, r.Download),
    Operation("download_result", "applicant", "Tải kết quả", DOSSIER, r.Download),
    Operation("list_queue", "receiver", "Xem hàng đợi", {}, r.Queue),
    Operation("open_dossier", "receiver", "Mở hồ sơ", DOSSIER, r.Dossier),
    Operation("receive", "receiver", "Tiếp nhận", DOSSIER, r.Dossier),
    Operation("refuse", "receiver", "Từ chối tiếp nhận", {**DOSSIER, "reason": "text"}, r.Dossier),
    Operation(
        "request_supplement",
        "receiver",
        "Yêu cầu bổ sung",
        {**DOSSIER, "reason": "text", "component_codes": "list of components"},
        r.Dossier,
    ),
    Operation("forward", "receiver", "Chuyển xử lý", DOSSIER, r.Dossier),
    Operation("propose", "processor", "Thẩm định, trình kết quả", {**DOSSIER, "opinion": "text"}, r.Dossier),
    Operation(
        "consult", "processor", "Lấy ý kiến", {**DOSSIER, "agency_code": "agency asked", "question": "text"}, r.Dossier
    ),
    Operation("approve", "signer", "Phê duyệt, ký số kết quả", DOSSIER, r.Dossier),
    Operation("return_result", "receiver", "Trả kết quả", DOSSIER, r.Dossier),
    Operation("read_log", "receiver", "Đọc nhật ký các bước", DOSSIER, r.Log),
)

BY_ID = {operation.id: operation for operation in OPERATIONS}
