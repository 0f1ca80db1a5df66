"""Tiêu chí 3: forms are filled in and signed online, and the whole dossier is sent online."""

from __future__ import annotations

from datetime import datetime, timedelta

from harness.checks import DERIVED, MUST, blocked, check, expect, inconclusive, review
from harness.checks.expect import listed
from harness.facts.book import moment
from harness.facts.filing import Filing
from harness.facts.procedure import ProcedureFact
from harness.facts.processing import Processing
from harness.facts.run import Law
from harness.facts.signing import WRONG, Signing
from harness.facts.sync import Sync
from suites.article13.clauses import FILING, TC3
from suites.article13.words import PAPER_WORDS, VALID, paper_demands, state

SIGNED = "requires_signature"
CLOCKS_APART = timedelta(minutes=5)
"""How far the signer's clock and the service's may be apart."""


@check(
    "c01",
    verifies=TC3,
    strength=MUST,
    applies="has_form",
    clause=f"{FILING}: điền được các biểu mẫu",
    vi="Biểu mẫu điện tử tương tác mở được từ Cổng, đúng mẫu đang hiệu lực",
)
def test_interactive_form_opens(filing: Filing, procedure: ProcedureFact, law: Law) -> None:
    """The interactive form opens for the service, entered from the portal, and is the form in force."""
    _need_both_surfaces(filing, procedure, law)
    expect(filing.opening, what="Mở biểu mẫu điện tử").is_done()
    form = filing.form
    expect(form.procedure_code, seen_in=filing, what="Thủ tục của biểu mẫu").equals(procedure.code)
    expect(len(form.fields), seen_in=filing, what="Số trường điền được").is_true(
        expected="có trường để điền trực tuyến"
    )
    codes = [component.form.code for component in procedure.with_form if component.form]
    if form.form_code:
        expect(form.form_code, seen_in=filing, what="Mã mẫu của biểu mẫu điện tử").is_in(codes)


def _need_both_surfaces(filing: Filing, procedure: ProcedureFact, law: Law) -> None:
    """A form of the city's, entered from the portal, shows both surfaces; other hostings show the portal only."""
    if law.duty(TC3, "portal")[0] == "required" and not filing.deep_link:
        blocked("Cổng không cho địa chỉ nộp hồ sơ", blame="mock")
    if law.duty(TC3, "city")[0] == "required" and procedure.service.hosting != "city_form":
        blocked("Quy định khi đó đòi nộp được cả trên hệ thống của địa phương; lượt chạy chỉ nộp trên Cổng")


@check(
    "c02",
    verifies=TC3,
    strength=MUST,
    applies="has_form",
    clause=f"{FILING}: điền được các biểu mẫu",
    vi="Biểu mẫu điện tử có đủ mọi trường của mẫu, đúng loại, đúng bắt buộc, đúng danh mục",
)
def test_form_has_every_field_of_the_template(filing: Filing, procedure: ProcedureFact) -> None:
    """Each field of the template is in the interactive form with its type, duty and choices."""
    offered = {field.name: field for field in filing.form.fields}
    wanted = procedure.fields
    expect(sorted(offered), seen_in=filing, what="Các trường của biểu mẫu điện tử").covers([f.name for f in wanted])
    for field in wanted:
        shown = offered[field.name]
        what = f"Trường “{field.label}”"
        expect(shown.type, seen_in=filing, what=f"{what}, loại").equals(field.type)
        expect(shown.required, seen_in=filing, what=f"{what}, bắt buộc").equals(field.required)
        if field.choices:
            expect(shown.choices, seen_in=filing, what=f"{what}, danh mục").equals(field.choices)


