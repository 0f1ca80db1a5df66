"""The process: its ready line, a busy port, its ends, and callbacks over real HTTP."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from mocks.__main__ import main

ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def server(*arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    command = [sys.executable, "-P", "-m", "mocks", "--port", "0", *arguments]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline().decode().strip()
        assert line.startswith("READY http://127.0.0.1:")
        yield process, line.removeprefix("READY ")
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        cast("Any", self.server).got.append((self.path, body))
        answer = b'{"MaLoi":"00"}'
        self.send_response(200)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def receiver() -> Iterator[Any]:
    listener = HTTPServer(("127.0.0.1", 0), Handler)
    cast("Any", listener).got = []
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    try:
        yield listener
    finally:
        listener.shutdown()
        listener.server_close()


@pytest.mark.slow
def test_a_whole_life_over_real_sockets() -> None:
    with server() as (process, url), httpx.Client(base_url=url, timeout=30) as client, receiver() as city:
        run = client.post("/_/runs", json={"key": "r1"}).json()
        assert run["base"] == f"{url}/r1"
        assert set(run["systems"]) == {"portal", "identity", "population", "enterprise", "payment", "axis"}
        back = f"http://127.0.0.1:{city.server_port}/back"
        assert client.put("/_/runs/r1/targets", json={"payment.confirm": back}).status_code == 200
        assert client.get(f"{url}/r1/payment/thanh-toan/x").status_code == 404
        empty = dict.fromkeys(("code", "transaction", "settled", "confirm"), "")
        partner = run["environment"]["CITY_PAYMENT_PARTNER"]
        order = {"partner": partner, "reference": "R1", "amount": 5, "state": "INITIATED", "bank": "PAYMENT"}
        order |= {"dossier": "H1", "info": "x", "currency": "VND", "receipt": {}, "token": "t", **empty}
        client.put("/_/runs/r1/state/payment/orders/R1", json=order)
        acted = client.post("/_/runs/r1/act", json={"system": "payment", "action": "pay", "reference": "R1"})
        assert acted.json()["callback"] == "c1"
        page = client.get("/_/runs/r1/journal", params={"wait": 20, "operation": "CONFIRM"}).json()
        assert (page["entries"][0]["accepted"], page["entries"][0]["response"]["status"]) == (True, 200)
        assert city.got[0][0] == "/back"
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_though_somebody_waits_for_news(number: signal.Signals) -> None:
    with server() as (process, url), httpx.Client(base_url=url, timeout=30) as client:
        client.post("/_/runs", json={"key": "r1"})
        client.post("/r1/payment/paymentplatform/init")
        answers: list[httpx.Response] = []
        asked = threading.Event()

        def wait() -> None:
            with httpx.Client(base_url=url, timeout=30) as other:
                other.get("/_/health")
                asked.set()
                answers.append(other.get("/_/runs/r1/journal", params={"after": 1, "wait": 25}))

        waiter = threading.Thread(target=wait)
        waiter.start()
        assert asked.wait(20)
        process.send_signal(number)
        assert process.wait(20) == 0
        waiter.join(20)
        assert not waiter.is_alive()


@pytest.mark.slow
def test_it_ends_with_its_parent() -> None:
    with server("--with-parent") as (process, url):
        assert httpx.get(f"{url}/_/health").json()["status"] == "ok"
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(20) == 0


def test_a_busy_port_is_said_once_and_exits_3(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["--port", str(port)]) == 3
    said = capsys.readouterr()
    assert f"127.0.0.1:{port}" in said.err
    assert "--port 0" in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


@pytest.mark.parametrize("port", ["-1", "70000"])
def test_a_port_that_is_none_exits_3(port: str) -> None:
    assert main(["--port", port]) == 3


def test_listening_beyond_loopback_needs_a_token(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--host", "0.0.0.0"]) == 2
    assert "--token" in capsys.readouterr().err
