"""Two servers over one state store: in one event loop, and as processes."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from mocks.kernel.shared.database import Database

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def pair(emptied: Callable[[], Database], built: Callable[..., Any]) -> Callable[..., Any]:
    """``pair(scenario)``: run ``scenario(one, other)``; ``options`` are put into the connections' URL."""

    def run(scenario: Callable[[Any, Any], Awaitable[Any]], options: str = "", **more: Any) -> Any:
        url = emptied().url + (f"?options={options}" if options else "")

        async def whole() -> Any:
            servers = [built(database=Database(url), **more) for _ in range(2)]
            for server in servers:
                await server.app.start()
            try:
                return await asyncio.wait_for(scenario(*servers), 60)
            finally:
                for server in servers:
                    await server.app.stop()
                    await server.client.aclose()
                    server.app.database.close()

        return asyncio.run(whole())

    return run


@pytest.fixture
def started(emptied: Callable[[], Database]) -> Callable[..., Any]:
    """``started(*arguments)``: a process of mocks over the store, and its address, until the block ends."""

    @contextmanager
    def start(*arguments: str, store: bool = True) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
        command = [sys.executable, "-P", "-m", "mocks", "--port", "0", *arguments]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        if store:
            env["TOANTRINH_MOCKS_STORE"] = url
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
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

    url = emptied().url
    return start


class Receiver(ThreadingHTTPServer):
    """Plays the city: notes the callbacks, answers while ``open`` is set."""

    daemon_threads = True

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self.came = threading.Semaphore(0)
        self.open = threading.Event()
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/back"


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        self.server.got.append(self.rfile.read(int(self.headers["content-length"])))
        self.server.came.release()
        self.server.open.wait(60)
        answer = b'{"MaLoi":"00"}'
        self.send_response(200)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        try:
            self.wfile.write(answer)
        except ConnectionError:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    city = Receiver()
    threading.Thread(target=city.serve_forever, daemon=True).start()
    yield city
    city.open.set()
    city.shutdown()
    city.server_close()
