import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from harness.port.platform import Actor, Broken
from harness.recording import Recorder, open_recording
from harness.transport import Wire

CITIZEN = Actor(role="applicant", name="A")
OFFICER = Actor(role="receiver", name="B")


class Echo(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...

    def do_GET(self) -> None:
        if self.path == "/hang":
            self.server.released.wait(20)
        if self.path in ("/hang-up", "/hang"):
            self.connection.close()
            return
        body = json.dumps({"path": self.path, "cookie": self.headers.get("cookie")}).encode()
        self.send_response(302 if self.path == "/away" else 200)
        self.send_header("location", "/elsewhere?code=s3cret-code&state=1")
        self.send_header("set-cookie", "sid=s3cret-sid; Path=/; HttpOnly")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-length", "5")
        self.end_headers()
        self.wfile.write(b"plain")


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as httpd:
        httpd.released = threading.Event()
        threading.Thread(target=httpd.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_address[1]}"
        httpd.released.set()
        httpd.shutdown()


@pytest.fixture
def wire(tmp_path):
    wire = Wire(Recorder(tmp_path / "r"), seconds=5)
    yield wire
    wire.close()


def recorded(wire: Wire) -> list[dict]:
    wire.recorder.seal()
    return open_recording(wire.recorder.folder).events


def test_each_exchange_is_recorded_with_its_step(server, wire):
    wire.begin("main", "main.submit")
    answer = wire.transport(CITIZEN).request("POST", f"{server}/a", data={"x": "1"})
    event = recorded(wire)[0]
    assert (answer.status, answer.text, answer.exchange) == (200, "plain", "x1")
    assert wire.exchanges == ["x1"]
    assert (event["id"], event["journey"], event["step"], event["actor"]) == ("x1", "main", "main.submit", "applicant")
    assert (event["method"], event["url"], event["error"]) == ("POST", f"{server}/a", "")
    recording = open_recording(wire.recorder.folder)
    assert recording.body(event["request"]["body"]) == b"x=1"
    assert recording.body(event["response"]["body"]) == b"plain"
    assert event["response"]["status"] == 200


def test_redirects_are_answers(server, wire):
    answer = wire.transport(CITIZEN).request("GET", f"{server}/away")
    assert answer.status == 302
    assert answer.headers["location"] == "/elsewhere?code=s3cret-code&state=1"


def test_cookies_belong_to_one_actor(server, wire):
    wire.transport(CITIZEN).request("GET", f"{server}/a")
    assert "s3cret-sid" in wire.transport(CITIZEN).request("GET", f"{server}/a").json()["cookie"]
    assert wire.transport(OFFICER).request("GET", f"{server}/a").json()["cookie"] is None


def test_secrets_stay_off_the_disk(server, wire):
    transport = wire.transport(CITIZEN)
    transport.request("GET", f"{server}/away?code=s3cret-code&state=1")
    transport.request(
        "POST", f"{server}/login", data={"password": "s3cret-word"}, headers={"Authorization": "s3cret-h"}
    )
    recorded(wire)
    files = [path.read_bytes() for path in wire.recorder.folder.rglob("*") if path.is_file()]
    assert not any(b"s3cret-" in content for content in files)


def test_no_answer_is_broken_and_recorded(server, wire):
    with pytest.raises(Broken, match="không có câu trả lời"):
        wire.transport(CITIZEN).request("GET", f"{server}/hang-up")
    event = recorded(wire)[0]
    assert event["response"] is None
    assert event["error"]


def test_a_host_that_hangs_is_waited_for_less_the_next_time(server, tmp_path):
    wire = Wire(Recorder(tmp_path / "hangs"), seconds=0.2, impatient=0.1)
    with pytest.raises(Broken, match="ReadTimeout"):
        wire.transport(CITIZEN).request("GET", f"{server}/hang")
    assert wire.unanswered
    assert wire.seconds == 0.1
    wire.transport(CITIZEN).request("POST", f"{server}/a", data={})
    assert not wire.unanswered


def test_nobody_there_is_broken(wire):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        with pytest.raises(Broken):
            wire.transport(CITIZEN).request("GET", url)


def test_an_answer_that_is_not_json_is_broken(server, wire):
    with pytest.raises(Broken, match="JSON"):
        wire.transport(CITIZEN).request("POST", f"{server}/a", json={}).json()
