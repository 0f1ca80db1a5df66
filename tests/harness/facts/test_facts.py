"""The facts of the golden recording, and where each was seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from harness.doctor import Doctor
from harness.facts import NAMES, Facts, UnknownFact
from harness.facts.book import Book
from harness.facts.catalogue import Catalogue
from harness.facts.filing import Filing
from harness.facts.missing import FactMissing
from harness.facts.payment import Payment
from harness.facts.procedure import ProcedureFact
from harness.facts.processing import Processing
from harness.facts.sync import Sync
from harness.facts.tracking import Access
from harness.recording import Recording
from harness.rulebook import edition

Doctored = Callable[[Callable[[Doctor], object]], Book]


def test_every_fact_can_be_had(recording: Recording) -> None:
    facts = Facts(recording, edition(date(2026, 11, 20)))
    for name in NAMES:
        assert facts.get(name) is facts.get(name)
    with pytest.raises(UnknownFact, match="payment"):
        facts.get("client")


def test_the_portals_record_is_read_as_the_portal_spells_it(book: Book) -> None:
    portal = Catalogue(book).portal
    assert portal.time_limit("online") == (10, "working_days")
    assert portal.fees("online") == [200_000]
    assert portal.time_limit("by_drone") == (None, "")
    assert sorted(portal.components) == ["KQ.Y99.000101", "KQ.Y99.000102", "KQ.Y99.000103"]
    assert portal.seen_in.startswith("journal:")


def test_without_a_look_up_the_observed_record_serves(doctored: Doctored) -> None:
    quiet = doctored(lambda d: d.drop(lambda e: e["kind"] == "journal" and e["entry"]["operation"] == "LayThuTuc"))
    assert Catalogue(quiet).portal.seen_in == "portal.procedure"
    assert Catalogue(quiet).portal_charges is True


def test_a_portal_without_the_procedure(doctored: Doctored) -> None:
    def forget(doctor: Doctor) -> None:
        doctor.drop(lambda e: e["kind"] == "journal" and e["entry"]["operation"] == "LayThuTuc")
        doctor.observation("portal.procedure")["value"] = None

    catalogue = Catalogue(doctored(forget))
    assert catalogue.portal_charges is None
    with pytest.raises(FactMissing) as caught:
        _ = catalogue.portal
    assert caught.value.blame == "mock"


@pytest.mark.parametrize(
    ("change", "gone"),
    [
        (lambda d: d.withhold("main.read_procedure"), True),
        (lambda d: d.result("main.read_procedure")["page"].update(status=410), True),
        (lambda d: d.result("main.read_procedure")["page"].update(status=302, login_required=True), False),
        (lambda d: d.refuse("main.read_procedure", code="401"), False),
        (lambda d: d.break_down("main.read_procedure"), False),
    ],
)
def test_a_front_that_is_gone_is_told_from_one_that_is_closed(
    change: Callable[[Doctor], object], gone: bool, doctored: Doctored
) -> None:
    assert Catalogue(doctored(change)).front_gone is gone


def test_the_order_is_read_from_the_wire(book: Book) -> None:
    order = Payment(book).order
    assert (order.amount, order.currency, order.account) == (200_000, "VND", "1234567890123")
    assert order.dossier_code == Filing(book).code
    assert order.exchange.startswith("journal:")
    assert order.payer_number in Filing(book).applicant_numbers


def test_an_order_that_never_reached_the_platform_is_read_from_the_answer(doctored: Doctored) -> None:
    changed = doctored(lambda d: d.drop(lambda e: e["kind"] == "journal" and e["entry"]["operation"] == "INIT"))
    order = Payment(changed).order
    assert (order.amount, order.dossier_code) == (200_000, "")
    assert order.exchange.startswith("x")


def test_true_and_forged_confirmations_are_told_apart(book: Book) -> None:
    payment = Payment(book)
    assert sorted(payment.forged()) == ["bad_checksum", "other_dossier", "replay", "unknown_order", "wrong_amount"]
    assert len(payment.confirmations("forged-callbacks")) == 1
    assert len(payment.confirmations("main")) == 1
    with pytest.raises(FactMissing, match=r"main\.track\.99"):
        payment.tracked("main", "99")


def test_fees_are_those_of_the_day_of_the_drive(doctored: Doctored) -> None:
    assert ProcedureFact(doctored(lambda d: d.run.update(as_of="2024-07-01"))).fee_due() == 0
    assert ProcedureFact(doctored(lambda d: d.run.update(as_of="2024-08-01"))).fee_due() == 200_000


def test_filing_is_possible_impossible_or_unknown(book: Book, doctored: Doctored) -> None:
    def closed(doctor: Doctor) -> None:
        for event in doctor.all("step"):
            if event["operation"] in ("open_form", "submit"):
                doctor.withhold(event["id"])

    def unknown(doctor: Doctor) -> None:
        doctor.drop(lambda event: event.get("operation") in ("open_form", "submit"))

    assert Filing(book).possible is True
    assert Filing(doctored(closed)).possible is False
    assert Filing(doctored(unknown)).possible is None


def test_the_course_of_a_dossier_is_the_same_in_city_and_portal(book: Book) -> None:
    assert Processing(book).course() == ["1", "2", "4", "9", "10"]
    assert Sync(book).states() == ["1", "2", "4", "9", "10"]
    assert Sync(book).final()["TrangThaiHoSo"] == "10"
    assert [message.creates for message in Sync(book).dossiers()].count(True) == 1


def test_left_out_fields_come_with_their_steps(book: Book) -> None:
    left_out = Filing(book).left_out()
    assert sorted(left_out) == ["dien_thoai", "ly_do", "ngay_cap", "so_chung_chi"]
    assert all(steps[-1].outcome == "refused" for steps in left_out.values())


def test_what_others_tried(book: Book) -> None:
    assert Access(book).person("start_payment").outcome == "refused"
    assert Access(book).officer("open_dossier").outcome == "refused"
    with pytest.raises(FactMissing):
        Access(book).person("withdraw")
