"""Create, update, ownership, states and progress rows as pure rules (portal-payment-sso §5)."""

from __future__ import annotations

from typing import Any

import pytest

from mocks.portal.codes import NEXT, STATES, follows
from mocks.portal.rules import (
    Batch,
    Options,
    agency,
    judge_dossier,
    judge_progress,
    merge,
    options,
    progress_key,
    root,
    stem,
    text,
    updating,
)

ITEM: dict[str, Any] = {
    "MaHoSo": "HS-1",
    "MaTTHC": "1.012907",
    "TenTTHC": "Cấp lại",
    "MaLinhVuc": "G17-BD01",
    "TenLinhVuc": "Kinh doanh bất động sản",
    "LoaiDoiTuong": "1",
    "NgayTiepNhan": "20261122080000",
    "TrangThaiHoSo": "2",
    "HinhThuc": "0",
    "DonViXuLy": "Sở Xây dựng",
}
RECORD = merge(None, ITEM, "Y99", "2026-11-22T08:00:00+07:00", 1)
STRICT = Options(states="strict")


def batch(update: bool, madonvi: str = "Y99", settings: Options | None = None) -> Batch:
    return Batch(update, madonvi, lambda code: code == "1.012907", settings or Options())


def later(record: dict[str, Any], serial: int = 2, **more: Any) -> dict[str, Any]:
    return merge(record, {**ITEM, **more}, "Y99", f"2026-11-22T08:{serial:02}:00+07:00", serial)


def test_a_new_dossier_is_taken() -> None:
    assert judge_dossier(ITEM, 0, None, batch(False)) is None


def test_creating_twice_says_it_exists() -> None:
    refusal = judge_dossier(ITEM, 0, RECORD, batch(False))
    assert refusal is not None
    assert refusal.rule == "portal.duplicate"
    assert "đã tồn tại" in text(refusal)


def test_updating_the_unknown_says_it_does_not_exist() -> None:
    refusal = judge_dossier(ITEM, 0, None, batch(True))
    assert refusal is not None
    assert "không tồn tại" in text(refusal)


def test_only_the_owner_updates() -> None:
    assert judge_dossier(ITEM, 0, RECORD, batch(True)) is None
    refusal = judge_dossier(ITEM, 0, RECORD, batch(True, "Y99.01"))
    assert refusal is not None
    assert refusal.rule == "portal.owner"


@pytest.mark.parametrize("code", ["1.012908", "1.01290", "2.012907", "1.012907x"])
def test_a_procedure_outside_the_catalogue_is_refused(code: str) -> None:
    refusal = judge_dossier({**ITEM, "MaTTHC": code}, 0, None, batch(False))
    assert refusal is not None
    assert refusal.rule == "portal.procedure"


def test_a_local_procedure_code_counts_by_its_national_part() -> None:
    assert judge_dossier({**ITEM, "MaTTHC": "1.012907.000.00.00.Y99"}, 0, None, batch(False)) is None
    assert stem("1.001193.000.00.00.H35") == "1.001193"


@pytest.mark.parametrize(("old", "new"), [("9", "4"), ("10", "4"), ("2", "10"), ("3", "2"), ("4", "2"), ("1", "4")])
def test_strict_refuses_what_lenient_takes(old: str, new: str) -> None:
    record, item = {**RECORD, "TrangThaiHoSo": old}, {**ITEM, "TrangThaiHoSo": new}
    assert judge_dossier(item, 0, record, batch(True)) is None
    refusal = judge_dossier(item, 0, record, batch(True, settings=STRICT))
    assert refusal is not None
    assert (refusal.rule, refusal.received) == ("portal.transition", new)


def test_reopening_a_finished_dossier_is_a_switch_of_strict() -> None:
    assert follows("9", "4", strict=True, reopen=True)
    assert not follows("10", "4", strict=True, reopen=True)


@pytest.mark.parametrize(("old", "new"), [(old, new) for old, allowed in NEXT.items() for new in sorted(allowed)])
def test_strict_takes_the_documented_transitions(old: str, new: str) -> None:
    assert follows(old, new, strict=True)


@pytest.mark.parametrize("state", STATES)
def test_the_same_state_again_is_never_a_transition(state: str) -> None:
    assert follows(state, state, strict=True)


def test_history_holds_each_change_of_state_in_order() -> None:
    record = RECORD
    for serial, state in enumerate(["2", "4", "4", "9", "4", "9", "10"], 2):
        record = later(record, serial, TrangThaiHoSo=state)
    assert [entry["TrangThaiHoSo"] for entry in record["history"]] == ["2", "4", "9", "4", "9", "10"]
    assert [entry["serial"] for entry in record["history"]] == [1, 3, 5, 6, 7, 8]


