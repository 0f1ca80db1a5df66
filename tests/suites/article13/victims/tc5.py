"""Tiêu chí 5."""

from __future__ import annotations

from typing import Any

from harness.doctor import Doctor
from victims import FREE, fails, silent

LOG = "main.read_log"


def entries(d: Doctor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = d.result(LOG)["entries"]
    return found


def told(d: Doctor) -> list[dict[str, Any]]:
    """The synchronisation messages of the main dossier."""
    return d.entries("portal", "DongBoHoSoMC", MaHoSo=d.result("main.submit")["dossier_code"])


def ends(d: Doctor) -> list[dict[str, Any]]:
    """The applicant's looks at the main dossier."""
    return d.results("track")


@fails("e01", says="Hàng đợi")
def not_in_the_queue(d: Doctor) -> None:
    d.result("main.list_queue")["dossiers"].clear()


@fails("e01", says="Kênh tiếp nhận")
def typed_in_again_at_the_counter(d: Doctor) -> None:
    d.result("main.open_dossier")["channel"] = "1"


@fails("e01", says="Đơn vị đang giữ")
def in_the_wrong_unit(d: Doctor) -> None:
    d.result("main.open_dossier")["unit"] = "Y99.02"


@silent("e01")
def others_in_the_queue(d: Doctor) -> None:
    d.result("main.list_queue")["dossiers"][:0] = ["000.00.01.Y99-261120-0500"]


def recode(d: Doctor, code: str) -> None:
    """The main dossier under another code, everywhere."""
    old, messages = d.result("main.submit")["dossier_code"], told(d)
    for step in d.all("step", journey="main"):
        if (step["result"] or {}).get("dossier_code") == old:
            step["result"]["dossier_code"] = code
    for entry in messages:
        entry["keys"]["MaHoSo"] = old
        d.json(entry["request"], lambda sent: [item.update(MaHoSo=code) for item in sent["data"]] and None)


@fails("e02", says="đúng một trong các dạng")
def code_of_no_known_form(d: Doctor) -> None:
    recode(d, "HS-1")


@fails("e02", says="261119")
def code_dated_in_utc(d: Doctor) -> None:
    recode(d, "000.00.01.Y99-261119-0001")


@fails("e02", says="đồng bộ lên Cổng")
def another_code_on_the_portal(d: Doctor) -> None:
    for entry in told(d):
        d.json(
            entry["request"], lambda sent: [item.update(MaHoSo="G09-261120-00001") for item in sent["data"]] and None
        )


@silent("e02")
def code_of_the_form_of_2026(d: Doctor) -> None:
    recode(d, "Y99.01-20261120-0000001")


@fails("e03", says="Giấy tờ gửi người nộp")
def no_receipt_of_the_dossier(d: Doctor) -> None:
    for seen in ends(d):
        seen["notices"] = [notice for notice in seen["notices"] if notice["kind"] != "receipt"]


@fails("e03", says="Ngày hẹn trả")
def no_due_date(d: Doctor) -> None:
    d.result("main.receive")["due_at"] = ""


@silent("e03")
def receipt_in_other_words(d: Doctor) -> None:
    for seen in ends(d):
        for notice in seen["notices"]:
            notice["text"] = "Đã nhận hồ sơ."


@fails("e04", says="Các bước của quy trình")
def step_missing_in_the_engine(d: Doctor) -> None:
    process = d.result(LOG)["process"]
    process[:] = [step for step in process if step["id"] != "appraise"]


@fails("e04", says="ngoài hệ thống")
def step_outside_the_system(d: Doctor) -> None:
    d.result(LOG)["process"][1]["outside_system"] = True


@fails("e04", says="đơn vị")
def step_in_another_unit(d: Doctor) -> None:
    d.result(LOG)["process"][2]["unit"] = "Y99.02"


@silent("e04")
def step_under_another_name(d: Doctor) -> None:
    d.result(LOG)["process"][0]["name"] = "Tiếp nhận"


@fails("e05", says="propose")
def hole_in_the_log(d: Doctor) -> None:
    entries(d)[:] = [entry for entry in entries(d) if entry["action"] != "propose"]


@fails("e05", says="tonghop01")
def one_account_closed_all_steps(d: Doctor) -> None:
    for entry in entries(d)[1:]:
        entry["actor"] = "Cán bộ tổng hợp (tonghop01)"


@fails("e05", says="Thứ tự thời gian")
def log_goes_back_in_time(d: Doctor) -> None:
    entries(d)[0]["at"] = "2026-11-21T09:00:00+07:00"


@fails("e05", says="người")
def log_without_actor(d: Doctor) -> None:
    entries(d)[-1]["actor"] = ""


@fails("e05", says="bước kế tiếp")
def log_jumps(d: Doctor) -> None:
    entries(d)[-1]["from_status"] = "2"


@silent("e05")
def more_lines_in_the_log(d: Doctor) -> None:
    line = {**entries(d)[-1], "action": "notify", "actor": "Hệ thống", "role": "system", "from_status": "10"}
    entries(d).append(line)


def without_signature(content: bytes) -> bytes:
    """The first revision of a PDF."""
    return content[: content.find(b"%%EOF") + 5] + b"\n"


@fails("e06", says="Chữ ký số")
def result_without_official_signature(d: Doctor) -> None:
    d.drop(lambda event: event["kind"] == "journal" and event["entry"]["system"] == "axis")
    file = d.result("main.download_result")["file"]
    d.file(file, without_signature(d.body(file["sha256"])))


@fails("e06", says="Loại tệp")
def result_is_a_picture(d: Doctor) -> None:
    d.file(d.result("main.download_result")["file"], b"\xff\xd8\xff\xe0 scan")


@silent("e06")
def result_was_not_sent_to_the_ministry(d: Doctor) -> None:
    d.drop(lambda event: event["kind"] == "journal" and event["entry"]["system"] == "axis")


@fails("e08", says="Ngày hẹn trả")
def due_date_counts_weekends(d: Doctor) -> None:
    d.result("main.receive")["due_at"] = "2026-11-30T17:00:00+07:00"


@silent("e08")
def due_at_noon(d: Doctor) -> None:
    received = d.result("main.receive")
    received["due_at"] = received["due_at"].replace("T17:00", "T12:00")


@silent("e08")
def over_a_holiday(d: Doctor) -> None:
    """Received on Monday 28/12/2026: the first of January doesn't count."""
    d.result("main.receive").update(received_at="2026-12-28T09:00:00+07:00", due_at="2027-01-12T17:00:00+07:00")


@fails("e09", says="không nêu lý do")
def refused_without_a_reason(d: Doctor) -> None:
    d.allow("refuse.refuse.without_reason", d.result("refuse.refuse"))


@fails("e09", says="Thông báo gửi người nộp")
def refused_silently(d: Doctor) -> None:
    d.result("refuse.track")["notices"] = []


@fails("e09", says="Công dân rút hồ sơ")
def withdrawing_only_at_the_counter(d: Doctor) -> None:
    d.refuse("withdraw.withdraw", "Rút hồ sơ tại quầy")


@silent("e09")
def reason_stands_in_the_text_only(d: Doctor) -> None:
    for notice in d.result("refuse.track")["notices"]:
        notice["reason"] = ""


@fails("e10", says="10 Đã trả kết quả")
def last_state_never_told(d: Doctor) -> None:
    final = told(d)[-1]
    d.drop(lambda event: event["kind"] == "journal" and event["entry"]["seq"] == final["seq"])
    d.observation("main.portal_dossier")["value"]["TrangThaiHoSo"] = "9"


@fails("e10", says="Số lần tạo")
def created_twice(d: Doctor) -> None:
    d.json(told(d)[1]["request"], lambda sent: sent.update(isUpdating="False"))


@fails("e10", says="Diễn biến")
def states_out_of_order(d: Doctor) -> None:
    d.json(told(d)[-2]["request"], lambda sent: [item.update(TrangThaiHoSo="2") for item in sent["data"]] and None)


@fails("e10", says="bị Cổng từ chối")
def portal_refused_a_message(d: Doctor) -> None:
    entry = told(d)[-1]
    entry["accepted"] = False
    d.json(entry["response"], lambda answer: answer.update(error_code="-1", message="thiếu NgayTiepNhan"))


@silent("e10")
def a_message_told_again(d: Doctor) -> None:
    """A resend after a lost answer: the same state twice is neither lost nor out of order."""
    events = [event for event in d.events if event["kind"] == "journal" and event["entry"] is told(d)[-1]]
    again = {**events[0], "entry": {**events[0]["entry"], "seq": events[0]["entry"]["seq"] + 100_000}}
    d.events.append(again)


@fails("e11", says="Dữ liệu cá nhân")
def public_lookup_tells_the_name(d: Doctor) -> None:
    d.result("main.track_public")["text"] += " " + d.result("main.open_dossier")["applicant_name"]


@fails("e11", says="Người khác xem hồ sơ")
def stranger_sees_the_dossier(d: Doctor) -> None:
    d.allow("other-person.track", d.result("main.track.1"))


@silent("e11")
def public_lookup_in_other_words(d: Doctor) -> None:
    d.result("main.track_public").update(status_name="50 %", text="Hồ sơ đang được giải quyết")


@fails("e13", says="Thông báo đòi bản giấy")
def notice_with_a_paper_flag(d: Doctor) -> None:
    ends(d)[-1]["notices"][-1]["paper_required"] = True


@fails("e13", says="bản chính", status="REVIEW")
def notice_that_speaks_of_originals(d: Doctor) -> None:
    ends(d)[-1]["notices"][0]["text"] = "Mang bản chính đến đối chiếu."


@silent("e13")
def result_to_be_fetched_at_the_counter(d: Doctor) -> None:
    """How the result comes back is RETURN's matter; it demands no component on paper."""
    ends(d)[-1]["notices"][-1].update(kind="result", text="Mời đến nhận kết quả tại quầy.")


@silent("e13", service=FREE)
def a_long_friendly_notice(d: Doctor) -> None:
    ends(d)[-1]["notices"][-1]["text"] = "Không cần đến trực tiếp; kết quả điện tử có giá trị như kết quả in."


@fails("e15", says="mở hồ sơ")
def outsider_opens_the_dossier(d: Doctor) -> None:
    d.allow("other-officer.open_dossier", d.result("main.open_dossier"))


@fails("e15", says="Hồ sơ trong hàng đợi")
def outsider_sees_it_in_the_queue(d: Doctor) -> None:
    mine = d.result("other-officer.submit")["dossier_code"]
    d.result("other-officer.list_queue")["dossiers"].append(mine)


@silent("e15")
def outsider_has_a_queue_of_their_own(d: Doctor) -> None:
    d.result("other-officer.list_queue")["dossiers"].append("000.00.02.Y99-261120-0001")
