"""Tiêu chí 1: the procedure is announced, public, its information complete, on the portal and on the city system."""

from __future__ import annotations

from collections.abc import Iterable

from harness.checks import DERIVED, MUST, blocked, check, expect, inconclusive
from harness.facts.catalogue import Catalogue
from harness.facts.filing import Filing
from harness.facts.procedure import ProcedureFact
from harness.facts.processing import Processing
from harness.facts.run import Law
from suites.article13.clauses import CONSISTENCY, CONSTITUENTS, INFORMATION, TC1
from suites.article13.fronts import need_city_front
from suites.article13.words import LEVELS, NONE_STATED, fees_shown, limit_shown


@check(
    "a01",
    verifies=TC1,
    strength=MUST,
    portal_side=True,
    clause=f"{INFORMATION}: đã công bố",
    vi="Cổng có thủ tục này, đang hiệu lực, kèm số quyết định công bố",
)
def test_portal_publishes_the_procedure(catalogue: Catalogue, procedure: ProcedureFact) -> None:
    """The portal has the procedure, in force, with the decision that announced it."""
    record = catalogue.portal
    expect(record.in_force, seen_in=record, what="Hiệu lực trên Cổng").is_true(expected="đang có hiệu lực")
    expect(record.decision, seen_in=record, what="Quyết định công bố trên Cổng").reads(procedure.service.announced_by)


@check(
    "a02",
    verifies=TC1,
    strength=MUST,
    clause=f"{INFORMATION}: đã công bố, công khai trên hệ thống của địa phương",
    vi="Danh mục của địa phương có đúng mã thủ tục, đang hiệu lực, đúng quyết định công bố",
)
def test_city_publishes_the_procedure(catalogue: Catalogue, procedure: ProcedureFact, law: Law) -> None:
    """The city's catalogue has the same procedure, in force, with the same announcing decision."""
    need_city_front(law, TC1, catalogue.front_gone, catalogue.reading)
    expect(catalogue.reading, what="Đọc thủ tục trên hệ thống của địa phương").is_done()
    city = catalogue.city
    expect(city.code, seen_in=catalogue, what="Mã thủ tục").equals(procedure.code)
    expect(city.in_force is not False, seen_in=catalogue, what="Hiệu lực").is_true(expected="đang có hiệu lực")
    expect(city.decision, seen_in=catalogue, what="Quyết định công bố").reads(procedure.service.announced_by)


@check(
    "a03",
    verifies=TC1,
    strength=MUST,
    portal_side=True,
    clause=f"{INFORMATION}; {CONSTITUENTS}",
    vi="Trên Cổng, thủ tục có đủ các bộ phận cấu thành",
)
def test_portal_shows_every_constituent_part(catalogue: Catalogue) -> None:
    """On the portal every constituent part of the procedure is filled in."""
    record = catalogue.portal
    parts = {
        "tên": record.name,
        "trình tự": record.tree.get("TRINHTUTHUCHIEN"),
        "cách thức": record.tree.get("CACHTHUCTHUCHIEN"),
        "thành phần hồ sơ": record.components,
        "đối tượng": record.tree.get("DOITUONGTHUCHIEN"),
        "cơ quan": record.agencies,
        "kết quả": record.results,
        "căn cứ pháp lý": record.legal_basis,
    }
    expect([name for name, part in parts.items() if not part], seen_in=record, what="Bộ phận bỏ trống").is_empty()


@check(
    "a04",
    verifies=TC1,
    strength=MUST,
    clause=f"{INFORMATION}: cung cấp đầy đủ; {CONSTITUENTS}",
    vi="Trang thủ tục của địa phương hiện đủ các bộ phận cấu thành",
)
def test_page_shows_every_constituent_part(catalogue: Catalogue, procedure: ProcedureFact, law: Law) -> None:
    """The city's page, as a visitor sees it, shows every constituent part of the procedure."""
    need_city_front(law, TC1, catalogue.front_gone, catalogue.reading)
    city = catalogue.city
    for name, text in (
        ("tên", city.name),
        ("trình tự thực hiện", city.steps),
        ("đối tượng thực hiện", city.applicants),
        ("cơ quan thực hiện", city.agency_name),
        ("yêu cầu, điều kiện", city.requirements),
    ):
        expect(text, seen_in=catalogue, what=f"Nội dung {name}").is_filled()
    text = catalogue.page.text
    for what, wanted in _parts(procedure):
        for words in wanted:
            expect(text, seen_in=catalogue, what=f"Trang thủ tục, phần {what}").contains(words)
    if not procedure.fee_lines():
        expect(_says_none(text), seen_in=catalogue, what="Trang thủ tục, phần phí, lệ phí").is_true(
            expected="nói rõ không thu phí, lệ phí"
        )


