"""What a platform is given and what it must answer.

A platform knows how to operate one kind of service host. It never builds an HTTP client: it is handed
a :class:`Transport` per actor (own cookies, own recording), and :class:`NationalPages` for the pages
that belong to national systems (sign-in, payment), which are not the service's to operate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from harness.port.table import Role


class Refused(Exception):
    """The service refused the operation by its own rules: a business refusal, not a breakdown.

    ``code`` is the service's own code or HTTP status, ``fields`` maps a field name to its message.
    """

    def __init__(self, message: str, *, code: str = "", fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message, self.code, self.fields = message, code, dict(fields or {})


class Broken(Exception):
    """The service broke down: no answer, HTTP 5xx, or an answer that can't be read."""


class NotOffered(Exception):
    """The platform doesn't offer this operation; ``str()`` is the reason shown to the user."""


@dataclass(frozen=True)
class Actor:
    """Who acts: a role, and the synthetic person, organisation or officer account behind it."""

    role: Role
    name: str = ""
    person: str = ""
    """Personal number of the person acting (12 digits), for applicants."""
    organisation: str = ""
    """Enterprise code the person acts for; empty for a citizen."""
    account: str = ""
    password: str = ""


class Response(Protocol):
    """One HTTP answer, redirects not followed."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def content(self) -> bytes: ...
    @property
    def url(self) -> str: ...
    @property
    def exchange(self) -> str:
        """Id of the recorded exchange; empty where nothing is recorded."""
        ...

    @property
    def text(self) -> str: ...
    def json(self) -> Any: ...


class Transport(Protocol):
    """An HTTP client of one actor: keeps cookies, records every exchange, never follows redirects itself.

    Raises :class:`Broken` when no answer comes.
    """

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        data: Mapping[str, str] | None = None,
        content: bytes | None = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
    ) -> Response: ...


class NationalPages(Protocol):
    """Acts for the person on national pages; each returns the URL the browser is sent back to."""

    def sign_in(self, authorize_url: str, actor: Actor) -> str: ...


@dataclass(frozen=True)
class Bench:
    """What a platform gets when it is made."""

    base_url: str
    transport: Callable[[Actor], Transport]
    national: NationalPages
    settings: Mapping[str, str] = field(default_factory=dict)


class Platform(Protocol):
    """One method per offered port operation, named by its id, called as ``method(actor, **inputs)``."""

    name: str
    offers: frozenset[str]
