"""The start page and what it leads to, as a person uses them: in headless Chromium, with JavaScript switched off."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from mocks.kernel.app import MockApp
from mocks.kernel.kernel import Kernel
from mocks.kernel.server import Server, bind, url
from mocks.kernel.systems import member

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine; apt-get install chromium runs these"),
]


@pytest.fixture
def home(toy: Any, ground: Any, card: Any) -> Iterator[str]:
    """The URL of a server with the toy system, in a thread of its own."""
    listener = bind("127.0.0.1", 0)
    server = Server(MockApp(Kernel({"toy": member(toy, card)}, ground), home=url(listener)))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield url(listener)
    server.should_exit = True
    thread.join(20)
    assert not thread.is_alive()


@pytest.fixture
def page(home: str) -> Iterator[Any]:
    """A browser at the start page."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright isn't installed; it drives the browser")
    with sync_api.sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", java_script_enabled=False)
        shown = context.new_page()
        shown.set_default_timeout(20_000)
        shown.goto(home)
        yield shown
        browser.close()


def keep(home: str, code: str) -> httpx.Response:
    body = {"service": "KEEP", "data": [{"code": code, "amount": 1}]}
    return httpx.post(f"{home}/thu/toy/g", json=body, timeout=20)


def test_a_person_makes_a_run_watches_it_and_steers_it(page: Any, home: str, tmp_path: Path) -> None:
    assert page.title() == "Các hệ thống quốc gia giả lập"
    page.get_by_label("Khóa").fill("thu")
    page.get_by_role("button", name="Tạo lượt chạy").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Lượt chạy thu: nhật ký"
    assert keep(home, "H1").status_code == 200

    page.get_by_label("Tự tải lại").select_option("2")
    page.get_by_role("button", name="Xem").click()
    page.get_by_text("MaHoSo: H1").wait_for()
    keep(home, "H2")
    page.get_by_text("MaHoSo: H2").wait_for()

    page.get_by_role("link", name="Lỗi đặt trước").click()
    page.get_by_label("Lỗi", exact=True).select_option("status")
    page.get_by_label("Giá trị").fill("503")
    page.get_by_role("button", name="Đặt", exact=True).click()
    assert keep(home, "H3").status_code == 503
    page.get_by_role("button", name="Bật mang-chap-chon").click()
    page.get_by_role("button", name="Tắt mang-chap-chon").click()
    page.get_by_role("button", name="Bỏ lỗi f1").click()
    page.get_by_text("Không có lỗi nào.").wait_for()
    assert keep(home, "H3").status_code == 200

    page.get_by_role("link", name="Gọi về").click()
    page.get_by_role("button", name="Giữ mọi lượt mới").click()
    httpx.post(f"{home}/thu/toy/g", json={"service": "RING"}, timeout=20)
    page.reload()
    page.get_by_role("button", name="Thả c1").click()
    page.get_by_text("đang chờ").or_(page.get_by_text("không tới")).wait_for()

    page.goto(home)
    shot = page.screenshot(path=tmp_path / "start.png", full_page=True)
    assert shot.startswith(b"\x89PNG")
    page.get_by_role("link", name="xem thẻ toy").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Độ trung thực: Mẫu"


def test_a_refused_form_says_why_and_keeps_what_was_written(page: Any) -> None:
    page.get_by_label("Khóa").fill("Không Được")
    page.get_by_role("button", name="Tạo lượt chạy").click()
    assert "key" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Khóa").input_value() == "Không Được"