def _parts(procedure: ProcedureFact) -> Iterable[tuple[str, list[str]]]:
    """What the page must show, part by part."""
    service = procedure.service
    yield "tên", [service.name]
    yield "trình tự thực hiện", [line for line in service.steps_text.splitlines() if line.strip()]
    yield "đối tượng thực hiện", [service.applicants_text]
    yield "cơ quan thực hiện", [service.agency.name]
    yield "thành phần hồ sơ", [component.name for component in service.components]
    yield "kết quả", [paper.name for paper in service.results]
    yield "căn cứ pháp lý", [basis.number for basis in service.legal_basis]


def _says_none(text: str) -> bool:
    folded = text.casefold()
    return any(words in folded for words in NONE_STATED)


@check(
    "a05",
    verifies=TC1,
    strength=MUST,
    clause=f"{INFORMATION}; tính thống nhất theo {CONSISTENCY}",
    vi="Nội dung thủ tục trên hệ thống của địa phương trùng khớp với Cổng và quyết định",
)
def test_city_and_portal_tell_the_same(catalogue: Catalogue, procedure: ProcedureFact, law: Law) -> None:
    """Name, time limit, components, fees, agency, results and legal basis are the same on city system and portal."""
    need_city_front(law, TC1, catalogue.front_gone, catalogue.reading)
    if procedure.is_draft:
        inconclusive(
            "Bản mô tả được lấy từ Cổng và chưa ai phê duyệt: không thể vừa là chuẩn vừa là vật được đối chiếu."
        )
    city, portal = catalogue.city, catalogue.portal
    expect(city.name, seen_in=catalogue, what="Tên thủ tục").reads(portal.name)
    for method in procedure.service.methods:
        shown = next((m.time_limit for m in city.methods if m.channel == method.channel), None)
        limit = limit_shown(shown.value, shown.unit) if shown else limit_shown(None, "")
        published = limit_shown(*portal.time_limit(method.channel))
        expect(limit, seen_in=catalogue, what=f"Thời hạn giải quyết, kênh {method.channel}").equals(published)
        amounts = [line.amount for line in city.fees if line.channel == method.channel]
        expect(fees_shown(amounts), seen_in=catalogue, what=f"Phí, lệ phí, kênh {method.channel}").equals(
            fees_shown(portal.fees(method.channel))
        )
    components = {component.code: component.name for component in city.components}
    expect(sorted(components), seen_in=catalogue, what="Mã các thành phần hồ sơ").equals(sorted(portal.components))
    for code, name in portal.components.items():
        expect(components[code], seen_in=catalogue, what=f"Tên thành phần {code}").reads(name)
    expect(city.agency_code, seen_in=catalogue, what="Mã cơ quan thực hiện").is_in(portal.agencies)
    expect(sorted(paper.code for paper in city.results), seen_in=catalogue, what="Mã kết quả").equals(
        sorted(portal.results)
    )
    basis = sorted(item.number for item in city.legal_basis)
    expect(basis, seen_in=catalogue, what="Căn cứ pháp lý").equals(sorted(portal.legal_basis))


@check(
    "a06",
    verifies=TC1,
    strength=DERIVED,
    clause=f"{INFORMATION}; hệ quả: dữ liệu chủ về thủ tục kèm mã giấy tờ",
    vi="Thành phần hồ sơ và kết quả đều có mã giấy tờ",
)
def test_papers_carry_codes(catalogue: Catalogue, law: Law) -> None:
    """Every component and every result is published with its paper code."""
    need_city_front(law, TC1, catalogue.front_gone, catalogue.reading)
    city = catalogue.city
    papers = {**{item.name: item.code for item in city.components}, **{item.name: item.code for item in city.results}}
    bare = [name for name, code in papers.items() if not code.strip()]
    expect(bare, seen_in=catalogue, what="Giấy tờ không có mã").is_empty()


