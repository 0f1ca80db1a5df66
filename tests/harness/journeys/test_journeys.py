import pytest

from harness.journeys import BY_NAME, JOURNEYS, UnknownJourney, chosen
from harness.journeys import stage as stage_module
from harness.journeys.data import typed_fields
from harness.port.platform import Broken, Refused
from harness.port.results import Receipt
from harness.signing import WRONG
from harness.testbed import ActionRefused, TestBedError


def steps(events: list[dict]) -> dict[str, dict]:
    return {event["id"]: event for event in events if event["kind"] == "step"}


def ended(events: list[dict]) -> dict[str, str]:
    return {event["journey"]: event["status"] for event in events if event["kind"] == "journey_ended"}


def kinds(events: list[dict], kind: str) -> list[dict]:
    return [event for event in events if event["kind"] == kind]


def is_charged(service) -> bool:
    return bool(service.fees)


@pytest.mark.parametrize("name", [journey.name for journey in JOURNEYS])
def test_a_conforming_service_lets_every_journey_end_well(theatre, service, name):
    journey = BY_NAME[name]
    events = theatre(journey)
    if journey.why_not(service):
        assert ended(events) == {}
        assert journey.why_not(service) == theatre.last.skipped[name]
        assert kinds(events, "note")
        return
    assert ended(events) == {name: "complete"}
    assert all(step["outcome"] in ("done", "refused") for step in steps(events).values())
    assert all(event["met"] for event in kinds(events, "wait"))


def test_main_goes_from_reading_to_the_result(theatre, service):
    events = theatre(BY_NAME["main"])
    done = [step["operation"] for step in steps(events).values()]
    expected = ["read_procedure", "search_procedures", "list_forms", "sign_in", "open_form", "submit", "receive"]
    expected += ["forward", "propose", "approve", "return_result", "download_result", "read_log"]
    positions = [done.index(operation) for operation in expected]
    assert positions == sorted(positions)
    assert ("start_payment" in done) == is_charged(service)
    assert ("download_receipt" in done) == is_charged(service)
    assert {"main.download_form.1", "main.download_form.2", "main.track.1", "main.submit"} <= set(steps(events))


def test_main_notes_case_trust_and_what_the_nation_knows(theatre, service):
    events = theatre(BY_NAME["main"])
    keys = kinds(events, "case")[-1]["keys"]
    assert keys["MaHoSo"] == ["000.00.01.Y99-261120-0001"]
    assert len(keys["SoDinhDanh"]) == 1
    assert ("MaSoDoanhNghiep" in keys) == (service.applicant == "enterprise")
    assert ("MaThamChieu" in keys) == is_charged(service)
    seen = {event["id"]: event["value"] for event in kinds(events, "observation")}
    assert seen["main.portal_dossier"] == {"TrangThaiHoSo": "10"}
    assert {"main.portal_progress", "main.axis_documents"} <= set(seen)


def test_the_applicant_signs_what_the_service_shows(theatre, service):
    events = theatre(BY_NAME["main"])
    signing, attached = kinds(events, "signing")[0], steps(events)["main.attach_signature"]
    rendered = steps(events)["main.render_document"]["result"]["document"]["sha256"]
    assert (signing["certificate"], signing["document"]) == ("valid", rendered)
    assert attached["inputs"]["document"]["sha256"] == signing["signed"]
    prefix = "MST:" if service.applicant == "enterprise" else "CCCD:"
    assert signing["identifier"].startswith(prefix)


def test_prefilled_values_stay(theatre, service):
    data = steps(theatre(BY_NAME["main"]))["main.save_draft"]["inputs"]["data"]
    assert all(data[field.name] for field in typed_fields(service))
    if service.applicant == "citizen":
        assert data["ho_ten"] == "TÊN TỪ CSDL"


def test_unsigned_never_attaches_a_signature(theatre):
    found = steps(theatre(BY_NAME["unsigned"]))
    assert [found[f"unsigned.submit.{n}"]["outcome"] for n in (1, 2)] == ["refused", "refused"]
    assert found["unsigned.attach_signature"]["outcome"] == "refused"


