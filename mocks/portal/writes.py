"""Write services of the gateway: a batch is taken as a whole or refused as a whole (portal-payment-sso §4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mocks.kernel.operation import Message, Put, Record, Refusal, Reply, State
from mocks.portal import rules
from mocks.portal.fields import plain
from mocks.portal.gateway import Caller, done, failed, settled
from mocks.portal.messages import DossierSync, ProgressSync
from mocks.portal.rules import Batch


def sync_dossiers(message: Message, state: State, now: datetime, caller: Caller) -> Reply:
    """``DongBoHoSoMC``: create dossiers, or update them when ``isUpdating`` says so."""
    call: DossierSync = message.body
    said = call.isUpdating if call.isUpdating is not None else message.query.get("isUpdating")
    update = rules.updating(said)
    if update is None:
        return failed(
            "-1", Refusal("portal.updating", "portal-payment-sso §2", "True hoặc False", repr(said), "isUpdating")
        )
    if refusal := _envelope(caller, call):
        return failed("-1", refusal)
    batch = Batch(update, plain(call.madonvi), lambda code: state.text("procedures", code) is not None, settled(state))
    taken, strict = _take(message, state, now, batch), batch.options.states == "strict"
    if isinstance(taken, Refusal):
        return failed(batch.options.duplicate if taken.rule == "portal.duplicate" else "-1", taken, strict)
    changes = [Put("dossiers", code, record) for code, record in taken.items()]
    return done(f"{'Cập nhật' if update else 'Đồng bộ'} {len(call.data)} hồ sơ thành công", changes, strict=strict)


def _envelope(caller: Caller, call: DossierSync | ProgressSync) -> Refusal | None:
    if refusal := rules.agency(caller.agency, call.madonvi):
        return refusal
    if call.data:
        return None
    return Refusal("portal.field.mandatory", "portal-payment-sso §2", "ít nhất một dòng", "rỗng", "data")


def _take(message: Message, state: State, now: datetime, batch: Batch) -> Mapping[str, Record] | Refusal:
    """The batch's records by number after all items in order, or the first refusal."""
    taken: dict[str, Record] = {}
    for position, item in enumerate(message.body.data):
        code = plain(item.get("MaHoSo"))
        record = taken.get(code) or (state.get("dossiers", code) if code else None)
        if refusal := rules.judge_dossier(item, position, record, batch):
            return refusal
        taken[code] = rules.merge(record, item, batch.madonvi, now.isoformat(timespec="seconds"), message.serial)
    return taken


def report_progress(message: Message, state: State, now: datetime, caller: Caller) -> Reply:
    """``CapNhatTienDoHoSoMC``: store progress rows of known dossiers; a row already there stays as it is."""
    call: ProgressSync = message.body
    if refusal := _envelope(caller, call):
        return failed("-1", refusal)
    stored: dict[str, Record] = {}
    for position, item in enumerate(call.data):
        code = plain(item.get("MaHoSo"))
        record = state.get("dossiers", code) if code else None
        if refusal := rules.judge_progress(item, position, record, plain(call.madonvi)):
            return failed("-1", refusal)
        row = {name: plain(value) for name, value in item.items()}
        extra = {"serial": message.serial, "position": position, "received": now.isoformat(timespec="seconds")}
        stored.setdefault(rules.progress_key(item), {**row, **extra})
    changes = [Put("progress", key, row) for key, row in stored.items() if state.get("progress", key) is None]
    return done(f"Cập nhật tiến độ {len(call.data)} dòng thành công", changes)
