"""The write services through the gateway (portal-payment-sso §4-5, §16 points 2, 3, 4 and 15)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from mocks.kernel.operation import Message
from mocks.kernel.problem import Problem
from mocks.portal import messages, writes
from mocks.portal.gateway import Caller
from mocks.portal.testing import Client


def row(code: str, minute: int = 0, **more: Any) -> dict[str, Any]:
    """A progress row."""
    return {
        "MaHoSo": code,
        "NguoiXuLy": "Cán bộ",
        "ChucDanh": "Chuyên viên",
        "ThoiDiemXuLy": f"2026112208{minute:02}00",
        "PhongBanXuLy": "Phòng Quản lý nhà",
        "NoiDungXuLy": "Thẩm tra",
        "TrangThai": "4",
        **more,
    }


def test_create_twice_then_update(client: Client, item: dict[str, Any]) -> None:
    created, again, updated = client.create(item), client.create(item), client.update(item)
    assert created["error_code"] == "0"
    assert "thành công" in created["message"].lower()
    assert again["error_code"] == "3"
    assert "đã tồn tại" in again["message"]
    assert updated["error_code"] == "0"
    assert "thành công" in updated["message"].lower()


@pytest.mark.parametrize("code", ["-3", "0"])
def test_the_code_of_a_duplicate_is_a_switch(client: Client, item: dict[str, Any], code: str) -> None:
    client.bench.act("configure", duplicate=code)
    client.create(item)
    again = client.create(item)
    assert again["error_code"] == code
    assert "đã tồn tại" in again["message"]
    assert not client.bench.last.accepted


def test_updating_what_is_not_there(client: Client, item: dict[str, Any]) -> None:
    answer = client.update(item)
    assert answer["error_code"] == "-1"
    assert "không tồn tại" in answer["message"]
    assert client.bench.records("dossiers") == {}


def test_is_updating_as_query_parameter(client: Client, item: dict[str, Any]) -> None:
    client.create(item)
    client.query = "?isUpdating=True"
    assert client.ask("DongBoHoSoMC", data=[item])["error_code"] == "0"


@pytest.mark.parametrize("said", ["có", "2", 1])
def test_is_updating_says_one_or_the_other(client: Client, item: dict[str, Any], said: Any) -> None:
    answer = client.create(item, update=said)
    assert answer["error_code"] == "-1"
    assert "isUpdating" in answer["message"]


def test_a_missing_field_is_named(client: Client, item: dict[str, Any]) -> None:
    del item["NgayTiepNhan"]
    answer = client.create(item)
    assert answer["error_code"] == "-1"
    assert "NgayTiepNhan" in answer["message"]
    assert client.bench.last.refusal is not None
    assert client.bench.last.refusal.field == "data.0.NgayTiepNhan"
    assert client.bench.last.keys["MaHoSo"] == item["MaHoSo"]


@pytest.mark.parametrize("data", ["absent", None, {}, [], "x", [1], [{"TaiLieuNop": "x"}], [{"MaHoSo": ["x"]}]])
def test_data_of_another_shape_is_refused_in_the_envelope(client: Client, data: Any) -> None:
    body = {} if data == "absent" else {"data": data}
    for service in ("DongBoHoSoMC", "CapNhatTienDoHoSoMC"):
        assert client.ask(service, **body)["error_code"] == "-1"
    assert not client.bench.last.accepted


def test_a_refusal_by_shape_still_carries_the_dossiers_number(client: Client, item: dict[str, Any]) -> None:
    client.create({**item, "TaiLieuNop": "x"})
    assert client.bench.last.keys["MaHoSo"] == item["MaHoSo"]


def test_a_batch_is_taken_whole_or_not_at_all(client: Client, item: dict[str, Any]) -> None:
    second, wrong = {**item, "MaHoSo": "HS-2"}, {**item, "MaHoSo": "HS-3", "TrangThaiHoSo": "77"}
    assert client.create(item, second, wrong)["error_code"] == "-1"
    assert client.bench.records("dossiers") == {}
    assert client.create(item, second)["error_code"] == "0"
    assert set(client.bench.records("dossiers")) == {item["MaHoSo"], "HS-2"}


def test_the_same_dossier_twice_in_a_batch_is_a_duplicate(client: Client, item: dict[str, Any]) -> None:
    assert client.create(item, item)["error_code"] == "3"
    assert client.bench.records("dossiers") == {}


def test_another_agency_of_the_account_does_not_own_the_dossier(client: Client, item: dict[str, Any]) -> None:
    client.create(item)
    client.agency = "Y99.01"
    answer = client.update({**item, "TrangThaiHoSo": "10"})
    assert answer["error_code"] == "-1"
    assert client.bench.records("dossiers")[item["MaHoSo"]]["TrangThaiHoSo"] == "2"
    assert client.ask("CapNhatTienDoHoSoMC", data=[row(item["MaHoSo"])])["error_code"] == "-1"


def test_a_foreign_account_writes_nothing_of_ours(client: Client, item: dict[str, Any]) -> None:
    client.create(item)
    client.login("Y98", client.bench.run.store.state("portal").settings["accounts"]["Y98"]["password"])
    assert client.update(item)["error_code"] == "-1"
    client.agency = "Y98"
    assert client.update(item)["error_code"] == "-1"
    assert client.create({**item, "MaHoSo": "HS-98"})["error_code"] == "0"


@pytest.mark.parametrize("agency", [None, "", "Y98"])
def test_a_write_without_its_own_agency_is_refused(client: Client, item: dict[str, Any], agency: Any) -> None:
    assert client.ask("DongBoHoSoMC", madonvi=agency, data=[item])["error_code"] == "-1"


def test_states_are_lenient_until_the_run_says_strict(client: Client, item: dict[str, Any]) -> None:
    client.create(item)
    for state in ("9", "4", "9"):
        assert client.update({**item, "TrangThaiHoSo": state})["error_code"] == "0"
    client.bench.act("configure", states="strict")
    refused = client.update({**item, "TrangThaiHoSo": "4"})
    assert refused["error_code"] == "-1"
    assert "TrangThaiHoSo" in refused["message"]
    client.bench.act("configure", reopen=True)
    assert client.update({**item, "TrangThaiHoSo": "4"})["error_code"] == "0"
    history = client.bench.records("dossiers")[item["MaHoSo"]]["history"]
    assert [entry["TrangThaiHoSo"] for entry in history] == ["2", "9", "4", "9", "4"]
    client.ask("LayDanhMucLinhVuc")
    judged = [(entry["operation"], entry["strict"]) for entry in client.bench.journal()]
    written = [("DongBoHoSoMC", strict) for strict in (False, False, False, False, True, True)]
    assert judged == [("login", None), *written, ("LayDanhMucLinhVuc", None)]


def test_history_tells_when_each_state_came(client: Client, item: dict[str, Any]) -> None:
    client.create(item)
    client.bench.advance(600)
    client.update({**item, "TrangThaiHoSo": "4"})
    first, second = client.bench.records("dossiers")[item["MaHoSo"]]["history"]
    took = datetime.fromisoformat(second["at"]) - datetime.fromisoformat(first["at"])
    assert took == timedelta(minutes=10)
    assert first["at"].endswith("+07:00")
    assert first["serial"] < second["serial"]


def test_progress_in_chunks_of_ten(client: Client, item: dict[str, Any]) -> None:
    client.create(item)
    rows = [row(item["MaHoSo"], minute) for minute in range(25)]
    for start in (0, 10, 20):
        answer = client.ask("CapNhatTienDoHoSoMC", data=rows[start : start + 10])
        assert answer["error_code"] == "0"
        assert "thành công" in answer["message"].lower()
    assert len(client.bench.records("progress")) == 25


def test_the_same_row_again_is_stored_once(client: Client, item: dict[str, Any]) -> None:
    client.create(item)
    same, other = row(item["MaHoSo"]), row(item["MaHoSo"], NoiDungXuLy="Trình ký")
    for data in ([same, same], [same], [other, {**same, "ChucDanh": "Trưởng phòng"}]):
        assert client.ask("CapNhatTienDoHoSoMC", data=data)["error_code"] == "0"
    stored = client.bench.records("progress").values()
    assert [record["NoiDungXuLy"] for record in stored] == ["Thẩm tra", "Trình ký"]
    assert next(iter(stored))["ChucDanh"] == "Chuyên viên"


def test_progress_of_an_unknown_dossier_is_refused_whole(client: Client, item: dict[str, Any]) -> None:
    client.create(item)
    answer = client.ask("CapNhatTienDoHoSoMC", data=[row(item["MaHoSo"]), row("HS-404")])
    assert answer["error_code"] == "-1"
    assert "không tồn tại" in answer["message"]
    assert client.bench.records("progress") == {}


def test_a_wrong_progress_row_is_named(client: Client, item: dict[str, Any]) -> None:
    client.create(item)
    answer = client.ask("CapNhatTienDoHoSoMC", data=[row(item["MaHoSo"]), row(item["MaHoSo"], TrangThai="99")])
    assert "data.1.TrangThai" in answer["message"]


def test_handlers_may_run_again(client: Client, item: dict[str, Any]) -> None:
    """The same message against the same state decides the same, byte for byte."""
    state = client.bench.run.store.state("portal")
    body = messages.DossierSync(session="", madonvi="Y99", isUpdating="False", data=[item])  # type: ignore[list-item]
    message = Message(body, b"", "POST", "", {}, {}, {}, "", "r1", 1, 5)
    now = client.bench.run.clock.now()
    first, second = (writes.sync_dossiers(message, state, now, Caller("Y99", "Y99")) for _ in range(2))
    assert (first.answer, first.changes) == (second.answer, second.changes)


@pytest.mark.parametrize("wrong", [{"states": "x"}, {"session_minutes": "30"}, {"colour": "red"}])
def test_a_wrong_switch_is_refused(client: Client, wrong: dict[str, Any]) -> None:
    with pytest.raises(Problem) as told:
        client.bench.act("configure", **wrong)
    assert told.value.status == 422
    assert next(iter(wrong)) in told.value.document["detail"]
