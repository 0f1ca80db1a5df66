"""Tiêu chí 5: the dossier is received and processed online, from the queue to the signed decision."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import pairwise

from harness.checks import DERIVED, MUST, blocked, check, expect, inconclusive, review
from harness.checks.expect import listed
from harness.facts.book import moment
from harness.facts.filing import Filing
from harness.facts.procedure import ProcedureFact
from harness.facts.processing import Processing
from harness.facts.result import ResultFact
from harness.facts.run import Law
from harness.facts.sync import Sync
from harness.facts.tracking import Access, Tracking
from suites.article13.clauses import DOSSIER_CODE, PROCESSING, TC5
from suites.article13.words import VALID, limit_shown, paper_demands, state, states
from suites.article13.workdays import ZONE, calendar, due_day, local

ACTIONS = ("submit", "receive", "forward", "propose", "approve", "return_result")
"""What a step log of the main journey must hold, in this order."""


@check(
    "e01",
    verifies=TC5,
    strength=MUST,
    clause=f"{PROCESSING}: tiếp nhận trên môi trường mạng",
    vi="Hồ sơ tự vào hàng đợi của đơn vị tiếp nhận, đúng kênh trực tuyến, đúng người nộp, không nhập lại",
)
def test_dossier_reaches_the_queue_by_itself(processing: Processing, filing: Filing, procedure: ProcedureFact) -> None:
    """The dossier appears in the right unit's queue, booked as online, for the applicant, not typed in again."""
    expect(processing.queueing, what="Xem hàng đợi tiếp nhận").is_done()
    expect(processing.queue, seen_in=processing.queueing, what="Hàng đợi tiếp nhận").contains(filing.code)
    opened, where = processing.opened, processing.opening
    expect(opened.procedure_code, seen_in=where, what="Thủ tục của hồ sơ").equals(procedure.code)
    expect(opened.channel, seen_in=where, what="Kênh tiếp nhận (1 trực tiếp, 2 trực tuyến, 3 bưu chính)").equals("2")
    expect(opened.applicant_id, seen_in=where, what="Số định danh hoặc mã số của người nộp").is_in(
        filing.applicant_numbers
    )
    units = [procedure.service.receiving_agency.code, procedure.service.receiving_agency.name]
    expect(opened.unit, seen_in=where, what="Đơn vị đang giữ hồ sơ").is_in(units)


@check(
    "e02",
    verifies=TC5,
    strength=MUST,
    clause=f"{PROCESSING}; {DOSSIER_CODE}",
    vi="Mã hồ sơ tự cấp, đúng dạng, đúng ngày theo giờ Việt Nam, giống nhau ở mọi nơi",
)
def test_dossier_code_is_right_and_the_same_everywhere(
    filing: Filing, processing: Processing, sync: Sync, law: Law
) -> None:
    """The dossier code is generated, well formed, of the right day, and the same on city system and portal."""
    code, where = filing.code, filing.submission
    formats = law.param(TC5, "dossier_code_formats").value
    known = [pattern for pattern in formats if re.fullmatch(pattern, code)] if isinstance(formats, list) else []
    expect(bool(known), seen_in=where, what=f"Mã hồ sơ {code}").is_true(
        expected="đúng một trong các dạng mã hồ sơ đã quy định"
    )
    submitted = moment(filing.receipt.submitted_at)
    if submitted:
        expect(_day_in(code), seen_in=where, what=f"Ngày trong mã hồ sơ {code}").equals(f"{local(submitted):%y%m%d}")
    expect(processing.opened.dossier_code, seen_in=processing.opening, what="Mã hồ sơ bên xử lý").equals(code)
    sync.heard_out()
    told = {message.code for message in sync.dossiers()}
    expect(sorted(told), seen_in=sync.dossiers()[0] if told else "", what="Mã hồ sơ đồng bộ lên Cổng").equals([code])


def _day_in(code: str) -> str:
    """The date part of a code as yymmdd."""
    found = re.search(r"-(?:20)?(\d{6})-", code)
    return found[1] if found else ""


@check(
    "e03",
    verifies=TC5,
    strength=DERIVED,
    clause=f"{PROCESSING}; hệ quả: giấy tiếp nhận và hẹn trả kết quả điện tử",
    vi="Tiếp nhận xong có giấy tiếp nhận điện tử kèm ngày hẹn trả",
)
def test_reception_is_acknowledged_with_a_due_date(processing: Processing, tracking: Tracking) -> None:
    """On reception the applicant gets an electronic receipt with the due date."""
    received = processing.after("receive")
    expect(received.due_at, seen_in=processing.action("receive"), what="Ngày hẹn trả kết quả").is_filled()
    dossier, where = tracking.last(since="receive")
    notices = [notice for notice in dossier.notices if notice.kind == "receipt"]
    expect([notice.kind for notice in dossier.notices], seen_in=where, what="Giấy tờ gửi người nộp").contains("receipt")
    expect(notices[0].form, seen_in=where, what="Mẫu của giấy tiếp nhận (Thông tư 03/2025/TT-VPCP)").is_in(["01", ""])


