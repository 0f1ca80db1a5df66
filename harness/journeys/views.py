"""What the national systems know: read from the mocks' records after the fact, and noted as observations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.journeys.stage import Stage

Record = dict[str, Any]
STATE = "TrangThaiHoSo"


def portal_dossier(stage: Stage, code: str) -> Record | None:
    """The dossier as the portal holds it; ``None`` when it has none of this code."""
    found: Record | None = stage.bed.control.state("portal", "dossiers", code)
    return found


def wait_for_state(stage: Stage, code: str, state: int) -> None:
    """Wait until the portal holds the dossier in ``state`` (portal-payment-sso §5.1)."""

    def there() -> Record | None:
        record = portal_dossier(stage, code)
        return record if record and str(record.get(STATE)) == str(state) else None

    stage.wait("portal", f"Cổng Dịch vụ công quốc gia có hồ sơ {code} ở trạng thái {state}", there)


def wait_for_answer(stage: Stage, reference: str) -> Record | None:
    """Wait until the service has answered a CONFIRM for order ``reference``; the journal entry, if there is one."""

    def answered() -> Record | None:
        return stage.bed.journal.find(lambda entry: _confirms(entry, reference))

    return stage.wait("confirm", f"Hệ thống trả lời thông báo thanh toán của đơn {reference}", answered)


def _confirms(entry: Mapping[str, Any], reference: str) -> bool:
    keys = entry["keys"]
    return (
        entry["operation"] == "CONFIRM"
        and entry["direction"] == "out"
        and entry["response"] is not None
        and keys.get("MaThamChieu") == reference
        and "forged" not in keys
    )


def wait_for_callback(stage: Stage, callback: str) -> Record | None:
    """Wait until the service has answered (or failed to answer) the message ``callback``; its journal entry."""

    def answered() -> Record | None:
        return stage.bed.journal.find(lambda entry: entry.get("callback") == callback)

    return stage.wait("callback", f"Hệ thống trả lời thông điệp {callback}", answered)


def note_portal(stage: Stage, code: str, label: str = "") -> None:
    """Note the portal's record of the dossier and its progress rows, oldest first."""
    stage.observe("portal", "portal_dossier", portal_dossier(stage, code), label)
    rows = [row for row in _table(stage, "portal", "progress") if row.get("MaHoSo") == code]
    stage.observe("portal", "portal_progress", sorted(rows, key=_order), label)


def note_payments(stage: Stage, code: str, label: str = "") -> None:
    """Note the payment platform's orders for the dossier."""
    if "payment" in stage.service.systems:
        stage.observe("payment", "payment_orders", matching(stage, "payment", "orders", code), label)


def note_axis(stage: Stage, code: str, label: str = "") -> None:
    """Note the documents about the dossier that the axis carried."""
    if "axis" in stage.service.systems:
        stage.observe("axis", "axis_documents", matching(stage, "axis", "documents", code), label)


def note_all(stage: Stage) -> None:
    """Note everything the national systems know of the journey's dossiers; numbered when there are several."""
    codes = stage.keys.get("MaHoSo", [])
    for number, code in enumerate(codes, 1):
        label = str(number) if len(codes) > 1 else ""
        note_portal(stage, code, label)
        note_payments(stage, code, label)
        note_axis(stage, code, label)


def matching(stage: Stage, system: str, table: str, code: str) -> list[Record]:
    """The records of a table in which the dossier code stands anywhere."""
    return [row for row in _table(stage, system, table) if code in repr(row)]


def _table(stage: Stage, system: str, table: str) -> list[Record]:
    records: Mapping[str, Record] = stage.bed.control.state(system, table) or {}
    return list(records.values())


def _order(row: Mapping[str, Any]) -> tuple[int, int]:
    return int(row.get("serial", 0)), int(row.get("position", 0))
