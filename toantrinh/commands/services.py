"""``toantrinh services``: the procedures that come with the product."""

from __future__ import annotations

import json
from typing import Annotated, Literal

import typer

from fixtures import services as bundle
from fixtures.services.model import Service
from toantrinh import exits, texts

app = typer.Typer(help="Xem các bản mô tả dịch vụ (service descriptor) đi kèm.", no_args_is_help=True)

Format = Literal["text", "json"]
LEVELS = {"toan_trinh": "toàn trình", "mot_phan": "một phần", "thong_tin": "chỉ thông tin"}
CHANNELS = {"online": "trực tuyến", "counter": "trực tiếp", "post": "bưu chính"}
UNITS = {"working_days": "ngày làm việc", "days": "ngày", "working_hours": "giờ làm việc"}


@app.command("list")
@exits.guarded
def list_services(output: Annotated[Format, typer.Option("--format", help="text hoặc json")] = "text") -> None:
    """Liệt kê các dịch vụ đi kèm: mã dịch vụ dùng trên dòng lệnh, mã thủ tục, tên."""
    found = [bundle.load(ident) for ident in bundle.bundled()]
    if output == "json":
        print(json.dumps([_brief(service) for service in found], ensure_ascii=False, indent=1))
        return
    width = max(len(service.id) for service in found)
    for service in found:
        print(f"{service.id:<{width}}  {service.code}  {service.title}")


@app.command("show")
@exits.guarded
def show(
    service: Annotated[str, typer.Argument(metavar="SERVICE", help="mã dịch vụ đi kèm hoặc đường dẫn tới tệp .yaml")],
    output: Annotated[Format, typer.Option("--format", help="text hoặc json")] = "text",
) -> None:
    """Xem một bản mô tả: thành phần hồ sơ, phí, thời hạn, quy trình, nguồn."""
    loaded = bundle.load(service)
    if output == "json":
        print(json.dumps(bundle.dump(loaded), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_describe(loaded)))


def _brief(service: Service) -> dict[str, str]:
    return {"id": service.id, "code": service.code, "title": service.title, "approved_level": service.approved_level}


def _describe(service: Service) -> list[str]:
    return [
        f"{service.id}: {service.title}",
        f"  Mã thủ tục: {service.code} · mức độ được duyệt: {LEVELS[service.approved_level]}",
        f"  Cơ quan: {service.agency.name} ({service.agency.code}); tiếp nhận: {service.receiving_agency.name}",
        *_methods(service),
        *_components(service),
        *_fees(service),
        "  Kết quả: " + "; ".join(f"{result.name} ({result.code})" for result in service.results),
        "  Hệ thống quốc gia: " + ", ".join(texts.label(texts.SYSTEM, system, "vi") for system in service.systems),
        *_source(service),
    ]


def _methods(service: Service) -> list[str]:
    return [
        f"  {CHANNELS[m.channel].capitalize()}: {m.time_limit.value} {UNITS[m.time_limit.unit]}"
        for m in service.methods
    ]


def _components(service: Service) -> list[str]:
    lines = ["  Thành phần hồ sơ:"]
    for part in service.components:
        marks = [mark for mark, on in _marks(part.required, part.form is not None, part.signature_required) if on]
        lines.append(f"    - {part.name} [{part.code}]" + (f" ({', '.join(marks)})" if marks else ""))
    return lines


def _marks(required: bool, form: bool, signed: bool) -> list[tuple[str, bool]]:
    return [("bắt buộc", required), ("có biểu mẫu", form), ("ký số", signed)]


def _fees(service: Service) -> list[str]:
    if not service.fees:
        return ["  Phí, lệ phí: không có"]
    return [
        f"  {line.name} ({CHANNELS[line.channel]}): {texts.money(line.amount)}; {line.basis}" for line in service.fees
    ]


def _source(service: Service) -> list[str]:
    source, decision = service.source, service.source.decision
    if decision is None:
        return ["  Nguồn: nhập từ Cổng DVCQG (bản nháp, chờ người duyệt)"]
    mark = " (minh họa)" if decision.illustrative else ""
    lines = [f"  Nguồn: {decision.number} ngày {decision.issued:%d/%m/%Y}, {decision.issuer}{mark}"]
    if source.filled_in:
        lines.append("  Điền thêm từ quyết định minh họa: " + ", ".join(source.filled_in))
    return lines
