"""Ways to reach one system of a run other than by its path: a port of its own, or a host name."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from starlette.types import Scope

from mocks.kernel.problem import Problem
from mocks.kernel.runs import Runs
from mocks.kernel.wire import BASE

OWN = ("127.0.0.1", "localhost", "[::1]", "")
"""Hosts that name this machine, so never a run."""

_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.(?!-)[a-z0-9-]{1,63})*")
_HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?")

Close = Callable[[], None]
Opener = Callable[[int, ssl.SSLContext | None], Coroutine[Any, Any, tuple[int, Close]]]
"""Lets the server listen on one more port (0: any free one); gives the port. Raises OSError: it is taken."""


class Bound(NamedTuple):
    """The system of a run that a port or host leads to."""

    run: str
    system: str


class Doors:
    """The ports that are open. ``context``: certificates, when they speak TLS; ``host``: the address they are on.

    ``opener`` is there as soon as a server serves.
    """

    def __init__(self, runs: Runs, host: str = "127.0.0.1") -> None:
        self._runs, self._host = runs, host
        self.context: ssl.SSLContext | None = None
        self.opener: Opener | None = None
        self._ports: dict[int, tuple[Bound, Close]] = {}
        self._shut: set[int] = set()
        """Ports that led to a run before; a connection to one may still be there."""

    def url(self, port: int) -> str:
        """Where ``port`` is."""
        return f"{'http' if self.context is None else 'https'}://{self._host}:{port}"

    def ports(self, run: str) -> dict[int, str]:
        """The ports that lead to ``run``, with the system behind each."""
        return {port: bound.system for port, (bound, _) in self._ports.items() if bound.run == run}

    async def open(self, bound: Bound, port: int) -> None:
        """Listen on ``port`` (0: any free one) for ``bound``.

        Raises:
            Problem: 409 it is taken; 501 the application isn't served over sockets.
        """
        held = self._ports.get(port)
        if held is not None and held[0] == bound:
            return
        if held is not None:
            raise Problem(409, f"Cổng {port} đã dẫn tới {'/'.join(held[0])}")
        if self.opener is None:
            raise Problem(501, "Máy chủ này không mở thêm cổng được", "Chạy bằng toantrinh mocks up, hoặc dùng tên máy")
        try:
            number, close = await self.opener(port, self.context)
        except OSError as error:
            raise Problem(409, f"Không mở được cổng {port}", str(error)) from None
        self._ports[number] = bound, close
        self._shut.discard(number)

    def close(self, run: str) -> None:
        """Close the ports of ``run``."""
        for port in self.ports(run):
            self._ports.pop(port)[1]()
            self._shut.add(port)

    def end(self) -> None:
        """Close all ports."""
        for _, close in self._ports.values():
            close()
        self._ports.clear()

    def lead(self, scope: Scope) -> Scope:
        """The scope as if the request had come by the path; untouched when it came to the main address by its name.

        Raises:
            Problem: 404, the port leads to no run any more.
        """
        if not self._ports and not self._shut and not self._runs.named:
            return scope
        host, port = _said(scope), (scope.get("server") or ("", 0))[1]
        if port in self._shut:
            raise Problem(404, f"Cổng {port} không còn dẫn tới lượt chạy nào", "Gắn lại: PUT /_/runs/{run}/bindings")
        bound = self._runs.hosted(named(host)) if self._runs.named and named(host) not in OWN else None
        if bound is None and port in self._ports:
            bound = self._ports[port][0]
        return scope if bound is None else _led(scope, Bound(*bound), host)


def name(text: str) -> str:
    """``text`` as a host name that can be bound. Raises ValueError: it is none, or this machine's own."""
    host = text.lower().rstrip(".")
    if not _NAME.fullmatch(host) or len(host) > 253 or host in OWN or host.replace(".", "").isdigit():
        raise ValueError(f"{text!r} không phải tên máy dùng được (ví dụ: cong-dvc.test)")
    return host


def named(host: str) -> str:
    """The name in a ``Host`` header, without its port."""
    return host.lower() if host.endswith("]") else host.rpartition(":")[0].lower() or host.lower()


def stranger(scope: Scope, home: str) -> str:
    """The host name by which a request came; "": an address, or a name of this server's own."""
    host = named(_said(scope))
    own = (*OWN, urlsplit(home).hostname or "")
    return "" if host in own or host.startswith("[") or host.replace(".", "").isdigit() else host


def _said(scope: Scope) -> str:
    raw = next((value for key, value in scope["headers"] if key == b"host"), b"")
    text: str = raw.decode("latin-1")
    if _HOST.fullmatch(text):
        return text
    server = scope.get("server") or ("127.0.0.1", 80)
    return f"{server[0]}:{server[1]}"


def _led(scope: Scope, bound: Bound, host: str) -> Scope:
    before = f"/{bound.run}/{bound.system}"
    raw = scope.get("raw_path") or scope["path"].encode()
    base = f"{scope['scheme']}://{host}"
    return {**scope, "path": before + scope["path"], "raw_path": before.encode() + raw, BASE: base}
