"""Reading a recording by what its events are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.doctor import Doctor
from harness.facts.book import Book, moment
from harness.facts.missing import FactMissing
from harness.facts.steps import shaped
from harness.port import results as r

Doctored = Callable[[Callable[[Doctor], object]], Book]


def test_entries_belong_to_journeys_by_their_keys(book: Book) -> None:
    code = book.first("main", "submit").read(r.Receipt).dossier_code
    mine = book.entries("portal", "DongBoHoSoMC", journey="main")
    assert mine
    assert {entry.keys["MaHoSo"] for entry in mine} == {code}
    others = book.entries("portal", "DongBoHoSoMC", journey="refuse")
    assert others
    assert not {entry.seq for entry in mine} & {entry.seq for entry in others}


def test_what_fits_no_journey_is_unattributed(book: Book) -> None:
    assert {"login", "LayThuTuc"} <= {entry.operation for entry in book.unattributed}
    assert not any("MaHoSo" in entry.keys for entry in book.unattributed)


def test_attribution_does_not_look_at_the_time(doctored: Doctored, book: Book) -> None:
    def late(doctor: Doctor) -> None:
        for event in doctor.all("journal"):
            event["at"] = event["entry"]["at"] = event["entry"]["clock"] = "2030-01-01T00:00:00+07:00"

    wanted = [entry.seq for entry in book.entries("payment", journey="cancel-then-pay")]
    assert [entry.seq for entry in doctored(late).entries("payment", journey="cancel-then-pay")] == wanted


def test_a_step_knows_its_exchange_and_status(book: Book) -> None:
    step = book.first("main", "submit")
    assert step.done
    assert step.seen_in == step.exchanges[-1]
    assert book.exchanges[step.seen_in].method == "POST"
    assert 200 <= step.status < 300
    refused = book.first("unsigned", "submit")
    assert (refused.outcome, refused.answered) == ("refused", True)
    assert refused.why


def test_a_step_without_result_blocks_with_its_reason(book: Book) -> None:
    with pytest.raises(FactMissing) as caught:
        book.first("unsigned", "submit").read(r.Receipt)
    assert caught.value.seen_in.startswith("x")
    assert "không thực hiện được" in caught.value.reason


def test_a_result_that_cannot_be_read_blocks(doctored: Doctored) -> None:
    changed = doctored(lambda d: d.result("main.submit").update(dossier_code=None))
    with pytest.raises(FactMissing, match="không đọc được"):
        changed.first("main", "submit").read(r.Receipt)


def test_unknown_fields_of_other_versions_are_left_out() -> None:
    value = {"dossiers": ["h1"], "colour": "red"}
    assert r.Queue.model_validate(shaped(r.Queue, value)).dossiers == ["h1"]
    nested = {"dossier_code": "h", "entries": [{"at": "", "actor": "", "role": "", "unit": "", "action": "", "x": 1}]}
    assert r.Log.model_validate(shaped(r.Log, nested)).entries[0].action == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d.forget("refuse"), "không được chạy"),
        (lambda d: d.drop(lambda e: e.get("id") == "refuse.refuse"), "không có"),
    ],
)
def test_what_is_missing_is_said(change: Callable[[Doctor], object], words: str, doctored: Doctored) -> None:
    changed = doctored(change)
    with pytest.raises(FactMissing, match=words):
        changed.first("refuse", "no_such_operation")


def test_a_journey_that_failed_gives_its_reason(doctored: Doctored) -> None:
    def fail(doctor: Doctor) -> None:
        doctor.all("journey_ended", journey="main")[0].update(status="failed", reason="Bước main.submit hỏng")
        doctor.drop(lambda event: event.get("id") == "main.read_log")

    with pytest.raises(FactMissing, match=r"main\.submit hỏng"):
        doctored(fail).last("main", "read_log")


def test_a_journey_that_was_cut_off_blames_the_network(doctored: Doctored) -> None:
    def cut(doctor: Doctor) -> None:
        doctor.drop(lambda event: event["kind"] == "journey_ended" and event["journey"] == "main")
        doctor.drop(lambda event: event.get("id") == "main.read_log")

    with pytest.raises(FactMissing) as caught:
        doctored(cut).last("main", "read_log")
    assert caught.value.blame == "network"


def test_an_entry_reads_its_json(book: Book) -> None:
    init = book.entries("payment", "INIT", journey="main")[0]
    assert init.sent["SoTien"] == "200000"
    assert init.seen_in == f"journal:{init.seq}"
    page = next(entry for entry in book.journal if entry.system == "payment" and entry.operation == "receipt")
    with pytest.raises(FactMissing, match="không phải JSON"):
        _ = page.answer


def test_moments_are_read_or_none() -> None:
    assert moment("2026-11-22T09:00:00+07:00") is not None
    assert moment("22/11/2026") is None
