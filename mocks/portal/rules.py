"""Pure rules of the write services: create, update, ownership, states, progress (portal-payment-sso §4-5)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mocks.kernel.operation import Record, Refusal
from mocks.portal.codes import STATES, follows
from mocks.portal.fields import LISTS, check_dossier, check_progress, plain

SEMANTICS = "portal-payment-sso §5.4"


@dataclass(frozen=True)
class Options:
    """Switches of the portal in one run (all are open points of the reference).

    ``states``: ``lenient`` or ``strict``; ``reopen``: strict allows 9→4 too; ``duplicate``: error code of
    a dossier created twice; ``session_minutes``: life of a session; ``provider``: ``up``, or ``down`` for 502.
    """

    states: str = "lenient"
    reopen: bool = False
    duplicate: str = "3"
    session_minutes: int = 30
    provider: str = "up"


_CHOICES: Mapping[str, tuple[Any, ...]] = {
    "states": ("lenient", "strict"),
    "reopen": (True, False),
    "duplicate": ("3", "-3", "0"),
    "provider": ("up", "down"),
}


def options(values: Mapping[str, Any]) -> Options:
    """Options from plain JSON values; raises ValueError naming what is wrong."""
    unknown = set(values) - set(Options.__dataclass_fields__)
    if unknown:
        raise ValueError(f"unknown option {', '.join(sorted(unknown))}")
    for name, allowed in _CHOICES.items():
        if name in values and values[name] not in allowed:
            raise ValueError(f"{name} must be one of {', '.join(map(str, allowed))}, not {values[name]!r}")
    minutes = values.get("session_minutes", 30)
    if isinstance(minutes, bool) or not isinstance(minutes, int) or minutes <= 0:
        raise ValueError(f"session_minutes must be a whole number above 0, not {minutes!r}")
    return Options(**values)


def updating(value: Any) -> bool | None:
    """What ``isUpdating`` says: "True"/"False" in any case, or a boolean; missing means create; None when neither."""
    return {"true": True, "false": False, "": False}.get(plain(value).lower())


def stem(code: str) -> str:
    """The national part of a procedure code: ``1.001193.000.00.00.H35`` → ``1.001193`` (legal-criteria §5.2)."""
    found = re.match(r"[0-9]\.[0-9]{6}(?=$|\.)", code)
    return found[0] if found else code


def root(agency: str) -> str:
    """The level-1 code (``Y99``) of an agency in the new (``Y99.01``) or old form (``000.00.01.Y99``)."""
    groups = agency.split(".")
    old = len(groups) == 4 and re.fullmatch(r"[A-Z][0-9]{2}", groups[3]) and not re.match(r"[A-Z][0-9]{2}$", groups[0])
    return groups[3] if old else groups[0]


def agency(caller: str, madonvi: Any) -> Refusal | None:
    """A write names its agency (``madonvi``), which belongs to the tree of the logged-in account (our choice)."""
    text = plain(madonvi)
    if not text:
        return Refusal("portal.agency.missing", "portal-payment-sso §2", "không được để trống", "không có", "madonvi")
    if root(text) != root(caller):
        expected = f"mã đơn vị thuộc {root(caller)}"
        return Refusal("portal.agency.account", SEMANTICS, expected, text, "madonvi")
    return None


def owned(record: Record, madonvi: str, where: str) -> Refusal | None:
    """The agency that wrote the dossier first owns it."""
    if record["owner"] == madonvi:
        return None
    return Refusal("portal.owner", SEMANTICS, f"đơn vị sở hữu hồ sơ là {record['owner']}", madonvi, f"{where}MaHoSo")


@dataclass(frozen=True)
class Batch:
    """What holds for every dossier of one call: update or create, for which agency, catalogue, switches.

    ``listed`` says whether a national procedure code is in the portal's catalogue.
    """

    update: bool
    madonvi: str
    listed: Callable[[str], bool]
    options: Options = Options()


def known(item: Mapping[str, Any], where: str, batch: Batch) -> Refusal | None:
    """The procedure is in the portal's catalogue; a local code counts by its national part."""
    code = plain(item.get("MaTTHC"))
    if batch.listed(stem(code)):
        return None
    expected = "mã TTHC có trong danh mục của Cổng"
    return Refusal("portal.procedure", "portal-payment-sso §4.1", expected, code, f"{where}MaTTHC")


def duplicate(code: str, where: str) -> Refusal:
    """Creating a dossier that exists."""
    return Refusal("portal.duplicate", SEMANTICS, "hồ sơ chưa đồng bộ lần nào", f"{code} đã tồn tại", f"{where}MaHoSo")


