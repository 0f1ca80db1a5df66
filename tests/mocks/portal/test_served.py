"""The portal over HTTP: a plain httpx client in both spellings of the adapter, and the reference city's own client."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from docx import Document
from lxml import html

from fixtures.reference_city.connectors.portal import Portal, PortalError
from fixtures.reference_city.settings import Settings
from harness.testbed.child import Child
from harness.testbed.control import Control

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Control]:
    child = Child("mocks", "mocks", log=tmp_path_factory.mktemp("mocks") / "log")
    try:
        server = Control(child.ready(60))
        yield server
        server.close()
    finally:
        child.stop()


@pytest.fixture
def run(server: Control) -> Iterator[tuple[Control, Settings]]:
    """A run of its own, and the settings of a city in it."""
    made = server.create_run()
    control = server.for_run(made["run"])
    control.set_targets({"portal.deeplink": "http://127.0.0.1:9/vi/nps/apply"})
    yield control, Settings.read(made["environment"])
    control.delete_run()
    control.close()


def row(code: str, minute: int) -> dict[str, Any]:
    stamp = f"2026112208{minute:02}00"
    return {"MaHoSo": code, "NguoiXuLy": "A", "ThoiDiemXuLy": stamp, "TrangThai": "4", "NoiDungXuLy": "Thẩm tra"}


@pytest.mark.parametrize("adapter", ["XrdAdapter", "VXPAdapter"])
def test_login_read_and_write(run: tuple[Control, Settings], item: dict[str, Any], adapter: str) -> None:
    control, settings = run
    with httpx.Client(trust_env=False, headers={"dstcode": settings.portal_dstcode}) as client:
        base = f"{settings.portal_url}/{adapter}/RestService/forward/mapi"
        login = {"username": settings.portal_username, "password": settings.portal_password}
        session = client.post(f"{base}/login", json=login).json()["session"]
        common = {"session": session, "madonvi": settings.portal_agency}
        tree = client.post(f"{base}/g", json={**common, "service": "LayThuTuc", "maTTHC": "1.012901"}).json()
        assert tree["result"][0]["MATTHC"] == "1.012901"
        write = {**common, "service": "DongBoHoSoMC", "isUpdating": "False", "data": [item]}
        assert [client.post(f"{base}/g", json=write).json()["error_code"] for _ in range(2)] == ["0", "3"]
    journalled = control.journal(0)["entries"]
    assert [entry["operation"] for entry in journalled] == ["login", "LayThuTuc", "DongBoHoSoMC", "DongBoHoSoMC"]
    assert journalled[2]["keys"] == {"MaHoSo": item["MaHoSo"], "MaTTHC": "1.012907"}
    assert journalled[3]["refusal"]["rule"] == "portal.duplicate"


def test_the_citys_own_client_does_its_work(run: tuple[Control, Settings], item: dict[str, Any]) -> None:
    control, settings = run
    city = Portal(settings)
    assert set(city.procedures()) == {"1.012901", "1.012907"}
    assert city.procedure("1.012907")["MATTHC"] == "1.012907"
    assert not city.knows(item["MaHoSo"])
    for state in ("1", "2", "4", "9", "10"):
        city.sync_dossier({**item, "TrangThaiHoSo": state})
    city.sync_progress([row(item["MaHoSo"], minute) for minute in range(12)])
    record = control.state("portal", "dossiers", item["MaHoSo"])
    assert [entry["TrangThaiHoSo"] for entry in record["history"]] == ["1", "2", "4", "9", "10"]
    assert len(control.state("portal", "progress")) == 12
    assert all(entry["accepted"] for entry in control.journal(0)["entries"])


def test_the_citys_own_client_is_refused(run: tuple[Control, Settings], item: dict[str, Any]) -> None:
    control, settings = run
    refused = [
        ("portal.login", "-1", lambda: Portal(replace(settings, portal_password="x")).procedures()),
        ("portal.field.mandatory", "-1", lambda: Portal(settings).sync_dossier({**item, "NgayTiepNhan": ""})),
        ("portal.adapter.destination", "http", lambda: Portal(replace(settings, portal_dstcode="VN:x")).procedures()),
    ]
    for rule, code, call in refused:
        with pytest.raises(PortalError) as told:
            call()
        assert told.value.code.startswith(code)
        assert control.journal(0)["entries"][-1]["refusal"]["rule"] == rule


def test_a_visitor_finds_the_procedure_its_form_and_the_way_in(run: tuple[Control, Settings]) -> None:
    control, settings = run
    with httpx.Client(trust_env=False) as visitor:
        found = html.fromstring(visitor.get(f"{settings.portal_url}/tra-cuu", params={"q": "môi giới"}).text)
        (page,) = found.xpath("//main//li/a/@href")
        links = {a.text_content(): a.get("href") for a in html.fromstring(visitor.get(page).text).xpath("//main//a")}
        form = visitor.get(next(url for text, url in links.items() if text.startswith("Tải mẫu")))
        assert Document(io.BytesIO(form.content)).paragraphs
        assert visitor.get(settings.portal_url).status_code == 200
    assert links["Nộp hồ sơ"] == control.act("portal", "deep_link", MaTTHC="1.012907")["url"]