def test_an_update_replaces_every_scalar() -> None:
    record = later(later(RECORD, GhiChu="một", TrichYeuHoSo="hai"), 3, TrichYeuHoSo="ba")
    assert "GhiChu" not in record
    assert record["TrichYeuHoSo"] == "ba"


def test_a_list_is_replaced_when_sent_and_kept_when_not() -> None:
    files = [{"TepDinhKemId": "1", "TenTepDinhKem": "a.pdf"}, {"TepDinhKemId": "2", "TenTepDinhKem": "b.pdf"}]
    record = later(RECORD, TaiLieuNop=files)
    assert later(record)["TaiLieuNop"] == files
    assert later(record, TaiLieuNop=None)["TaiLieuNop"] == files
    assert later(record, TaiLieuNop=[])["TaiLieuNop"] == []
    assert later(record, TaiLieuNop=files[:1])["TaiLieuNop"] == files[:1]


@pytest.mark.parametrize("deleted", ["True", "true", "1", True, 1])
def test_deleted_files_are_removed_by_identifier(deleted: Any) -> None:
    kept, gone = {"TepDinhKemId": "1", "IsDeleted": "False"}, {"TepDinhKemId": "2", "IsDeleted": "0"}
    record = later(RECORD, TaiLieuNop=[kept, gone, {"TepDinhKemId": "2", "IsDeleted": deleted}])
    assert record["TaiLieuNop"] == [kept]


def test_files_without_identifier_are_not_taken_for_one_another() -> None:
    kept = {"TepDinhKemId": "", "TenTepDinhKem": "a.pdf"}
    record = later(RECORD, TaiLieuNop=[kept, {"TepDinhKemId": "", "IsDeleted": "True"}])
    assert record["TaiLieuNop"] == [kept]


def test_the_wire_cannot_write_what_the_portal_keeps_for_itself() -> None:
    record = later(RECORD, owner=["Y98"], history=[], created="never", updated="never")
    assert (record["owner"], record["created"]) == (RECORD["owner"], RECORD["created"])
    assert len(record["history"]) == 1
    first = merge(None, {**ITEM, "owner": "Y98", "history": [{"TrangThaiHoSo": "10"}]}, "Y99", "now", 1)
    assert first["owner"] == "Y99"
    assert [entry["TrangThaiHoSo"] for entry in first["history"]] == ["2"]


def test_progress_belongs_to_a_known_dossier_of_the_agency() -> None:
    row = {"MaHoSo": "HS-1", "NguoiXuLy": "A", "ThoiDiemXuLy": "20261122080000", "TrangThai": "2"}
    assert judge_progress(row, 0, RECORD, "Y99") is None
    unknown, foreign = judge_progress(row, 0, None, "Y99"), judge_progress(row, 0, RECORD, "Y98")
    assert unknown is not None
    assert foreign is not None
    assert (unknown.rule, foreign.rule) == ("portal.unknown", "portal.owner")


def test_progress_rows_alike_share_a_key_and_others_do_not() -> None:
    row = {"MaHoSo": "HS-1", "NguoiXuLy": "A", "ThoiDiemXuLy": "20261122080000", "TrangThai": "2", "NoiDungXuLy": "x"}
    assert progress_key({**row, "ChucDanh": "Chuyên viên"}) == progress_key(row)
    others = [{**row, name: "3"} for name in row]
    assert len({progress_key(other) for other in [row, *others]}) == 6


@pytest.mark.parametrize(
    ("value", "meant"),
    [("True", True), ("False", False), ("true", True), (True, True), (False, False), (None, False), ("có", None)],
)
def test_is_updating_in_its_spellings(value: Any, meant: bool | None) -> None:
    assert updating(value) is meant


@pytest.mark.parametrize(
    ("code", "level"), [("Y99", "Y99"), ("Y99.01", "Y99"), ("000.00.01.Y99", "Y99"), ("Y99.01.02.A03", "Y99"), ("", "")]
)
def test_the_level_1_agency_in_both_code_forms(code: str, level: str) -> None:
    assert root(code) == level


@pytest.mark.parametrize("wrong", [None, "", "Y98", "000.00.01.Y98", "Y990"])
def test_a_write_names_an_agency_of_the_account(wrong: str | None) -> None:
    assert agency("Y99", "000.00.01.Y99") is None
    assert agency("Y99", wrong) is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"states": "loose"},
        {"duplicate": 3},
        {"session_minutes": 0},
        {"session_minutes": True},
        {"provider": ""},
        {"x": 1},
    ],
)
def test_a_wrong_switch_is_refused_by_name(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        options(wrong)