@check(
    "c03",
    verifies=TC3,
    strength=MUST,
    journeys=["main", "field-missing"],
    applies="has_form",
    clause=f"{FILING}: điền được các biểu mẫu",
    vi="Dữ liệu hợp lệ được nhận; thiếu trường bắt buộc thì máy chủ từ chối và chỉ đúng trường",
)
def test_server_checks_what_is_filled_in(filing: Filing, procedure: ProcedureFact) -> None:
    """Valid data is accepted; each required field left out is refused with a message at that field."""
    expect(filing.submission, what="Nộp hồ sơ với dữ liệu hợp lệ").is_done()
    left_out = filing.left_out()
    if not left_out:
        blocked("Hành trình field-missing chưa bỏ trống trường nào")
    labels = {field.name: field.label for field in procedure.fields}
    for name, steps in left_out.items():
        what = f"Nộp hồ sơ bỏ trống “{labels.get(name, name)}”"
        refused = [step for step in steps if step.outcome == "refused"]
        sent = [step for step in steps if step.operation == "submit"]
        if not (refused or sent):
            blocked(f"{what}: hành trình dừng trước bước này")
        if not refused:
            expect(sent[-1], what=what).is_refused()
        named = [step for step in refused if name in step.fields]
        expect(bool(named), seen_in=refused[-1], what=f"{what}: thông báo tại đúng trường").is_true(
            expected=f"từ chối, kèm thông báo ở trường {name}"
        )


@check(
    "c06",
    verifies=TC3,
    strength=MUST,
    applies=SIGNED,
    clause=f"{FILING}: áp dụng chữ ký số",
    vi="Ký số được thực hiện và bản hệ thống giữ mang chữ ký có giá trị của đúng người nộp, ký trước khi nộp",
)
def test_applicants_signature_holds(
    signing: Signing, filing: Filing, procedure: ProcedureFact, processing: Processing
) -> None:
    """Signing is offered; the service keeps the signed document, validly signed by the applicant before sending."""
    expect(signing.rendering, what="Xem tờ khai để ký").is_done()
    expect(signing.attaching, what="Nộp tờ khai đã ký").is_done()
    kept = {file.component_code: file for file in processing.opened.files}
    for made in signing.made:
        found = signing.verify(made.signed)
        if not found:
            inconclusive("Tệp đã ký trong bản ghi không đọc được chữ ký", seen_in=signing.attaching)
        held = found[-1]
        expect(held.holds, seen_in=signing.attaching, what="Chữ ký số trên tờ khai").is_true(
            expected=VALID, received=held.state
        )
        expect(held.uid, seen_in=signing.attaching, what="Danh tính trên chứng thư").equals(made.identifier)
        expect(_signed_late(held.at, filing), seen_in=signing.attaching, what="Ký sau khi đã nộp").is_false()
    shas = {made.signed for made in signing.made}
    for component in procedure.signed:
        expect(sorted(kept), seen_in=processing.opening, what="Tệp hồ sơ bên xử lý").contains(component.code)
        file = kept[component.code]
        expect(file.sha256 in shas, seen_in=processing.opening, what=f"Tệp {file.filename} bên xử lý").is_true(
            expected="đúng từng byte tệp người nộp đã ký"
        )


def _signed_late(at: datetime | None, filing: Filing) -> bool:
    sent = moment(filing.receipt.submitted_at)
    return bool(at and sent and at > sent + CLOCKS_APART)


@check(
    "c07",
    verifies=TC3,
    strength=MUST,
    journeys=["unsigned", "wrong-certificate"],
    applies=SIGNED,
    clause=f"{FILING}: áp dụng chữ ký số",
    vi="Hồ sơ chưa ký, hoặc ký bằng chứng thư hết hạn, bị thu hồi, của người khác, tự ký đều bị từ chối",
)
def test_missing_and_wrong_signatures_are_refused(signing: Signing) -> None:
    """Where a signature is required, unsigned and badly signed dossiers are refused."""
    for step in signing.unsigned:
        expect(step, what="Nộp hồ sơ chưa ký số").is_refused()
    tried = {attempt.kind: attempt for attempt in signing.attempts}
    for kind, words in WRONG.items():
        if kind not in tried:
            blocked(f"Chưa thử chứng thư {words}")
        attempt = tried[kind]
        if not attempt.refused:
            expect(attempt.decisive, what=f"Nộp hồ sơ ký bằng chứng thư {words}").is_refused()


@check(
    "c08",
    verifies=TC3,
    strength=DERIVED,
    applies="requires_no_signature",
    clause=f"{FILING}: chỉ trong trường hợp có yêu cầu chữ ký",
    vi="Thủ tục không đòi chữ ký thì nộp được mà không cần chứng thư số",
)
def test_no_signature_is_demanded_needlessly(filing: Filing) -> None:
    """Where no signature is required, none is demanded and the dossier is accepted without one."""
    demanded = [slot.name for slot in filing.form.slots if slot.signature_required]
    expect(demanded, seen_in=filing, what="Thành phần bị đòi ký số").is_empty()
    expect(filing.submission, what="Nộp hồ sơ không ký số").is_done()


