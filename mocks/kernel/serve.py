"""From what is asked on the command line to an application, in one process or several."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping, Sequence

from mocks.kernel.app import MockApp
from mocks.kernel.ground import Fixtures
from mocks.kernel.kernel import Kernel
from mocks.kernel.limits import Limits
from mocks.kernel.systems import installed
from mocks.kernel.workers import Team

STORE = "TOANTRINH_MOCKS_STORE"
"""The variable that names the state store; a URL may hold a password, so it isn't handed on as an argument."""

TOKEN = "TOANTRINH_MOCKS_TOKEN"
"""The variable that holds the control API's token."""


class NoStore(Exception):
    """The state store can't be used; the text says why. ``code``: exit code."""

    def __init__(self, text: str, code: int) -> None:
        super().__init__(text)
        self.code = code


def application(store: str, limits: Limits, token: str, home: str) -> MockApp:
    """The application; runs are in memory unless ``store`` is the URL of a PostgreSQL.

    Raises:
        NoStore: it is none, isn't reached, or its driver isn't installed.
    """
    if not store:
        return MockApp(Kernel(installed(), Fixtures(), limits), token, home)
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise NoStore(f"--store cần gói psycopg ({error}): pip install 'toantrinh[postgresql]'", 2) from None
    from mocks.kernel.shared.app import SharedApp
    from mocks.kernel.shared.database import Database, Unreachable
    from mocks.kernel.shared.schema import TooNew

    try:
        database = Database(store)
        database.open()
    except ValueError as error:
        raise NoStore(f"--store: {error}", 2) from None
    except (Unreachable, TooNew) as error:
        raise NoStore(f"Không dùng được kho trạng thái: {error}", 3) from None
    return SharedApp(installed(), Fixtures(), database, limits, token=token, home=home)


def together(
    arguments: Sequence[str], count: int, listener: socket.socket, home: str, secrets: Mapping[str, str], parent: bool
) -> int:
    """Serve ``listener`` with ``count`` processes started with ``arguments``; gives the exit code.

    ``secrets``: variables of their environment. ``parent``: end with the standard input.
    """
    command = [sys.executable, "-P", "-m", "mocks", *arguments, "--with-parent", "--listener"]
    team = Team(command, count, listener, {**os.environ, **secrets})
    try:
        if team.ready():
            print(f"READY {home}", flush=True)
            team.wait(sys.stdin.buffer if parent else None)
    finally:
        code = team.end()
    return code
