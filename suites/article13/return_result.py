"""RETURN: the result comes back online or by public post."""

from __future__ import annotations

from harness.checks import DERIVED, MUST, blocked, check, expect
from harness.checks.expect import listed
from harness.facts.filing import Filing
from harness.facts.procedure import ProcedureFact
from harness.facts.result import ResultFact
from harness.facts.sync import Sync
from suites.article13.clauses import RESULT, RETURN
from suites.article13.words import VALID, state


@check(
    "ret1",
    verifies=RETURN,
    strength=MUST,
    clause=RESULT,
    vi="Khi nộp chọn được nhận kết quả điện tử hoặc qua bưu chính công ích, không chỉ tại quầy",
)
def test_result_can_come_without_a_visit(result: ResultFact, filing: Filing) -> None:
    """When filing, the applicant can choose to get the result electronically or by public post."""
    remote = [way for way in result.delivery if way in ("electronic", "post")]
    expect(bool(remote), seen_in=filing, what="Cách nhận kết quả chọn được khi nộp").is_true(
        expected="có điện tử (electronic) hoặc bưu chính công ích (post)",
        received=listed(result.delivery) or "không có",
    )


@check(
    "ret2",
    verifies=RETURN,
    strength=MUST,
    clause=RESULT,
    vi="Kết quả điện tử trao cho người nộp mở được, đúng hồ sơ và còn nguyên chữ ký số của cơ quan",
)
def test_electronic_result_is_whole_and_signed(result: ResultFact, procedure: ProcedureFact) -> None:
    """The electronic result handed out opens, is the announced paper and bears the agency's valid signature."""
    expect(result.downloading, what="Tải kết quả điện tử").is_done()
    file = result.file
    expect(file.size if file else 0, seen_in=result, what="Tệp kết quả").is_true(expected="có tệp kết quả")
    if file is None:
        blocked("Không có tệp kết quả", seen_in=result)
    expect(file.problem, seen_in=result, what="Mở tệp kết quả").is_empty()
    codes = [paper.code for paper in procedure.service.results]
    dossier, where = result.state_after("return_result")
    expect(dossier.result.code, seen_in=where, what="Mã kết quả").is_in(codes)
    expect(
        [item.uid for item in result.signatures], seen_in=result, what="Chữ ký số trên tệp trao cho người nộp"
    ).contains(result.agency)
    official = [item for item in result.signatures if item.uid == result.agency]
    expect(official[-1].holds, seen_in=result, what="Chữ ký số của cơ quan trên tệp trao cho người nộp").is_true(
        expected=VALID, received=official[-1].state
    )


@check(
    "ret5",
    verifies=RETURN,
    strength=DERIVED,
    clause=f"{RESULT}; hệ quả: ký, ban hành, đồng bộ và trao kết quả là các trạng thái riêng",
    vi="Ký, ban hành và trao kết quả là các trạng thái riêng; “Đã trả kết quả” chỉ có khi đã có kết quả",
)
def test_returned_means_that_there_is_a_result(result: ResultFact, sync: Sync) -> None:
    """Signed, issued and delivered are told apart; the state "returned" is only reached with a result."""
    early = [message for message in sync.dossiers() if message.state == "10"]
    finished = [message for message in sync.dossiers() if message.state == "9"]
    for operation in ("receive", "forward", "propose"):
        before, where = result.state_after(operation)
        expect(before.result.state, seen_in=where, what=f"Tình trạng kết quả sau bước {operation}").equals("none")
        expect(before.status == "10", seen_in=where, what=f"“Đã trả kết quả” sau bước {operation}").is_false()
    approved, where = result.state_after("approve")
    expect(approved.result.state, seen_in=where, what="Tình trạng kết quả sau khi ký").is_in(["signed", "issued"])
    expect(state(approved.status), seen_in=where, what="Trạng thái hồ sơ sau khi ký").equals(state("9"))
    returned, where = result.state_after("return_result")
    expect(returned.result.state, seen_in=where, what="Tình trạng kết quả sau khi trả").equals("delivered")
    expect(returned.result.channel, seen_in=where, what="Kênh trả kết quả").is_in(["electronic", "post"])
    sync.heard_out()
    if early and finished:
        order = finished[0].entry.seq < early[0].entry.seq
        expect(order, seen_in=early[0], what="Thứ tự “Đã xử lý xong” và “Đã trả kết quả” trên Cổng").is_true(
            expected="“Đã xử lý xong” (9) đến trước “Đã trả kết quả” (10)"
        )
    elif early:
        expect("10", seen_in=early[0], what="Đồng bộ “Đã trả kết quả” khi chưa “Đã xử lý xong”").equals("9")