@check(
    "a07",
    verifies=TC1,
    strength=MUST,
    clause=f"{INFORMATION}: mức độ dịch vụ được công khai",
    vi="Mức độ dịch vụ công khai trên hệ thống của địa phương đúng mức được phê duyệt",
)
def test_published_level_is_the_approved_one(catalogue: Catalogue, procedure: ProcedureFact, law: Law) -> None:
    """The city publishes the service at the approved level."""
    need_city_front(law, TC1, catalogue.front_gone, catalogue.reading)
    approved = procedure.service.approved_level
    expect(LEVELS.get(catalogue.city.level, catalogue.city.level), seen_in=catalogue, what="Mức độ dịch vụ").equals(
        LEVELS[approved]
    )


@check(
    "a08",
    verifies=TC1,
    strength=MUST,
    clause=f"{INFORMATION}: công khai",
    vi="Không cần đăng nhập vẫn đọc được trang thủ tục và tìm thấy theo mã, theo tên",
)
def test_page_is_public_and_can_be_found(catalogue: Catalogue, procedure: ProcedureFact, law: Law) -> None:
    """The information page opens without signing in, names the procedure, and search by code and by name finds it."""
    need_city_front(law, TC1, catalogue.front_gone, catalogue.reading)
    expect(catalogue.reading, what="Đọc trang thủ tục khi chưa đăng nhập").is_done()
    page = catalogue.page
    expect(page.login_required, seen_in=catalogue, what="Trang thủ tục đòi đăng nhập").is_false()
    expect(page.status, seen_in=catalogue, what="Mã trạng thái HTTP của trang thủ tục").equals(200)
    expect(f"{page.title} {page.text}", seen_in=catalogue, what="Tên thủ tục trên trang").contains(procedure.name)
    if not catalogue.searches:
        blocked("Bản ghi không có lần tìm kiếm nào", seen_in=catalogue)
    for step in catalogue.searches:
        expect(step, what="Tìm kiếm thủ tục").is_done()
        found = (step.result or {}).get("codes", [])
        expect(found, seen_in=step, what=f"Kết quả tìm “{step.inputs.get('query')}”").contains(procedure.code)


@check(
    "a10",
    verifies=TC1,
    strength=DERIVED,
    applies="filed_by_deep_link",
    clause=f"{INFORMATION}; hệ quả: nút “Nộp hồ sơ” dẫn đúng dịch vụ",
    vi="Nút “Nộp hồ sơ” trên Cổng dẫn tới đúng dịch vụ của đúng cơ quan",
)
def test_portal_link_leads_to_this_service(filing: Filing, procedure: ProcedureFact) -> None:
    """The portal's button leads to the form of this very procedure."""
    if not filing.deep_link:
        blocked("Cổng không cho địa chỉ nộp hồ sơ", blame="mock")
    expect(filing.signing_in, what="Đi từ nút “Nộp hồ sơ” trên Cổng và đăng nhập").is_done()
    expect(filing.opening, what="Mở biểu mẫu điện tử sau khi đi từ Cổng").is_done()
    expect(filing.form.procedure_code, seen_in=filing, what="Thủ tục của biểu mẫu đã mở").equals(procedure.code)


@check(
    "a12",
    verifies=TC1,
    strength=DERIVED,
    clause=f"{INFORMATION}; hệ quả: thời hạn công khai là thời hạn được áp dụng",
    vi="Thời hạn dùng để hẹn trả kết quả đúng bằng thời hạn công khai cho kênh trực tuyến",
)
def test_engine_uses_the_published_time_limit(processing: Processing, procedure: ProcedureFact) -> None:
    """The time limit that the engine applies to the dossier is the published one for the online channel."""
    dossier, step = processing.after("receive"), processing.action("receive")
    if dossier.time_limit is None:
        blocked("Nền tảng không cho biết thời hạn đang áp dụng cho hồ sơ", seen_in=step)
    decided = procedure.online.time_limit
    used = limit_shown(dossier.time_limit.value, dossier.time_limit.unit)
    expect(used, seen_in=step, what="Thời hạn hệ thống áp dụng").equals(limit_shown(decided.value, decided.unit))
