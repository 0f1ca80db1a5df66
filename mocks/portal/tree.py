"""From a service descriptor to the portal's own view of the procedure (portal-payment-sso §3.1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from fixtures.services.model import Component, FeeLine, Method, Service
from mocks.kernel.operation import Record
from mocks.portal.codes import APPLICANTS, LEVELS, TIERS, UNITS

_KENH = {"counter": "1", "online": "2", "post": "3"}
_LOAIPHI = {"phi": "1", "le_phi": "2"}
_DOITUONG = {"citizen": "1", "enterprise": "2"}


def plant(service: Service, on: date, base: str) -> Record:
    """The ``LayThuTuc`` tree of ``service`` on day ``on``; ``base`` is the portal's public URL. No list is null."""
    level, tier = TIERS[service.procedure_level]
    return {
        "ID": service.code.replace(".", ""),
        "MATTHC": service.code,
        "TENTTHC": service.name,
        "MACOQUANCONGBO": _announcer(service),
        "LOAITTHC": "",
        "TRANGTHAI": "1",
        "QUYETDINH": service.announced_by,
        "IDQUYETDINHCONGBO": service.announced_by,
        "YEUCAU": service.requirements_text,
        "TUKHOA": service.title,
        "MOTA": "",
        "DIACHITIEPNHAN": service.receiving_agency.name,
        "MOTADOITUONGTHUCHIEN": service.applicants_text,
        "MOTACOQUANTHUCHIEN": service.agency.name,
        "MOTACOQUANTHAMQUYEN": service.agency.name,
        "CAPTHUCHIEN": [{"CAPTHUCHIEN": level, "TENCAP": tier}],
        "LINHVUCTHUCHIEN": [{"MALINHVUC": service.field_code, "TENLINHVUC": service.field_name}],
        **_course(service, on),
        "DOITUONGTHUCHIEN": [
            {"MADOITUONG": _DOITUONG[service.applicant], "TENDOITUONG": APPLICANTS[_DOITUONG[service.applicant]]}
        ],
        "THANHPHANHOSO": [{"TRUONGHOP": "", "GIAYTO": papers(service, base)}],
        **_outcome(service),
    }


def _announcer(service: Service) -> str:
    """The ministry's code heads the code of the field (``G17-…``); blank when it doesn't."""
    head = re.match(r"[A-Z][0-9]{2}(?=-)", service.field_code)
    return head[0] if head else ""


def _course(service: Service, on: date) -> Record:
    lines = [line.strip() for line in service.steps_text.splitlines() if line.strip()]
    return {
        "TRINHTUTHUCHIEN": [{"TRUONGHOP": "", "TRINHTU": [{"TENTRINHTU": line} for line in lines]}],
        "CACHTHUCTHUCHIEN": [_manner(service, method, on) for method in service.methods],
    }


def _manner(service: Service, method: Method, on: date) -> Record:
    limit = {
        "THOIGIANGIAIQUYET": str(method.time_limit.value),
        "DONVITINH": UNITS[method.time_limit.unit],
        "MOTA": method.description,
        "PHILEPHI": [_fee(line) for line in service.fee_lines(method.channel, on)],
    }
    return {"KENH": _KENH[method.channel], "THOIGIAN": [limit]}


def _fee(line: FeeLine) -> Record:
    return {
        "MAPHILEPHI": _LOAIPHI[line.kind],
        "SOTIEN": str(line.amount),
        "DONVI": "Đồng",
        "MOTA": f"{line.name} ({line.basis})",
        "TENTEP": "",
        "URL": "",
    }


def _outcome(service: Service) -> Record:
    agency = [{"MADONVI": service.agency.code, "TENDONVI": service.agency.name}]
    return {
        "KETQUATHUCHIEN": [
            {"MAKETQUA": paper.code, "TENKETQUA": paper.name, "TENTEP": "", "URL": ""} for paper in service.results
        ],
        "CANCUPHAPLY": [_basis(basis.number, basis.name) for basis in service.legal_basis],
        "COQUANTHUCHIEN": agency,
        "COQUANCOTHAMQUYEN": agency,
        "COQUANDUOCUYQUYEN": [],
        "COQUANPHOIHOP": [],
        "TTHCLIENQUAN": [],
        "TTHCLIENTHONG": [],
    }