@check(
    "c10",
    verifies=TC3,
    strength=MUST,
    clause=f"{FILING}: gửi trực tuyến toàn bộ hồ sơ",
    vi="Mọi thành phần hồ sơ đã công bố đều gửi được trực tuyến",
)
def test_every_component_can_be_sent_online(filing: Filing, procedure: ProcedureFact) -> None:
    """Every published component can be handed in online."""
    online = [slot.component_code for slot in filing.form.slots if slot.upload or slot.generated]
    wanted = [component.code for component in procedure.service.components]
    expect(online, seen_in=filing, what="Thành phần gửi được trực tuyến").covers(wanted)


@check(
    "c11",
    verifies=TC3,
    strength=MUST,
    clause=f"{FILING}: gửi trực tuyến toàn bộ hồ sơ",
    vi="Không thành phần nào của kênh trực tuyến phải nộp bản giấy",
)
def test_no_paper_is_demanded(filing: Filing) -> None:
    """No component of the online channel is flagged as paper; free text that speaks of paper goes to a person."""
    flagged = [slot.name for slot in filing.form.slots if slot.paper_required]
    expect(flagged, seen_in=filing, what="Thành phần bị đòi bản giấy").is_empty()
    texts = [slot.note for slot in filing.form.slots if paper_demands(slot.note)]
    if texts:
        question = f"Ghi chú ở ô nộp có nhắc tới bản giấy ({PAPER_WORDS}); cần người đọc xem có bắt buộc không: "
        review(question + " | ".join(texts), seen_in=filing)


@check(
    "c12",
    verifies=TC3,
    strength=MUST,
    clause=f"{FILING}: gửi trực tuyến toàn bộ hồ sơ",
    vi="Bên xử lý nhận đúng và đủ mọi tệp, mọi dữ liệu đã gửi; hồ sơ chuyển từ mới đăng ký sang được tiếp nhận",
)
def test_everything_sent_arrives_unchanged(filing: Filing, processing: Processing) -> None:
    """The officer sees what the applicant sent: every file by name, size and hash, every value; state 1, then 2."""
    expect(filing.submission, what="Nộp hồ sơ").is_done()
    opened, where = processing.opened, processing.opening
    arrived = {(file.component_code, file.sha256): file for file in opened.files}
    for sent in filing.sent:
        file = arrived.get((sent.component_code, sent.sha256))
        names = [
            f"{item.filename} ({item.size} byte)" for item in opened.files if item.component_code == sent.component_code
        ]
        expect(file is not None, seen_in=where, what="Tệp bên xử lý").is_true(
            expected=f"đúng từng byte tệp {sent.filename} ({sent.size} byte) đã gửi cho {sent.component_code}",
            received=listed(names) or "không có tệp nào",
        )
        if file:
            expect(file.filename, seen_in=where, what=f"Tên tệp của {sent.component_code}").reads(sent.filename)
    expect(len(opened.files), seen_in=where, what="Số tệp bên xử lý").equals(len(filing.sent))
    for name, value in filing.data.items():
        expect(opened.data.get(name, ""), seen_in=where, what=f"Dữ liệu {name} bên xử lý").reads(value)
    expect(state(opened.status), seen_in=where, what="Trạng thái khi vừa nộp").equals(state("1"))
    received = processing.after("receive")
    expect(state(received.status), seen_in=processing.action("receive"), what="Trạng thái sau tiếp nhận").equals(
        state("2")
    )


@check(
    "c13",
    verifies=TC3,
    strength=DERIVED,
    applies="hands_in_files",
    clause=f"{FILING}; hệ quả: giới hạn tệp nêu rõ tại chỗ tải lên",
    vi="Giới hạn dung lượng tệp được nêu rõ và đủ cho tệp thực tế",
)
def test_upload_limit_is_stated_and_sufficient(filing: Filing, law: Law) -> None:
    """The upload limit is stated at the control and lets realistic files through."""
    limit = filing.form.upload_limit_bytes
    expect(limit is not None, seen_in=filing, what="Giới hạn dung lượng tệp tại chỗ tải lên").is_true(
        expected="được nêu rõ"
    )
    realistic = law.param(TC3, "realistic_file_bytes")
    expect(
        -(limit or 0), seen_in=filing, what="Giới hạn dung lượng, byte (số âm)", warning=not realistic.verified
    ).at_most(-int(str(realistic.value)))