def unknown(code: str, where: str) -> Refusal:
    """Updating, or reporting progress of, a dossier that isn't there."""
    return Refusal("portal.unknown", SEMANTICS, "hồ sơ đã đồng bộ", f"{code} không tồn tại", f"{where}MaHoSo")


def transition(record: Record, item: Mapping[str, Any], where: str, options: Options) -> Refusal | None:
    """In strict mode the new state must be able to follow the last one."""
    old, new = record["TrangThaiHoSo"], plain(item.get("TrangThaiHoSo"))
    if follows(old, new, options.states == "strict", options.reopen):
        return None
    expected = f"trạng thái đi tiếp được từ {old} ({STATES[old]})"
    return Refusal("portal.transition", "portal-payment-sso §5.1", expected, new, f"{where}TrangThaiHoSo")


def judge_dossier(item: Mapping[str, Any], position: int, record: Record | None, batch: Batch) -> Refusal | None:
    """The first reason against dossier ``data[position]``; ``record`` is what the portal holds under its number."""
    where = f"data.{position}."
    if refusal := check_dossier(item, position) or known(item, where, batch):
        return refusal
    if not batch.update:
        return duplicate(plain(item["MaHoSo"]), where) if record else None
    if record is None:
        return unknown(plain(item["MaHoSo"]), where)
    return owned(record, batch.madonvi, where) or transition(record, item, where, batch.options)


_NESTED = (list, dict)


def merge(record: Record | None, item: Mapping[str, Any], madonvi: str, now: str, serial: int) -> Record:
    """The dossier as the portal keeps it after ``item``.

    Scalars are replaced as a whole; a list is replaced when it is sent and kept when it is not. ``now`` is
    ISO time of the run. ``history`` gets an entry for each change of state, in order.
    """
    old = record or {"owner": madonvi, "created": now, "history": []}
    merged: Record = {name: old.get(name, []) for name in LISTS}
    for name, value in item.items():
        if isinstance(value, _NESTED):
            merged[name] = value
        elif name not in LISTS:
            merged[name] = value.strip() if type(value) is str else plain(value)
    merged["TaiLieuNop"] = present(merged["TaiLieuNop"])
    history = [*old["history"], *entry(old["history"], merged["TrangThaiHoSo"], now, serial)]
    return {**merged, "owner": old["owner"], "created": old["created"], "history": history, "updated": now}


def entry(history: Sequence[Record], state: str, now: str, serial: int) -> list[Record]:
    """The history's next entry; none when the state has not changed."""
    if history and history[-1]["TrangThaiHoSo"] == state:
        return []
    return [{"TrangThaiHoSo": state, "at": now, "serial": serial}]


def present(files: Sequence[Mapping[str, Any]]) -> list[Record]:
    """The files without those that any row marks ``IsDeleted``, by ``TepDinhKemId``."""
    deleted = {plain(file.get("TepDinhKemId")) for file in files if _deleted(file)}
    if not deleted:
        return [dict(file) for file in files]
    return [dict(file) for file in files if not _deleted(file) and _identifier(file) not in deleted]


def _deleted(file: Mapping[str, Any]) -> bool:
    return plain(file.get("IsDeleted")).lower() in ("true", "1")


def _identifier(file: Mapping[str, Any]) -> str | None:
    return plain(file.get("TepDinhKemId")) or None


def judge_progress(item: Mapping[str, Any], position: int, record: Record | None, madonvi: str) -> Refusal | None:
    """The first reason against progress row ``data[position]``."""
    if refusal := check_progress(item, position):
        return refusal
    if record is None:
        return unknown(plain(item["MaHoSo"]), f"data.{position}.")
    return owned(record, madonvi, f"data.{position}.")


def progress_key(item: Mapping[str, Any]) -> str:
    """Where a progress row is stored; rows alike in number, time, officer, state and text share it (§5.4)."""
    names = ("MaHoSo", "ThoiDiemXuLy", "NguoiXuLy", "TrangThai", "NoiDungXuLy")
    text = "\x1f".join(plain(item.get(name)) for name in names)
    return f"{plain(item.get('MaHoSo'))}~{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def text(refusal: Refusal) -> str:
    """What the portal says: the field, what is expected, what came."""
    if refusal.rule in ("portal.duplicate", "portal.unknown"):
        return f"Hồ sơ {refusal.received}"
    subject = f"Trường {refusal.field}: " if refusal.field else ""
    return f"{subject}{refusal.expected}; nhận được: {refusal.received}"
