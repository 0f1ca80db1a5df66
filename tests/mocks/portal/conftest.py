"""A portal of its own for each test, and a client that speaks to it as the known ones do."""

from __future__ import annotations

from typing import Any

import pytest

from fixtures import services
from fixtures.services import Service
from fixtures.world import World
from mocks.kernel.testing import Bench
from mocks.portal.api import SYSTEM
from mocks.portal.testing import Client

TARGETS = {
    "portal.deeplink": "http://127.0.0.1:9/vi/nps/apply",
    "portal.lookup": "http://127.0.0.1:9/search/call",
    "portal.file": "http://127.0.0.1:9/downloadfile",
}


@pytest.fixture(scope="session")
def loaded() -> list[Service]:
    """The two bundled services."""
    return [services.load(name) for name in services.bundled()]


@pytest.fixture(scope="session")
def world() -> World:
    """The world of seed 1."""
    return World(1)


@pytest.fixture
def alone(loaded: list[Service], world: World) -> Bench:
    """A portal that no city is connected to."""
    return Bench(SYSTEM, services=loaded, world=world)


@pytest.fixture
def bench(loaded: list[Service], world: World) -> Bench:
    """A portal whose run knows where the city is."""
    return Bench(SYSTEM, services=loaded, world=world, targets=TARGETS)


@pytest.fixture
def client(bench: Bench) -> Client:
    """The city's client, logged in."""
    ready = Client(bench)
    ready.login()
    return ready


@pytest.fixture
def item() -> dict[str, Any]:
    """A dossier just received, as a client sends it."""
    return {
        "MaHoSo": "000.00.01.Y99-261122-0001",
        "MaTTHC": "1.012907",
        "TenTTHC": "Cấp lại chứng chỉ hành nghề môi giới bất động sản",
        "MaLinhVuc": "G17-BD01",
        "TenLinhVuc": "Kinh doanh bất động sản",
        "KenhThucHien": "2",
        "ChuHoSo": "Trần Gia Phúc",
        "LoaiDoiTuong": "1",
        "NgayTiepNhan": "20261122080000",
        "NgayHenTra": "20261204080000",
        "TrangThaiHoSo": "2",
        "HinhThuc": "0",
        "DonViXuLy": "Sở Xây dựng",
        "TaiLieuNop": [],
    }
