"""Tiêu chí 2: every form of the procedure can be downloaded by anybody."""

from __future__ import annotations

from harness.checks import DERIVED, MUST, check, expect, inconclusive
from harness.checks.expect import reading
from harness.facts.catalogue import GONE
from harness.facts.filing import Filing
from harness.facts.forms import FormDownload, Forms
from harness.facts.papers import PERSONAL_NUMBER
from harness.facts.procedure import ProcedureFact
from harness.facts.run import Law
from suites.article13.clauses import CONSISTENCY, FORMS, PERSONAL_DATA, TC2
from suites.article13.fronts import need_city_front

FORMED = "has_form"
KINDS = {"docx", "doc", "pdf", "odt", "xlsx"}
SUFFIXES = {"docx": ".docx", "doc": ".doc", "pdf": ".pdf", "odt": ".odt", "xlsx": ".xlsx"}


def _gone(forms: Forms) -> bool:
    step = forms.listing
    return step.outcome == "not_offered" or (step.outcome == "refused" and step.status in GONE)


@check(
    "b02",
    verifies=TC2,
    strength=MUST,
    applies=FORMED,
    clause=FORMS,
    vi="Mọi thành phần có mẫu đều có liên kết tải mẫu trên hệ thống của địa phương",
)
def test_every_form_has_a_link(forms: Forms, procedure: ProcedureFact, law: Law) -> None:
    """Every component that has a form has a download link on the city system."""
    need_city_front(law, TC2, _gone(forms), forms.listing)
    expect(forms.listing, what="Xem danh sách biểu mẫu").is_done()
    linked = {link.component_code for link in forms.links if link.url}
    wanted = [component.code for component in procedure.with_form]
    expect(sorted(linked), seen_in=forms, what="Thành phần có liên kết tải mẫu").covers(wanted)


@check(
    "b03",
    verifies=TC2,
    strength=MUST,
    applies=FORMED,
    clause=FORMS,
    vi="Tệp mẫu tải về đầy đủ, đúng loại và mở được",
)
def test_every_form_opens(forms: Forms, law: Law) -> None:
    """Every link answers with a whole file of the kind it says, and the file opens."""
    need_city_front(law, TC2, _gone(forms), forms.listing)
    for item in forms.downloads:
        name = item.link.title or item.link.url
        expect(item.step, what=f"Tải mẫu “{name}”").is_done()
        expect(item.status, seen_in=item, what=f"Mã trạng thái HTTP khi tải “{name}”").equals(200)
        file = item.file
        expect(file.kind if file else "empty", seen_in=item, what=f"Loại tệp thật của mẫu “{name}”").is_in(
            sorted(KINDS)
        )
        if file:
            said = item.link.format or file.kind
            expect(file.kind, seen_in=item, what=f"Loại tệp thật của mẫu “{name}”, so với loại đã ghi").equals(said)
            expect(file.problem, seen_in=item, what=f"Mở tệp mẫu “{name}”").is_empty()
            if file.filename:
                suffix = SUFFIXES[file.kind]
                expect(file.filename.lower().endswith(suffix), seen_in=item, what=f"Tên tệp {file.filename}").is_true(
                    expected=f"có đuôi {suffix}"
                )


@check(
    "b04",
    verifies=TC2,
    strength=MUST,
    applies=FORMED,
    clause=f"{FORMS}: tổ chức, cá nhân tải được",
    vi="Không phải đăng nhập để tải mẫu",
)
def test_forms_need_no_sign_in(forms: Forms, law: Law) -> None:
    """Nobody has to sign in to list and download forms."""
    need_city_front(law, TC2, _gone(forms), forms.listing)
    expect(forms.listing, what="Xem danh sách biểu mẫu khi chưa đăng nhập").is_done()
    for item in forms.downloads:
        closed = item.login_required or item.step.status in (401, 403)
        expect(closed, seen_in=item, what=f"Tải “{item.link.title}” đòi đăng nhập").is_false()


