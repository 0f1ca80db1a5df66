"""TLS for bound ports: a test authority, made anew with every start, that certifies whatever name is asked for."""

from __future__ import annotations

import ssl
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from fixtures.pki import Authority, write_credential
from mocks.kernel import doors

LOCAL = ("localhost", "127.0.0.1", "::1")


def prepare(folder: Path, host: str) -> ssl.SSLContext:
    """Write ``ca.pem`` into ``folder`` and give the context for listening; certificates stay in memory.

    A caller that names the server (SNI) gets a certificate for that name, any other one for this machine and ``host``.
    Raises OSError: the folder can't be written.
    """
    authority = Authority.create()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ca.pem").write_bytes(authority.pem)
    local = tuple(dict.fromkeys((*LOCAL, host)))
    context = _context(authority, local)

    @lru_cache(maxsize=200)
    def known(name: str) -> ssl.SSLContext:
        return _context(authority, (name,))

    def choose(connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        with suppress(ValueError):
            if name and name not in local:
                connection.context = known(doors.name(name))

    context.sni_callback = choose
    return context


def _context(authority: Authority, names: tuple[str, ...]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        files = write_credential(Path(folder), "server", authority.server(names))
        context.load_cert_chain(files.certificate, files.key)
    return context