def test_wrong_certificates_are_tried_one_by_one(theatre, town):
    town.quirks["attach_signature"] = refuse_all
    events = theatre(BY_NAME["wrong-certificate"])
    assert [event["certificate"] for event in kinds(events, "signing")] == list(WRONG)
    found = steps(events)
    assert all(found[f"wrong-certificate.{op}.{kind}"] for op in ("attach_signature", "submit") for kind in WRONG)
    identifiers = {event["certificate"]: event["identifier"] for event in kinds(events, "signing")}
    assert identifiers["other_person"] != identifiers["expired"]


def test_a_service_that_takes_a_wrong_certificate_is_tried_further_with_a_new_draft(theatre):
    events = theatre(BY_NAME["wrong-certificate"])
    assert len(kinds(events, "case")[-1]["keys"]["MaHoSo"]) == len(WRONG)
    assert ended(events) == {"wrong-certificate": "complete"}


def refuse_all(_actor, **_):
    raise Refused("Chứng thư số sai", code="422")


def test_each_typed_field_is_left_out_once(theatre, service):
    events = theatre(BY_NAME["field-missing"])
    found, names = steps(events), [field.name for field in typed_fields(service)]
    for name in names:
        assert name not in found[f"field-missing.save_draft.{name}"]["inputs"]["data"]
        assert f"field-missing.submit.{name}" in found
    assert [event["value"] for event in kinds(events, "observation") if event["what"] == "left_out"] == names


def test_double_submit_notes_every_code(theatre, town):
    codes = iter(["H1", "H2"])

    def submit(actor, **_):
        code = next(codes)
        town.dossiers[code] = {"owner": actor.person, "state": 1, "paid": "none"}
        return Receipt(dossier_code=code)

    town.quirks["submit"] = submit
    events = theatre(BY_NAME["double-submit"])
    assert kinds(events, "case")[-1]["keys"]["MaHoSo"] == ["H1", "H2"]
    assert {"double-submit.submit.1", "double-submit.submit.2"} <= set(steps(events))


@pytest.mark.parametrize("service", ["cap-lai-chung-chi-moi-gioi"], indirect=True)
def test_every_forgery_is_followed_by_a_look(theatre):
    events = theatre(BY_NAME["forged-callbacks"])
    acts = [event["inputs"]["kind"] for event in kinds(events, "national") if event["action"] == "forge"]
    assert acts == ["wrong_amount", "bad_checksum", "unknown_order", "other_dossier", "replay"]
    looks = [step["id"].rpartition(".")[2] for step in steps(events).values() if step["operation"] == "track"]
    assert looks == [*acts[:4], "forged_return", "paid", "replay"]


@pytest.mark.parametrize("service", ["cap-lai-chung-chi-moi-gioi"], indirect=True)
def test_cancel_then_pay_looks_after_each(theatre):
    events = theatre(BY_NAME["cancel-then-pay"])
    found = steps(events)
    states = [found[f"cancel-then-pay.track.{n}"]["result"]["payment"]["state"] for n in (1, 2)]
    assert states == ["cancelled", "paid"]
    assert len(kinds(events, "case")[-1]["keys"]["MaThamChieu"]) == 2


def test_supplement_keeps_the_code_and_goes_on(theatre):
    events = theatre(BY_NAME["supplement"])
    done = [step["operation"] for step in steps(events).values()]
    assert done.index("request_supplement") < done.index("supplement") < done.index("return_result")
    assert len(kinds(events, "case")[-1]["keys"]["MaHoSo"]) == 1


def test_refuse_is_tried_without_a_reason_first(theatre):
    found = steps(theatre(BY_NAME["refuse"]))
    assert found["refuse.refuse.without_reason"]["outcome"] == "refused"
    assert found["refuse.refuse"]["outcome"] == "done"
    assert found["refuse.refuse"]["inputs"]["reason"]


def test_strangers_and_outsiders_are_turned_away(theatre, service):
    events = theatre(BY_NAME["other-person"], BY_NAME["other-officer"])
    found = steps(events)
    tried = [
        "other-person.track",
        "other-person.download_result",
        "other-officer.open_dossier",
        "other-officer.receive",
    ]
    tried += ["other-person.start_payment.other"] if is_charged(service) else []
    assert {found[step]["outcome"] for step in tried} == {"refused"}
    owner, stranger = found["other-person.submit"]["actor"], found["other-person.track"]["actor"]
    assert stranger["role"] == "other_applicant"
    assert owner["person"] != stranger["person"]