@check(
    "e04",
    verifies=TC5,
    strength=MUST,
    clause=f"{PROCESSING}: quy trình điện tử được phê duyệt",
    vi="Hệ thống có đủ các bước của quy trình được duyệt, đúng vai trò, đơn vị, thời hạn; không bước nào ở ngoài",
)
def test_engine_has_every_approved_step(processing: Processing, procedure: ProcedureFact) -> None:
    """Each step of the approved process is in the engine with role, unit and time; none runs outside the system."""
    log, where = processing.log(), processing.logging()
    if not log.process:
        blocked("Nền tảng không cho biết quy trình đang cấu hình", seen_in=where)
    configured = {step.id: step for step in log.process}
    outside = [step.name for step in log.process if step.outside_system]
    expect(outside, seen_in=where, what="Bước thực hiện ngoài hệ thống").is_empty()
    approved = procedure.service.process
    expect([step.id for step in log.process], seen_in=where, what="Các bước của quy trình").equals(
        [s.id for s in approved]
    )
    for step in approved:
        made, what = configured[step.id], f"Bước {step.name}"
        expect(made.role, seen_in=where, what=f"{what}, vai trò").equals(step.role)
        expect(made.unit, seen_in=where, what=f"{what}, đơn vị").equals(step.unit)
        expect(made.working_hours, seen_in=where, what=f"{what}, thời hạn (giờ làm việc)").equals(step.working_hours)


@check(
    "e05",
    verifies=TC5,
    strength=MUST,
    clause=f"{PROCESSING}: nhật ký thời gian thực",
    vi="Mỗi bước để lại nhật ký có người, vai trò, thời điểm; đúng thứ tự, không đứt quãng, không ai làm thay",
)
def test_every_step_leaves_its_trace(processing: Processing) -> None:
    """Every step is logged with actor, role, unit and time, in order, without a gap, each by who really did it."""
    entries, where = processing.log().entries, processing.logging()
    actions = [entry.action for entry in entries]
    expect(actions, seen_in=where, what="Các thao tác trong nhật ký").covers(ACTIONS)
    for entry in entries:
        for name, value in (("người", entry.actor), ("vai trò", entry.role), ("thời điểm", entry.at)):
            expect(value, seen_in=where, what=f"Nhật ký {entry.action}, {name}").is_filled()
    times = [moment(entry.at) for entry in entries]
    ordered = [time for time in times if time]
    expect(len(ordered), seen_in=where, what="Số dòng nhật ký có thời điểm đọc được").equals(len(entries))
    expect(ordered == sorted(ordered), seen_in=where, what="Thứ tự thời gian trong nhật ký").is_true(
        expected="không lùi"
    )
    course = [(entry.from_status, entry.to_status) for entry in entries if entry.to_status]
    for (_, left), (entered, _) in pairwise(course):
        expect(state(entered), seen_in=where, what="Trạng thái đầu của bước kế tiếp trong nhật ký").is_in(
            [state(left), state("")]
        )
    for role, account in processing.accounts().items():
        acted = sorted({entry.actor for entry in entries if entry.role == role})
        what = f"Người ghi trong nhật ký ở các bước của vai trò {role}"
        expect(any(account in actor for actor in acted), seen_in=where, what=what).is_true(
            expected=f"có tài khoản {account}, là tài khoản đã thực hiện", received=listed(acted) or "không có ai"
        )


@check(
    "e06",
    verifies=TC5,
    strength=MUST,
    clause=f"{PROCESSING}: kết quả điện tử được ký số trong hệ thống",
    vi="Kết quả là văn bản điện tử do cơ quan có thẩm quyền ký số, không phải bản chụp giấy ký tay",
)
def test_result_is_signed_in_the_system(result: ResultFact, processing: Processing) -> None:
    """The decision is an electronic document with the agency's official signature, not a scan of paper."""
    expect(processing.action("approve"), what="Phê duyệt trong hệ thống").is_done()
    expect(result.downloading, what="Tải kết quả").is_done()
    file = result.file
    if file is None:
        blocked("Không có tệp kết quả để kiểm tra", seen_in=result)
    expect(file.kind, seen_in=result, what="Loại tệp kết quả").equals("pdf")
    expect(file.text, seen_in=result, what="Chữ đọc được trong tệp kết quả").is_filled()
    official = [item for item in result.issued if item.uid == result.agency]
    expect([item.uid for item in result.issued], seen_in=result, what="Chữ ký số trên kết quả đã ban hành").contains(
        result.agency
    )
    expect(official[-1].holds, seen_in=result, what="Chữ ký số của cơ quan trên kết quả").is_true(
        expected=VALID, received=official[-1].state
    )


