"""What an applicant types: from the national view of the person where the field comes from there, made up otherwise.

Dates are written dd/mm/yyyy, as people write them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from fixtures.services.model import FormField, Service
from harness.journeys.cast import Player
from harness.port.results import Form

ISSUED = date(2021, 3, 15)
EXAMPLES = {"date": f"{ISSUED:%d/%m/%Y}", "number": "1", "text": "Y99-0123/2021"}


def fields_of(service: Service) -> list[FormField]:
    """Every field of the procedure's forms, in the order of the descriptor."""
    return [field for component in service.components if component.form for field in component.form.fields]


def typed_fields(service: Service) -> list[FormField]:
    """The required fields that only the applicant can know: nobody else fills them in."""
    return [field for field in fields_of(service) if field.required and field.source == "applicant"]


def values(service: Service, player: Player, form: Form, leave_out: Collection[str] = ()) -> dict[str, str]:
    """The data to save: what the form is prefilled with stays, the rest is typed; ``leave_out`` is not sent at all."""
    known = national_view(player)
    offered = {field.name: field for field in form.fields}
    data = {}
    for field in fields_of(service):
        if field.name in leave_out:
            continue
        prefilled = offered[field.name].prefilled if field.name in offered else None
        data[field.name] = prefilled or known.get(field.name) or _typed(field, player)
    return data


def national_view(player: Player) -> dict[str, str]:
    """What the national databases know of the player, by the field names that forms use."""
    person, firm = player.person, player.organisation
    view = {
        "ho_ten": person.full_name,
        "so_dinh_danh": person.number,
        "ngay_sinh": f"{person.birth:%d/%m/%Y}",
        "noi_cu_tru": person.address.text,
    }
    if firm:
        view |= {
            "ten_doanh_nghiep": firm.name,
            "ma_so_doanh_nghiep": firm.code,
            "dia_chi_tru_so": firm.address.text,
            "nguoi_dai_dien": firm.representative.full_name,
        }
    return view


def _typed(field: FormField, player: Player) -> str:
    source = player.organisation or player.person
    if field.type == "choice":
        return field.choices[0] if field.choices else ""
    if field.type in ("phone", "email"):
        return str(getattr(source, field.type) or getattr(player.person, field.type))
    if field.type == "identifier":
        return player.organisation.code if player.organisation else player.person.number
    return EXAMPLES.get(field.type, EXAMPLES["text"])
