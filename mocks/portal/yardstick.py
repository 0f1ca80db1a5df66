"""What can be told of calls to the real portal: each dossier and progress row in itself, and what an answer means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mocks.kernel import decode
from mocks.kernel.operation import Message, Refusal, State, Yardstick
from mocks.portal import rules
from mocks.portal.fields import check_dossier, check_progress, plain

ENVELOPE = "portal-payment-sso §2"


def sync(message: Message, state: State) -> Refusal | None:
    """``DongBoHoSoMC``"""
    said = message.body.isUpdating if message.body.isUpdating is not None else message.query.get("isUpdating")
    if rules.updating(said) is None:
        return Refusal("portal.updating", ENVELOPE, "True hoặc False", repr(said), "isUpdating")
    return _batch(message, state, check_dossier)


def progress(message: Message, state: State) -> Refusal | None:
    """``CapNhatTienDoHoSoMC``"""
    return _batch(message, state, check_progress)


def _batch(message: Message, state: State, check: Callable[[Mapping[str, Any], int], Refusal | None]) -> Refusal | None:
    del state
    if not plain(message.body.madonvi):
        return Refusal("portal.agency.missing", ENVELOPE, "không được để trống", "không có", "madonvi")
    if not message.body.data:
        return Refusal("portal.field.mandatory", ENVELOPE, "ít nhất một dòng", "rỗng", "data")
    found = (check(item, position) for position, item in enumerate(message.body.data))
    return next((refusal for refusal in found if refusal), None)


def accepts(status: int, body: bytes) -> bool:
    """``error_code`` 0 in any of its spellings; pages have none."""
    try:
        answer = decode.quick(body)
    except ValueError:
        return status < 400
    code = answer.get("error_code", "0") if isinstance(answer, dict) else "0"
    return status < 400 and str(code) in ("0", "00")


YARDSTICK = Yardstick({"DongBoHoSoMC": sync, "CapNhatTienDoHoSoMC": progress}, accepts)