def _basis(number: str, name: str) -> Record:
    blank = dict.fromkeys(("COQUANBANHANH", "NGAYBANHANH", "NGAYHIEULUC", "DIACHITRUYCAP"), "")
    return {"SOVANBAN": number, "TENVANBAN": name, **blank}


def papers(service: Service, base: str) -> list[Record]:
    """``GIAYTO[]``: the components, with the public address of their forms."""
    return [_paper(service, place, component, base) for place, component in enumerate(service.components, 1)]


def _paper(service: Service, place: int, component: Component, base: str) -> Record:
    form = component.form
    return {
        "MAGIAYTO": component.code,
        "TENGIAYTO": component.name,
        "MA_KQ_THAYTHE": "",
        "SOBANCHINH": str(component.originals),
        "SOBANSAO": str(component.copies),
        "TENMAUDON": filename(form.code) if form else "",
        "URL": f"{base}/bieu-mau/{form_id(service, place)}/{filename(form.code)}" if form else "",
    }


def form_id(service: Service, place: int) -> str:
    """Identifier of the form of component ``place`` (from 1)."""
    return f"{service.code}-{place:02}"


def filename(code: str) -> str:
    """A file name of ASCII letters, digits and dashes for form ``code``: ``Phụ lục XXVII`` → ``Phu-luc-XXVII.docx``."""
    plain = unicodedata.normalize("NFKD", code.replace("Đ", "D").replace("đ", "d")).encode("ascii", "ignore").decode()
    return re.sub(r"[^0-9A-Za-z]+", "-", plain).strip("-") + ".docx"


def forms(service: Service) -> dict[str, Record]:
    """The downloadable forms by identifier: what the template document is made of."""
    found: dict[str, Record] = {}
    for place, component in enumerate(service.components, 1):
        if form := component.form:
            labels = [field.label for field in form.fields]
            record = {"MATTHC": service.code, "MAGIAYTO": component.code, "code": form.code, "title": form.title}
            more = {"filename": filename(form.code), "agency": service.agency.name, "labels": labels}
            found[form_id(service, place)] = {**record, **more}
    return found


def offering(service: Service) -> Record:
    """The online service: identifiers of the deep link and the row of ``LayDVC``."""
    code, name = LEVELS[service.approved_level]
    identifier = service.code.replace(".", "")
    local = f"{service.code}.000.00.00.{service.agency.code.split('.')[0]}"
    applied = [{"MACOQUANTHUCHIEN": service.agency.code, "MUCDO": int(code)}]
    row = {"MADVC": identifier, "TENDVC": service.title, "MATTHC": service.code, "TENTTHC": service.name}
    more = {"TENCOQUANBANHANH": service.agency.name, "TENLINHVUC": service.field_name, "APDUNGDVC": applied}
    return {
        "MaTTHC": service.code,
        "MaDVC": identifier,
        "MaTTHCDP": local,
        "MaCoQuanThucHien": service.agency.code,
        "level": name,
        "hosting": service.hosting,
        "title": service.title,
        "LayDVC": {**row, **more},
    }


def agencies(services: Sequence[Service]) -> dict[str, Record]:
    """``LayDanhMucCoQuan`` rows by code: the agencies that the loaded procedures name."""
    named = [agency for service in services for agency in (service.agency, service.receiving_agency)]
    return {one.code: {"MADONVI": one.code, "TENDONVI": one.name, "CAPDONVI": "1"} for one in named}


def fields(services: Sequence[Service]) -> dict[str, Record]:
    """``LayDanhMucLinhVuc`` rows by code."""
    return {
        service.field_code: {
            "MALINHVUC": service.field_code,
            "TENLINHVUC": service.field_name,
            "MANGANH": _announcer(service),
        }
        for service in services
    }
