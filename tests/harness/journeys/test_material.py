"""The cast, the data and the files that journeys use."""

import io
from dataclasses import replace

import pytest
from PIL import Image
from pypdf import PdfReader

from harness.journeys import JOURNEYS
from harness.journeys.cast import CastError, cast
from harness.journeys.data import fields_of, typed_fields, values
from harness.journeys.files import file_for, jpeg, pdf, png
from harness.port.results import Form, FormField

NAMES = [journey.name for journey in JOURNEYS]


@pytest.fixture(scope="module")
def pairs(world, service):
    return cast(world, service, NAMES)


def test_nobody_plays_twice(pairs):
    people = [player.person.number for pair in pairs.values() for player in (pair.applicant, pair.other)]
    assert len(people) == len(set(people)) == 2 * len(NAMES)


def test_the_cast_is_the_same_every_time(pairs, world, service):
    assert cast(world, service, NAMES) == pairs


def test_players_are_of_the_kind_that_files(pairs, service):
    for pair in pairs.values():
        assert (pair.applicant.organisation is not None) == (service.applicant == "enterprise")
        actor = pair.applicant.actor()
        assert (actor.role, actor.person) == ("applicant", pair.applicant.person.number)


def test_too_small_a_world(world, service):
    with pytest.raises(CastError, match="applicants"):
        cast(world, service, [f"j{n}" for n in range(2000)])


def blank(service, *fields: FormField) -> Form:
    return Form(procedure_code=service.code, draft_id="d", fields=list(fields), slots=[])


def test_every_field_is_filled(service, pairs):
    data = values(service, pairs["main"].applicant, blank(service))
    assert set(data) == {field.name for field in fields_of(service)}
    assert all(data.values())


def test_choices_are_taken_from_the_list(service, pairs):
    data = values(service, pairs["main"].applicant, blank(service))
    for field in fields_of(service):
        if field.type == "choice":
            assert data[field.name] in field.choices


def test_prefilled_wins_and_left_out_is_left_out(service, pairs):
    first, *_, last = fields_of(service)
    form = blank(service, FormField(name=first.name, label="", prefilled="KNOWN"))
    data = values(service, pairs["main"].applicant, form, leave_out=[last.name])
    assert data[first.name] == "KNOWN"
    assert last.name not in data


def test_typed_fields_are_those_only_the_applicant_knows(service):
    assert all(field.required and field.source == "applicant" for field in typed_fields(service))
    component = next(part for part in service.components if part.form)
    assert len(typed_fields(service)) < len(component.form.fields)


def test_a_firm_signs_as_a_firm(pairs, service):
    applicant = pairs["main"].applicant
    expected = "MST" if service.applicant == "enterprise" else "CCCD"
    assert applicant.holder.identifier.startswith(f"{expected}:")
    assert replace(applicant, organisation=None).holder.identifier == f"CCCD:{applicant.person.number}"


def test_pdf_opens_and_shows_its_note():
    assert "unsigned KQ.1" in PdfReader(io.BytesIO(pdf("unsigned (KQ.1)"))).pages[0].extract_text()


@pytest.mark.parametrize(("make", "kind"), [(jpeg, "JPEG"), (png, "PNG")])
def test_pictures_open(make, kind):
    picture = Image.open(io.BytesIO(make("đơn main")))
    picture.load()
    assert picture.format == kind


@pytest.mark.parametrize("make", [pdf, jpeg, png])
def test_files_differ_by_their_note_and_only_by_it(make):
    assert make("a") == make("a") != make("b")


@pytest.mark.parametrize(
    ("name", "required", "magic", "media_type"),
    [
        ("02 ảnh cỡ 4x6cm", True, b"\xff\xd8\xff", "image/jpeg"),
        ("Chứng chỉ cũ (nếu có)", False, b"\x89PNG", "image/png"),
        ("Bản kê", True, b"%PDF-", "application/pdf"),
    ],
)
def test_the_file_suits_the_component(name, required, magic, media_type):
    file = file_for(name, required, "note")
    assert file.content.startswith(magic)
    assert file.media_type == media_type
    assert file.filename
