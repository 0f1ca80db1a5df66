"""Faults that end connections, over real sockets and through both ways of answering."""

from __future__ import annotations

import logging
import socket
from typing import Any

import httpx
import pytest


def read(connection: socket.socket) -> bytes:
    """Everything until the connection ends."""
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


@pytest.fixture(params=[True, False], ids=["dispatcher", "route"])
def served(serve: Any, request: pytest.FixtureRequest) -> Any:
    return serve(fast=request.param)


def test_a_reset_connection_says_so_and_nothing_else(served: Any, caplog: pytest.LogCaptureFixture) -> None:
    served.fault(kind="reset")
    with caplog.at_level(logging.WARNING), served.raw() as connection, pytest.raises(ConnectionResetError):
        read(connection)
    assert caplog.records == []
    entry = served.journal()[0]
    assert (entry["response"], entry["accepted"], entry["fault"][0]["kind"]) == (None, False, "reset")


def test_a_reset_in_the_middle_of_an_answer_to_work_that_was_done(served: Any) -> None:
    served.fault(kind="reset", midway=True, handled=True)
    with pytest.raises(httpx.ReadError):
        served.client.get("/r1/toy/head")
    entry = served.journal()[0]
    assert (entry["accepted"], entry["response"]["status"]) == (True, 200)


def test_no_answer_until_the_bound_then_the_connection_closes(served: Any) -> None:
    served.fault(kind="timeout", seconds=0.05)
    with served.raw() as connection:
        assert read(connection) == b""
    assert served.journal()[0]["response"] is None


def test_no_answer_until_the_caller_gives_up(served: Any) -> None:
    served.fault(kind="timeout", seconds=60, handled=True)
    with pytest.raises(httpx.ReadTimeout):
        served.client.get("/r1/toy/head", timeout=0.05)
    entry = served.journal()[0]
    assert (entry["response"], entry["accepted"]) == (None, True)


def test_a_truncated_body_is_announced_whole(served: Any, caplog: pytest.LogCaptureFixture) -> None:
    served.fault(kind="truncated", share=0.25)
    with caplog.at_level(logging.WARNING), served.raw() as connection:
        head, _, body = read(connection).partition(b"\r\n\r\n")
    announced = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    assert len(body) == announced // 4 > 0
    assert caplog.records == []
    assert served.journal()[0]["response"]["size"] == len(body)


def test_an_empty_body_cut_off_still_never_comes(served: Any) -> None:
    served.fault(kind="truncated", share=0)
    with pytest.raises(httpx.RemoteProtocolError):
        served.client.get("/r1/toy/head")


def test_drops_make_up_the_whole_answer(served: Any) -> None:
    served.fault(kind="dribble", seconds=0.05, parts=5)
    assert served.client.get("/r1/toy/head").json() == {"read": "", "headers": ""}


def test_the_connection_lives_on_after_other_faults(served: Any) -> None:
    served.fault(kind="malformed")
    with served.raw() as connection:
        first = connection.recv(65536)
        connection.sendall(b"GET /r1/toy/head HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        assert b"\xff\xfe" in first
        assert read(connection).startswith(b"HTTP/1.1 200")


def test_a_server_that_stops_lets_nobody_hang(serve: Any, caplog: pytest.LogCaptureFixture) -> None:
    served = serve()
    served.fault(kind="timeout", seconds=300)
    with served.raw() as connection:
        page = served.client.get("/_/runs/r1/journal", params={"wait": 20}).json()
        assert page["entries"][0]["fault"][0]["kind"] == "timeout"
        serve.stop()
        assert read(connection) == b""
    assert caplog.records == []


def test_delays_run_side_by_side_however_many(serve: Any) -> None:
    """Waiting holds up nobody: all calls that are delayed wait at once, and others are answered meanwhile."""
    served = serve()
    served.fault(kind="latency", seconds=300)
    waiting = [served.raw() for _ in range(200)]
    try:
        page = served.client.get("/_/runs/r1/journal", params={"after": 199, "wait": 20}).json()
        assert page["next"] == 200
        assert served.client.get("/_/health").json()["status"] == "ok"
        serve.stop()
        assert [read(connection) for connection in waiting] == [b""] * 200
    finally:
        for connection in waiting:
            connection.close()
