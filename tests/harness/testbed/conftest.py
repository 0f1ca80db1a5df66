"""A stand-in for the mocks' control API: one run, a journal that can be fed, records that can be set."""

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from harness.testbed.control import Control


class Desk:
    """What the stand-in serves."""

    def __init__(self) -> None:
        self.entries: list[dict] = []
        self.bodies: dict[str, bytes] = {}
        self.calls: list[tuple[str, str, object]] = []
        self.dropped = 0
        self.news = threading.Condition()

    def journal(self, body: bytes, **fields) -> None:
        sha = hashlib.sha256(body).hexdigest()
        self.bodies[sha] = body
        with self.news:
            side = {"headers": {}, "body": sha, "size": len(body)}
            entry = {"seq": len(self.entries) + 1, "request": side, "response": None, "keys": {}, **fields}
            self.entries.append(entry)
            self.news.notify_all()

    def page(self, after: int, wait: float) -> dict:
        with self.news:
            self.news.wait_for(lambda: len(self.entries) > after, wait)
            return {"entries": self.entries[after:], "next": len(self.entries), "dropped": self.dropped}

    def answer(self, method: str, path: str, query: dict, body: object) -> tuple[int, object]:
        self.calls.append((method, path, body))
        if path.endswith("/journal"):
            return 200, self.page(int(query["after"][0]), min(float(query["wait"][0]), 1))
        if "/bodies/" in path:
            return 200, self.bodies[path.rsplit("/", 1)[1]]
        if path.endswith("/_/runs"):
            return 201, {"run": "r1", "base": "http://127.0.0.1:1/r1", "environment": {}}
        if path.endswith("/act"):
            return 409, {"title": "Không được", "detail": "đơn đã hủy"}
        if path.endswith("/state/portal/dossiers/known"):
            return 200, {"TrangThaiHoSo": "10"}
        return 404, "not here"


class Handler(BaseHTTPRequestHandler):
    desk: Desk

    def log_message(self, *_: object) -> None: ...

    def _serve(self) -> None:
        address = urlsplit(self.path)
        raw = self.rfile.read(int(self.headers.get("content-length") or 0))
        body = json.loads(raw) if raw else None
        status, answer = self.desk.answer(self.command, address.path, parse_qs(address.query), body)
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = _serve


@pytest.fixture
def desk():
    desk = Desk()
    handler = type("OneHandler", (Handler,), {"desk": desk})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        desk.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield desk
        server.shutdown()


@pytest.fixture
def control(desk):
    control = Control(desk.address, "r1")
    yield control
    control.close()
