"""Several processes over one state store behave as one: the real systems, over real sockets."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from mocks.__main__ import main
from mocks.payment.checksum import checksum
from mocks.portal.gateway import DESTINATION

pytestmark = pytest.mark.slow

GATEWAY = "/r1/portal/XrdAdapter/RestService/forward/mapi"
RECEIPT = {
    "MaDichVu": "2", "MaDVC": "1.012907.01", "TenDVC": "Cấp lại chứng chỉ", "MaTTHC": "1.012907",
    "TenTTHC": "Cấp lại chứng chỉ", "MaDonVi": "Y99.01", "TenDonVi": "Sở Xây dựng",
    "MaHoSo": "000.00.01.Y99-261122-0001", "TKThuHuong": "99000001", "MaNHThuHuong": "MOCKBANK",
    "TenTKThuHuong": "Kho bạc mẫu",
    "PhiLePhi": [{"LoaiPhiLePhi": "2", "MaPhiLePhi": "LP1", "TenPhiLePhi": "Lệ phí", "SoTien": "200000"}],
    "NoiDungThanhToan": "Thanh toán hồ sơ", "HoTenNguoiNop": "Đỗ Thị Ước", "SoCMNDNguoiNop": "000000000",
    "DiaChiNguoiNop": "Phường Bằng Lăng", "DSKhoanNop": [{"NoiDung": "Lệ phí", "SoTien": "200000"}],
}  # fmt: skip


def order(environment: dict[str, str]) -> dict[str, Any]:
    """An INIT that the platform takes."""
    fields = {
        "MaDoiTac": environment["CITY_PAYMENT_PARTNER"], "LoaiBanTin": "INIT", "PhienBan": "1.0.6",
        "MaThamChieu": "dvc1", "SoTien": "200000", "LoaiHinhThanhToan": "PAY", "MaKenhThanhToan": "1",
        "MaThietBi": "1", "NgonNgu": "vi-VN", "MaTienTe": "VND", "MaNganHang": "PAYMENT",
        "ThongTinGiaoDich": "THANH TOAN", "ThoiGianGD": "20261122080000", "Ip": "127.0.0.1",
        "ThongTinBienLai": RECEIPT,
    }  # fmt: skip
    return {**fields, "MaXacThuc": checksum("INIT", fields, environment["CITY_PAYMENT_SECRET"])}


def created(url: str) -> dict[str, str]:
    answer = httpx.post(f"{url}/_/runs", json={"key": "r1", "now": "2026-11-22T08:00:00+07:00"}, timeout=60)
    assert answer.status_code == 201, answer.text
    httpx.put(f"{url}/_/runs/r1/clock", json={"frozen": True, "now": "2026-11-22T08:00:00+07:00"})
    return dict(answer.json()["environment"])


def test_a_session_opened_at_one_process_works_at_the_other(started: Callable[..., Any]) -> None:
    with started() as (_, one), started() as (_, other):
        environment = created(one)
        assert httpx.get(f"{other}/_/runs/r1/environment").json() == environment
        account = {"username": environment["CITY_PORTAL_USERNAME"], "password": environment["CITY_PORTAL_PASSWORD"]}
        headers = {"dstcode": DESTINATION}
        session = httpx.post(f"{one}{GATEWAY}/login", json=account, headers=headers, timeout=30).json()["session"]
        asked = {"session": session, "madonvi": "Y99", "service": "LayThuTuc", "maTTHC": "1.012907"}
        answer = httpx.post(f"{other}{GATEWAY}/g", json=asked, headers=headers, timeout=30).json()
        assert answer["error_code"] == "0", answer
        wrong = httpx.post(f"{other}{GATEWAY}/g", json={**asked, "session": "0"}, headers=headers, timeout=30).json()
        assert wrong["error_code"] != "0"
        for url in (one, other):
            entries = httpx.get(f"{url}/_/runs/r1/journal").json()["entries"]
            assert [(entry["seq"], entry["accepted"]) for entry in entries] == [(1, True), (2, True), (3, False)]


def test_the_same_order_sent_to_both_at_once_is_taken_once(started: Callable[..., Any]) -> None:
    with started() as (_, one), started() as (_, other), ThreadPoolExecutor(8) as threads:
        body = order(created(one))

        def init(url: str) -> str:
            return str(httpx.post(f"{url}/r1/payment/paymentplatform/init", json=body, timeout=60).json()["MaLoi"])

        codes = list(threads.map(init, [one, other] * 4))
        assert sorted(code == "00" for code in codes) == [False] * 7 + [True], codes


def pushed(url: str, receiver: Any) -> None:
    """A run with an order that is paid, so that a CONFIRM is due."""
    environment = created(url)
    httpx.put(f"{url}/_/runs/r1/targets", json={"payment.confirm": receiver.url, "payment.return": receiver.url})
    answer = httpx.post(f"{url}/r1/payment/paymentplatform/init", json=order(environment), timeout=60)
    assert answer.json()["MaLoi"] == "00", answer.text


def pay(url: str) -> str:
    act = {"system": "payment", "action": "pay", "reference": "dvc1"}
    return str(httpx.post(f"{url}/_/runs/r1/act", json=act, timeout=60).json()["callback"])


def confirmed(url: str) -> list[tuple[bool, int]]:
    page = httpx.get(f"{url}/_/runs/r1/journal", params={"operation": "CONFIRM", "wait": 25}, timeout=60).json()
    return [(entry["accepted"], entry["try"]) for entry in page["entries"]]


def test_a_callback_whose_process_died_before_sending_it_is_sent_by_the_other(
    started: Callable[..., Any], receiver: Any
) -> None:
    receiver.open.set()
    with started() as (process, one), started() as (_, other):
        pushed(one, receiver)
        httpx.put(f"{one}/_/runs/r1/callbacks", json={"hold": True})
        callback = pay(one)
        process.kill()
        process.wait()
        assert receiver.got == []
        assert httpx.get(f"{other}/_/runs/r1/callbacks").json()[0]["state"] == "held"
        httpx.post(f"{other}/_/runs/r1/callbacks/{callback}/release")
        assert confirmed(other) == [(True, 1)]
        assert len(receiver.got) == 1


def test_a_callback_whose_process_died_while_sending_it_is_sent_again_by_the_other(
    started: Callable[..., Any], receiver: Any
) -> None:
    with started() as (process, one):
        pushed(one, receiver)
        pay(one)
        assert receiver.came.acquire(timeout=30)
        with started() as (_, other):
            process.kill()
            process.wait()
            receiver.open.set()
            assert confirmed(other) == [(True, 1)]
            assert len(receiver.got) == 2
            assert receiver.got[0] == receiver.got[1]


def test_a_run_outlives_every_process(started: Callable[..., Any]) -> None:
    with started() as (process, url):
        environment = created(url)
        httpx.post(f"{url}/r1/payment/paymentplatform/init", json=order(environment), timeout=60)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    with started() as (_, url):
        again = httpx.post(f"{url}/r1/payment/paymentplatform/init", json=order(environment), timeout=60)
        assert again.json()["MaLoi"] != "00"
        assert httpx.get(f"{url}/_/runs/r1/clock").json()["now"] == "2026-11-22T08:00:00+07:00"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_workers_serve_one_address_and_end_together(started: Callable[..., Any], number: signal.Signals) -> None:
    with started("--workers", "2") as (process, url):
        workers = children(process)
        assert len(workers) == 2
        created(url)
        for _ in range(10):
            assert httpx.get(f"{url}/_/runs/r1").status_code == 200
        process.send_signal(number)
        assert process.wait(30) == 0
        assert not any(alive(worker) for worker in workers)


def test_workers_end_with_their_parent_and_when_one_of_them_dies(started: Callable[..., Any]) -> None:
    with started("--workers", "2", "--with-parent") as (process, _):
        workers = children(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == 0
        assert not any(alive(worker) for worker in workers)
    with started("--workers", "2") as (process, _):
        workers = children(process)
        subprocess.run(["kill", "-KILL", workers[0]], check=True)
        assert process.wait(30) == 1
        assert not any(alive(worker) for worker in workers)


def children(process: subprocess.Popen[bytes]) -> list[str]:
    """The ids of the processes that ``process`` has started."""
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def alive(process: str) -> bool:
    return Path(f"/proc/{process}").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--workers", "2"], 2, "--store"),
        (["--workers", "0"], 2, "--workers"),
        (["--store", "mysql://127.0.0.1/x"], 2, "postgresql://"),
        (["--store", "postgresql://nobody@127.0.0.1:1/x"], 3, "127.0.0.1"),
    ],
)
def test_what_can_not_be_served_is_said(
    arguments: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TOANTRINH_MOCKS_STORE", raising=False)
    assert main(arguments) == code
    said = capsys.readouterr()
    assert says in said.err
    assert said.out == ""
