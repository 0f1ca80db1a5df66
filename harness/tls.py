"""The one TLS context of the process: loading the certificate store takes longer than a call on loopback."""

from __future__ import annotations

import ssl
from functools import cache


@cache
def tls() -> ssl.SSLContext:
    """The system's default context, made once."""
    return ssl.create_default_context()