@check(
    "e08",
    verifies=TC5,
    strength=DERIVED,
    clause=f"{PROCESSING}; hệ quả: ngày hẹn trả tính theo ngày làm việc từ khi tiếp nhận",
    vi="Ngày hẹn trả tính đúng theo ngày làm việc, bỏ ngày nghỉ, kể từ khi tiếp nhận",
)
def test_due_date_counts_working_days(processing: Processing, procedure: ProcedureFact, law: Law) -> None:
    """The due date is computed from reception with the working calendar and the published limit."""
    received, where = processing.after("receive"), processing.action("receive")
    start, due = moment(received.received_at), moment(received.due_at)
    if start is None or due is None:
        inconclusive(
            f"Không đọc được ngày tiếp nhận {received.received_at!r} hoặc ngày hẹn trả {received.due_at!r}",
            seen_in=where,
        )
    decided = procedure.online.time_limit
    expected = due_day(_counted_from(start, law), decided.value, decided.unit, law)
    what = f"Ngày hẹn trả, tiếp nhận {local(start):%d/%m/%Y}, thời hạn {limit_shown(decided.value, decided.unit)}"
    expect(f"{local(due):%d/%m/%Y}", seen_in=where, what=what).equals(f"{expected:%d/%m/%Y}")


def _counted_from(start: datetime, law: Law) -> datetime:
    """Reception after the local cut-off, where there is one, counts from the next day."""
    cutoff = str(law.param(TC5, "cutoff_time").value)
    late = bool(cutoff) and f"{start.astimezone(ZONE):%H:%M}" > cutoff
    return calendar(law).next_morning(start) if late else start


@check(
    "e09",
    verifies=TC5,
    strength=DERIVED,
    journeys=["refuse", "withdraw", "supplement"],
    clause=f"{PROCESSING}; hệ quả: từ chối, rút, yêu cầu bổ sung đều trên mạng, nêu lý do và báo người nộp",
    vi="Từ chối phải có lý do và báo người nộp; rút hồ sơ và yêu cầu bổ sung thực hiện được trên mạng",
)
def test_other_endings_are_online_and_reasoned(processing: Processing, tracking: Tracking) -> None:
    """Refusing needs a reason and notifies; withdrawing and asking for more work online."""
    attempts = processing.actions("refuse", "refuse")
    bare = [step for step in attempts if not str(step.inputs.get("reason", "")).strip()]
    for step in bare:
        expect(step, what="Từ chối tiếp nhận mà không nêu lý do").is_refused()
    expect(processing.action("refuse", "refuse"), what="Từ chối tiếp nhận có lý do").is_done()
    _told(tracking, "refuse", "refuse", "refusal", "3")
    expect(processing.action("withdraw", "withdraw"), what="Công dân rút hồ sơ").is_done()
    withdrawn, where = tracking.last("withdraw", since="withdraw")
    expect(state(withdrawn.status), seen_in=where, what="Trạng thái sau khi rút").equals(state("7"))
    expect(processing.action("request_supplement", "supplement"), what="Yêu cầu bổ sung").is_done()
    _told(tracking, "supplement", "request_supplement", "supplement", "")


def _told(tracking: Tracking, journey: str, operation: str, kind: str, status: str) -> None:
    """The applicant was told of the operation, with the reason."""
    dossier, where = tracking.last(journey, since=operation)
    if status:
        expect(state(dossier.status), seen_in=where, what="Trạng thái người nộp thấy").equals(state(status))
    notices = [notice for notice in dossier.notices if notice.kind == kind]
    expect([notice.kind for notice in dossier.notices], seen_in=where, what="Thông báo gửi người nộp").contains(kind)
    expect(notices[-1].reason or notices[-1].text, seen_in=where, what="Lý do trong thông báo").is_filled()


