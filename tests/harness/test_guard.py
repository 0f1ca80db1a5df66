"""While judging, no network: whatever way a connection is opened."""

from __future__ import annotations

import asyncio
import socket
import urllib.request

import pytest

from harness.guard import NetworkUsed, no_sockets


def test_no_way_leads_out() -> None:
    with no_sockets():
        with pytest.raises(NetworkUsed):
            socket.socket()
        with pytest.raises(NetworkUsed):
            socket.create_connection(("127.0.0.1", 9))
        with pytest.raises(NetworkUsed):
            urllib.request.urlopen("http://127.0.0.1:9/")


def test_an_event_loop_still_runs() -> None:
    async def answer() -> int:
        return 42

    with no_sockets():
        assert asyncio.run(answer()) == 42


def test_a_wrapped_pair_cannot_be_connected_elsewhere() -> None:
    with no_sockets():
        left, right = socket.socketpair()
        with left, right, pytest.raises(NetworkUsed):
            left.connect(("127.0.0.1", 9))


def test_the_guard_ends_with_the_block_even_when_it_fails() -> None:
    real = socket.socket
    with pytest.raises(ZeroDivisionError), no_sockets():
        raise ZeroDivisionError
    assert socket.socket is real
