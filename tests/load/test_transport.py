"""Locust's client does on the wire what a drive's client does."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import util
from pathlib import Path
from types import SimpleNamespace

import pytest

from harness.port.platform import Actor, Broken
from harness.testbed.child import environment
from harness.transport import Wire
from load.scene import Silent

PROBE = Path(__file__).with_name("probe.py")
pytestmark = pytest.mark.slow


def requests() -> list[dict]:
    spec = util.spec_from_file_location("probe", PROBE)
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.ALL


class Echo(BaseHTTPRequestHandler):
    """Notes what it gets, and answers as the path says."""

    protocol_version = "HTTP/1.1"
    seen: list
    ports: list

    def log_message(self, *_: object) -> None: ...

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.seen.append((self.command, self.path, dict(self.headers), body))
        self.ports.append((self.path, self.client_address[1]))
        if self.path == "/gone":
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        self._answer(b"cookie: " + (self.headers.get("cookie") or "none").encode())

    def _answer(self, content: bytes) -> None:
        self.send_response({"/redirect": 302, "/missing": 404, "/broken": 500}.get(self.path, 200))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-Case", "Kept")
        if self.path == "/redirect":
            self.send_header("Location", "/plain")
        if self.path == "/cookies/set":
            self.send_header("Set-Cookie", "phien=abc; Path=/; HttpOnly")
            self.send_header("Set-Cookie", "csrf=xyz; Path=/")
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = _serve


@pytest.fixture(scope="module")
def echo():
    handler = type("Noting", (Echo,), {"seen": [], "ports": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield SimpleNamespace(
            base=f"http://127.0.0.1:{server.server_address[1]}", seen=handler.seen, ports=handler.ports
        )
        server.shutdown()


@pytest.fixture(scope="module")
def fast(echo):
    """What the probe printed, and what the server got from it."""
    echo.seen.clear()
    command = [sys.executable, "-P", str(PROBE), echo.base]
    run = subprocess.run(command, env=environment({}), capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    *answers, other, figures = [json.loads(line) for line in run.stdout.splitlines()]
    return SimpleNamespace(answers=answers, other=other, figures=figures, seen=list(echo.seen), ports=list(echo.ports))


@pytest.fixture(scope="module")
def driven(echo, fast):  # noqa: ARG001 one after the other
    """What the server gets from a drive's transport for the same requests."""
    echo.seen.clear()
    wire = Wire(Silent())
    transport = wire.transport(Actor(role="applicant"))
    for request in requests():
        options = {name: value for name, value in request.items() if name not in ("method", "url")}
        try:
            transport.request(request["method"], echo.base + request["url"], **options)
        except Broken:
            assert request["url"] == "/gone"
    wire.close()
    return list(echo.seen)


def settled(headers: dict[str, str], body: bytes) -> tuple[str, str, bytes]:
    """Content type, cookies and body, with the multipart boundary named alike."""
    kind = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    found = re.search(r"boundary=(\S+)", kind)
    boundary = found.group(1) if found else "none"
    cookies = next((value for name, value in headers.items() if name.lower() == "cookie"), "")
    return kind.replace(boundary, "B"), cookies, body.replace(boundary.encode(), b"B")


@pytest.mark.parametrize("number", range(len(requests())), ids=lambda number: requests()[number]["url"])
def test_the_same_bytes_go_out(fast, driven, number):
    theirs = driven[number]
    ours = next(seen for seen in fast.seen if seen[:2] == theirs[:2])
    assert settled(*ours[2:]) == settled(*theirs[2:])


@pytest.fixture
def answers(fast) -> dict[str, dict]:
    """What the probe got, by path."""
    return dict(zip([request["url"] for request in requests()], fast.answers, strict=False))


def test_cookies_are_kept_for_one_actor_only(fast, answers):
    assert answers["/cookies/show"]["text"] == "cookie: phien=abc; csrf=xyz"
    assert fast.other["text"] == "cookie: none"


def test_redirects_are_not_followed(answers):
    assert (answers["/redirect"]["status"], answers["/redirect"]["headers"]["location"]) == (302, "/plain")


def test_header_names_are_lower_case(fast):
    assert fast.answers[0]["headers"]["x-case"] == "Kept"


def test_refusals_and_breakdowns_are_answers(answers):
    assert [answers[path]["status"] for path in ("/missing", "/broken", "/after-gone")] == [404, 500, 200]


def test_no_answer_is_broken(answers):
    assert "không có câu trả lời" in answers["/gone"]["broken"]


def test_requests_are_named_by_operation_and_fail_only_when_broken(fast):
    named = dict(zip([request["url"] for request in requests()], fast.figures, strict=False))
    assert {name for name, _ in named.values()} == {"probe"}
    assert [path for path, (_, failure) in named.items() if failure] == ["/broken", "/gone"]


def test_requests_elsewhere_are_not_the_service_s(fast):
    assert fast.figures[len(requests())][0] == "(ngoài dịch vụ)"


def test_a_connection_is_kept_until_it_was_idle_for_too_long(fast):
    before, kept, fresh, fresher = [port for path, port in fast.ports if path == "/idle"]
    assert before == kept
    assert len({kept, fresh, fresher}) == 3