@check(
    "e10",
    verifies=TC5,
    strength=DERIVED,
    clause=f"{PROCESSING}; hệ quả: số liệu trên Cổng khớp với hệ thống của địa phương",
    vi="Mọi thay đổi trạng thái được đồng bộ lên Cổng đúng thứ tự, không thiếu, không trùng, tới trạng thái cuối",
)
def test_every_change_reaches_the_portal(sync: Sync, filing: Filing, processing: Processing, law: Law) -> None:
    """Every change of state reaches the portal in order, none lost or doubled, up to the last one."""
    sync.heard_out()
    code = filing.code
    messages = sync.dossiers(code=code)
    if not messages:
        expect("không có", what="Thông điệp đồng bộ hồ sơ lên Cổng").equals("có")
    refused = [message for message in messages if not message.accepted]
    told = [f"{message.entry.refusal or message.entry.answer.get('message')}" for message in refused]
    expect(told, seen_in=refused[0] if refused else "", what="Thông điệp bị Cổng từ chối").is_empty()
    created = [message for message in messages if message.creates]
    expect(len(created), seen_in=messages[0], what="Số lần tạo hồ sơ trên Cổng").equals(1)
    final = str(sync.final().get("TrangThaiHoSo", ""))
    last = processing.after("return_result").status
    expect(state(final), seen_in=messages[-1], what="Trạng thái cuối trên Cổng").equals(state(last))
    course = sync.states(code=code)
    passed = [code for code in processing.course() if code]
    expect(states(course), seen_in=messages[-1], what="Diễn biến trạng thái trên Cổng").equals(states(passed))
    allowed = law.param(TC5, "state_transitions")
    steps = [f"{a}-{b}" for a, b in pairwise(course)]
    odd = [step for step in steps if isinstance(allowed.value, list) and step not in allowed.value]
    expect(odd, seen_in=messages[-1], what="Bước chuyển trạng thái ngoài mô hình", warning=not allowed.verified).equals(
        []
    )


@check(
    "e11",
    verifies=TC5,
    strength=DERIVED,
    journeys=["main", "other-person"],
    clause=f"{PROCESSING}; hệ quả: công khai chỉ mã và mức độ hoàn thành, người nộp thấy tới đơn vị xử lý",
    vi="Tra cứu công khai chỉ cho biết mã và mức độ hoàn thành; người nộp theo dõi được; người khác thì không",
)
def test_status_can_be_followed_by_whom_it_concerns(
    tracking: Tracking, filing: Filing, access: Access, processing: Processing
) -> None:
    """The public sees code and completion only, the applicant the state and the unit, a stranger nothing."""
    expect(tracking.looking, what="Tra cứu công khai bằng mã hồ sơ").is_done()
    public, where = tracking.public, tracking.looking
    expect(public.found, seen_in=where, what="Tra cứu công khai").is_true(expected="tìm thấy hồ sơ")
    secrets = [processing.opened.applicant_name, *filing.applicant_numbers]
    shown = [secret for secret in secrets if secret and secret in f"{public.text} {' '.join(public.shown)}"]
    expect(shown, seen_in=where, what="Dữ liệu cá nhân lộ khi tra cứu công khai").is_empty()
    dossier, seen = tracking.last()
    expect(dossier.status, seen_in=seen, what="Trạng thái người nộp thấy").is_filled()
    expect(dossier.unit, seen_in=seen, what="Đơn vị xử lý người nộp thấy").is_filled()
    expect(access.person("track"), what="Người khác xem hồ sơ").is_refused()
    expect(access.person("download_result"), what="Người khác tải kết quả").is_refused()


@check(
    "e13",
    verifies=TC5,
    strength=MUST,
    journeys=["main", "supplement"],
    clause=f"{PROCESSING}: không quay lại giấy",
    vi="Không thông báo nào đòi nộp lại bản giấy thành phần đã gửi trực tuyến",
)
def test_no_notice_asks_for_paper(tracking: Tracking) -> None:
    """No message to the applicant demands on paper what was sent online; texts that speak of paper go to a person."""
    spoken: list[str] = []
    places: list[str] = []
    for journey in ("main", "supplement"):
        dossier, where = tracking.last(journey)
        flagged = [notice.text for notice in dossier.notices if notice.paper_required]
        expect(flagged, seen_in=where, what="Thông báo đòi bản giấy").is_empty()
        others = [notice for notice in dossier.notices if notice.kind != "result"]
        said = [notice.text for notice in others if paper_demands(f"{notice.text} {notice.reason}")]
        spoken, places = spoken + said, places + [where] * len(said)
    if spoken:
        review(
            "Thông báo có nhắc tới bản giấy, cần người đọc xem có đòi nộp không: " + " | ".join(spoken),
            seen_in=places[0],
        )


@check(
    "e15",
    verifies=TC5,
    strength=DERIVED,
    journeys=["other-officer"],
    clause=f"{PROCESSING}; hệ quả: chỉ đơn vị được giao mới xử lý",
    vi="Cán bộ đơn vị không liên quan không thấy, không mở, không tiếp nhận được hồ sơ",
)
def test_officers_of_other_units_are_kept_out(access: Access, filing: Filing) -> None:
    """An officer of another unit neither sees, opens nor receives the dossier."""
    looking = access.officer("list_queue")
    if looking.done:
        seen = set((looking.result or {}).get("dossiers", [])) & set(filing.codes("other-officer"))
        expect(sorted(seen), seen_in=looking, what="Hồ sơ trong hàng đợi của đơn vị khác").is_empty()
    expect(access.officer("open_dossier"), what="Cán bộ đơn vị khác mở hồ sơ").is_refused()
    expect(access.officer("receive"), what="Cán bộ đơn vị khác tiếp nhận hồ sơ").is_refused()