@check(
    "b05",
    verifies=TC2,
    strength=DERIVED,
    applies=FORMED,
    clause=f"{FORMS}; hệ quả: tải được đúng mẫu của thành phần",
    vi="Mã và tên mẫu trong tệp đúng với thành phần hồ sơ",
)
def test_file_is_the_form_it_says(forms: Forms, procedure: ProcedureFact, law: Law) -> None:
    """Code and title inside each file are those of the component's form."""
    need_city_front(law, TC2, _gone(forms), forms.listing)
    for component in procedure.with_form:
        assert component.form
        for item in _opened(forms, component.code):
            where = f"tệp {item.link.format or item.link.url}"
            expect(_folded(item), seen_in=item, what=f"Tên mẫu trong {where}").contains(component.form.title.casefold())
            expect(_folded(item), seen_in=item, what=f"Mã mẫu trong {where}").contains(component.form.code.casefold())


@check(
    "b06",
    verifies=TC2,
    strength=DERIVED,
    applies=FORMED,
    clause=f"{FORMS}; tính thống nhất theo {CONSISTENCY}",
    vi="Các tệp của cùng một mẫu có cùng nội dung, dù ở định dạng nào",
)
def test_all_files_of_a_form_say_the_same(forms: Forms, procedure: ProcedureFact, law: Law) -> None:
    """All file formats of one form ask for the same fields."""
    need_city_front(law, TC2, _gone(forms), forms.listing)
    for component in procedure.with_form:
        assert component.form
        labels = [field.label for field in component.form.fields]
        for item in _opened(forms, component.code):
            absent = [label for label in labels if label.casefold() not in _folded(item)]
            expect(absent, seen_in=item, what=f"Mục thiếu trong mẫu {component.form.code} ({item.link.format})").equals(
                []
            )


@check(
    "b07",
    verifies=TC2,
    strength=DERIVED,
    applies=FORMED,
    clause=f"{FORMS}; {PERSONAL_DATA}",
    vi="Mẫu để trống, không chứa dữ liệu của ai và không có macro",
)
def test_form_is_blank_and_harmless(forms: Forms, law: Law) -> None:
    """The template holds nobody's data and no macros."""
    need_city_front(law, TC2, _gone(forms), forms.listing)
    for item in forms.downloads:
        if item.file is None:
            continue
        numbers = PERSONAL_NUMBER.findall(item.file.text)
        expect(numbers, seen_in=item, what="Số định danh cá nhân có sẵn trong mẫu").is_empty()
        expect(item.file.macros, seen_in=item, what="Macro hoặc mã lệnh trong mẫu").is_false()


@check(
    "b08",
    verifies=TC2,
    strength=DERIVED,
    applies=FORMED,
    clause=f"{FORMS}; hệ quả: biểu mẫu điện tử thay được mẫu giấy",
    vi="Mỗi mục của mẫu tải về đều điền được trên biểu mẫu điện tử",
)
def test_every_field_of_the_template_can_be_filled_online(
    forms: Forms, filing: Filing, procedure: ProcedureFact, law: Law
) -> None:
    """Every field printed in the template has its place in the interactive form."""
    need_city_front(law, TC2, _gone(forms), forms.listing)
    online = {reading(field.label).casefold() for field in filing.form.fields}
    for component in procedure.with_form:
        assert component.form
        text = " ".join(_folded(item) for item in _opened(forms, component.code))
        printed = [field.label for field in component.form.fields if field.label.casefold() in text]
        absent = [label for label in printed if reading(label).casefold() not in online]
        expect(absent, seen_in=filing, what=f"Mục của mẫu {component.form.code} không có trên biểu mẫu điện tử").equals(
            []
        )


def _opened(forms: Forms, component_code: str) -> list[FormDownload]:
    """The files of a component's form that open; says why when there is none."""
    found = [item for item in forms.files_of(component_code) if item.file and not item.file.problem]
    if not found:
        inconclusive(f"Không tải được tệp mẫu nào của thành phần {component_code} để đọc nội dung", seen_in=forms)
    return found


def _folded(item: FormDownload) -> str:
    return reading(item.file.text).casefold() if item.file else ""
