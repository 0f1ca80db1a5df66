"""The portal's operations, each declared once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mocks.kernel.operation import Message, Operation, Selector, System
from mocks.portal import actions, forms, gateway, messages, pages, reads, writes
from mocks.portal.fields import plain
from mocks.portal.seed import seed
from mocks.portal.troubles import TROUBLES
from mocks.portal.yardstick import YARDSTICK

_LOGIN = "/XrdAdapter/RestService/forward/mapi/login"
_CALL = "/XrdAdapter/RestService/forward/mapi/g"


def _other(path: str) -> tuple[str, ...]:
    """The other spelling of the adapter."""
    return (path.replace("XrdAdapter", "VXPAdapter"),)


_HEADERS = ("dstcode",)
_FAULTS = {404: messages.Fault, 502: messages.Fault}
_LOST = {404: "text/html"}

_FIRST = {"MaHoSo": "data.0.MaHoSo", "MaTTHC": "data.0.MaTTHC"}
"""Number and procedure of a batch's first dossier."""


def _holder(message: Message) -> Mapping[str, str]:
    """Whose account is asked for: a person's (12 digits) or an organisation's."""
    number = plain(message.body.mstorcmnd)
    return {"SoDinhDanh" if len(number) == 12 else "MaSoDoanhNghiep": number} if number else {}


def _service(
    name: str, service: gateway.Service, request: Any = messages.Call, keys: Any = (), summary: str = ""
) -> Operation:
    return Operation(
        name,
        "POST",
        _CALL,
        gateway.served(service),
        selector=Selector("field", "service", name),
        aliases=_other(_CALL),
        request=request,
        response=messages.Answer if request in (messages.DossierSync, messages.ProgressSync) else messages.Rows,
        refuse=gateway.refuse,
        keys=keys or {},
        summary=summary,
        headers=_HEADERS,
        answers=_FAULTS,
    )


OPERATIONS = (
    Operation(
        "login",
        "POST",
        _LOGIN,
        gateway.login,
        aliases=_other(_LOGIN),
        request=messages.Login,
        response=messages.Session,
        refuse=gateway.refuse,
        summary="Đăng nhập, nhận phiên làm việc",
        headers=_HEADERS,
        answers=_FAULTS,
    ),
    _service(
        "LayThuTuc",
        reads.read_procedure,
        messages.ProcedureQuery,
        {"MaTTHC": "maTTHC"},
        summary="Toàn bộ nội dung một thủ tục hành chính",
    ),
    _service("LayDanhSachTTHC", reads.list_procedures, summary="Danh sách thủ tục hành chính"),
    _service("LayDVC", reads.list_services, summary="Danh sách dịch vụ công trực tuyến"),
    _service("LayDanhMucCoQuan", reads.list_agencies, summary="Danh mục cơ quan"),
    _service("LayDanhMucLinhVuc", reads.list_fields, summary="Danh mục lĩnh vực"),
    _service(
        "TraCuuTechID",
        reads.find_account,
        messages.AccountQuery,
        _holder,
        summary="Tài khoản của một mã số thuế hoặc số định danh",
    ),
    _service(
        "TraCuuHoSo",
        reads.find_dossier,
        messages.DossierQuery,
        {"MaHoSo": "mahoso"},
        summary="Hồ sơ mà Cổng đã biết",
    ),
    _service(
        "DongBoHoSoMC",
        writes.sync_dossiers,
        messages.DossierSync,
        _FIRST,
        summary="Đồng bộ hồ sơ: tạo mới hoặc cập nhật",
    ),
    _service(
        "CapNhatTienDoHoSoMC",
        writes.report_progress,
        messages.ProgressSync,
        _FIRST,
        summary="Cập nhật tiến độ xử lý hồ sơ",
    ),
    Operation(
        "mapi",
        "POST",
        _CALL,
        gateway.served(gateway.unknown),
        aliases=_other(_CALL),
        request=messages.Call,
        response=messages.Answer,
        refuse=gateway.refuse,
        summary="Dịch vụ không có trên Cổng",
        headers=_HEADERS,
        answers=_FAULTS,
    ),
    Operation("page_home", "GET", "/", pages.search, summary="Trang tra cứu", page=True, query=("q",)),
    Operation("page_search", "GET", "/tra-cuu", pages.search, summary="Kết quả tra cứu", page=True, query=("q",)),
    Operation(
        "page_procedure",
        "GET",
        "/thu-tuc/{MaTTHC}",
        pages.procedure,
        summary="Trang thủ tục hành chính",
        page=True,
        answers=_LOST,
    ),
    Operation(
        "page_form",
        "GET",
        "/bieu-mau/{id}/{filename}",
        pages.form,
        summary="Tải biểu mẫu",
        page=True,
        answers={200: forms.DOCX, **_LOST},
    ),
)

SYSTEM = System(
    "portal",
    "Cổng Dịch vụ công quốc gia",
    OPERATIONS,
    seed,
    {"deep_link": actions.link, "lookup": actions.lookup, "fetch_file": actions.fetch, "configure": actions.configure},
    {
        "portal.deeplink": "trang nộp hồ sơ của thành phố, mở từ nút «Nộp hồ sơ»",
        "portal.lookup": "tra cứu hồ sơ: Cổng hỏi thành phố về một hồ sơ",
        "portal.file": "nơi Cổng tải tệp của hồ sơ",
    },
    TROUBLES,
    YARDSTICK,
)