@check(
    "c15",
    verifies=TC3,
    strength=MUST,
    journeys=["supplement"],
    clause=f"{FILING}: toàn bộ hồ sơ, kể cả phần bổ sung",
    vi="Bổ sung trực tuyến chỉ phần còn thiếu, giữ nguyên mã hồ sơ",
)
def test_supplement_is_online_and_keeps_the_code(filing: Filing, processing: Processing, sync: Sync) -> None:
    """A supplement is sent online, adds only what was missing, and the dossier keeps its code."""
    code = filing.codes("supplement")[0] if filing.codes("supplement") else ""
    supplement = processing.action("supplement", "supplement")
    expect(supplement, what="Gửi bổ sung trực tuyến").is_done()
    expect((supplement.result or {}).get("dossier_code"), seen_in=supplement, what="Mã hồ sơ sau bổ sung").equals(code)
    sync.heard_out("supplement")
    created = [message.code for message in sync.dossiers("supplement") if message.creates and message.accepted]
    expect(sorted(set(created)), seen_in=supplement, what="Hồ sơ được tạo trên Cổng").equals([code])
    before, after = processing.after("open_dossier", "supplement"), processing.after("forward", "supplement")
    kept = {file.component_code for file in after.files}
    expect(sorted(kept), seen_in=supplement, what="Thành phần còn trong hồ sơ sau bổ sung").covers(
        sorted({file.component_code for file in before.files})
    )
    sent = supplement.inputs["file"]["sha256"]
    expect(sent in {file.sha256 for file in after.files}, seen_in=supplement, what="Tệp bổ sung bên xử lý").is_true(
        expected="đúng từng byte tệp đã gửi bổ sung"
    )


@check(
    "c16",
    verifies=TC3,
    strength=DERIVED,
    journeys=["double-submit"],
    clause=f"{FILING}; hệ quả: một lần nộp là một hồ sơ",
    vi="Gửi lại cùng một hồ sơ không tạo ra hồ sơ thứ hai",
)
def test_sending_twice_makes_one_dossier(filing: Filing, sync: Sync) -> None:
    """The same draft sent twice makes one dossier."""
    expect(filing.sending("double-submit"), what="Nộp lần đầu").is_done()
    attempts = filing.submissions("double-submit")
    if len(attempts) < 2:
        blocked("Hành trình dừng trước khi nộp lần hai", seen_in=attempts[0])
    again = attempts[1]
    expect(again.outcome == "broken" and again.answered, seen_in=again, what="Nộp lần hai gây lỗi máy chủ").equals(
        False
    )
    expect(filing.codes("double-submit"), seen_in=again, what="Mã hồ sơ nhận được").equals(
        filing.codes("double-submit")[:1]
    )
    sync.heard_out("double-submit")
    created = {message.code for message in sync.dossiers("double-submit") if message.creates and message.accepted}
    expect(sorted(created), seen_in=again, what="Hồ sơ được tạo trên Cổng").equals(filing.codes("double-submit")[:1])


@check(
    "c17",
    verifies=TC3,
    strength=DERIVED,
    clause=f"{FILING}; hệ quả: người nộp biết hồ sơ đã đến nơi",
    vi="Nộp xong nhận được xác nhận có mã hồ sơ và thời điểm nộp",
)
def test_submission_is_acknowledged(filing: Filing) -> None:
    """Sending is acknowledged with a dossier code and a time."""
    expect(filing.submission, what="Nộp hồ sơ").is_done()
    expect(filing.receipt.dossier_code, seen_in=filing.submission, what="Mã hồ sơ trong xác nhận").is_filled()
    expect(filing.receipt.submitted_at, seen_in=filing.submission, what="Thời điểm nộp trong xác nhận").matches(
        r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*", says="ngày giờ cụ thể"
    )