def test_a_failed_step_ends_its_journey_not_the_play(theatre, town):
    town.quirks["receive"] = lambda actor, **_: (_ for _ in ()).throw(Broken("HTTP 500"))
    events = theatre(BY_NAME["main"], BY_NAME["withdraw"])
    assert ended(events) == {"main": "failed", "withdraw": "complete"}
    reason = kinds(events, "journey_ended")[0]["reason"]
    assert "main.receive" in reason
    assert "HTTP 500" in reason


def test_an_operation_that_is_not_offered_keeps_journeys_from_being_driven(theatre, town):
    town.offers = frozenset(town.offers - {"withdraw"})
    events = theatre(BY_NAME["withdraw"])
    assert ended(events) == {}
    assert "withdraw" in theatre.last.skipped["withdraw"]


def test_a_bug_of_ours_ends_the_journey_with_the_trace(theatre, monkeypatch):
    monkeypatch.setattr(theatre.nation, "act", lambda *_, **__: {})
    events = theatre(BY_NAME["withdraw"])
    assert ended(events) == {"withdraw": "failed"}
    assert any("KeyError" in event["text"] for event in kinds(events, "note"))


def test_interrupted_journeys_are_marked(theatre, town):
    town.quirks["submit"] = lambda actor, **_: (_ for _ in ()).throw(KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        theatre(BY_NAME["main"], BY_NAME["withdraw"])
    assert ended(theatre.recording.events) == {"main": "interrupted"}
    assert theatre.last.status == "interrupted"
    assert set(theatre.last.skipped) == {"withdraw"}


def test_a_service_that_dies_ends_the_play(theatre, town):
    class Dead:
        def obituary(self) -> str:
            return "Hệ thống đã dừng giữa chừng (mã thoát 1)."

    def die(_actor, **_):
        theatre.bed.dead = lambda seconds: Dead()
        raise Broken("không có câu trả lời")

    town.quirks["submit"] = die
    events = theatre(BY_NAME["main"], BY_NAME["withdraw"])
    assert theatre.last.status == "broken"
    assert ended(events) == {"main": "failed"}
    assert "mã thoát 1" in kinds(events, "journey_ended")[0]["reason"]
    assert "mã thoát 1" in theatre.last.skipped["withdraw"]


def test_mocks_that_are_gone_end_the_play(theatre, monkeypatch):
    class Dead:
        def obituary(self) -> str:
            return "Hệ thống quốc gia mô phỏng đã dừng giữa chừng."

    def gone(*_, **__):
        theatre.bed.dead = lambda seconds: Dead()
        raise TestBedError("không trả lời")

    monkeypatch.setattr(theatre.nation, "act", gone)
    events = theatre(BY_NAME["withdraw"], BY_NAME["refuse"])
    assert theatre.last.status == "broken"
    assert ended(events) == {"withdraw": "failed"}
    assert "mô phỏng đã dừng" in theatre.last.skipped["refuse"]


def test_a_national_system_that_refuses_fails_the_journey(theatre, monkeypatch):
    def refuse(*_, **__):
        raise ActionRefused(404, "Cổng không có thủ tục")

    monkeypatch.setattr(theatre.nation, "act", refuse)
    events = theatre(BY_NAME["withdraw"])
    assert ended(events) == {"withdraw": "failed"}
    assert "Cổng không có thủ tục" in kinds(events, "journey_ended")[0]["reason"]
    assert kinds(events, "national")[0]["answer"] == {"refused": "Cổng không có thủ tục", "status": 404}


def test_a_condition_missed_once_is_waited_for_less(theatre, monkeypatch):
    monkeypatch.setattr(stage_module, "SECONDS", 0.05)
    monkeypatch.setattr(stage_module, "AFTER_A_MISS", 0.01)
    monkeypatch.setattr(theatre.nation, "state", lambda *_: {})
    events = theatre(BY_NAME["withdraw"], BY_NAME["refuse"])
    assert [event["met"] for event in kinds(events, "wait")] == [False, False]
    assert ended(events) == {"withdraw": "complete", "refuse": "complete"}
    assert theatre.patience == {"portal": 0.01}


def test_choosing_journeys():
    assert chosen(None)[0].name == "main"
    assert len(chosen(None)) == 12
    assert [journey.name for journey in chosen(["refuse", "main"])] == ["main", "refuse"]
    with pytest.raises(UnknownJourney, match="main"):
        chosen(["fly"])
