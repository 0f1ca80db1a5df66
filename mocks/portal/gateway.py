"""The adapter in front of ``mapi`` and the envelope of its answers (portal-payment-sso §2).

Two layers answer: the adapter with HTTP errors (404 no such destination, 502 destination down), the
gateway always with HTTP 200 and a string ``error_code`` ("0" success, "-1" refused, "-2" no session).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mocks.kernel.operation import Change, Handler, Message, Put, Record, Refusal, Reply, State
from mocks.portal.fields import plain
from mocks.portal.rules import Options, options, text

DESTINATION = "VN:GOV:000.00.00.G22:vpcpdvcprovider"
"""``dstcode`` of the gateway."""

CLAUSE = "portal-payment-sso §2"


@dataclass(frozen=True)
class Caller:
    """Who is logged in: user name and the agency of the account."""

    username: str
    agency: str


_DEFAULT = Options()

Service = Callable[[Message, State, datetime, Caller], Reply]
"""A handler behind the adapter and a valid session."""


def settled(state: State) -> Options:
    """The run's switches as they stand."""
    chosen = state.get("options", "portal")
    return options(chosen) if chosen else _DEFAULT


def destination(headers: Mapping[str, str], query: Mapping[str, str]) -> str:
    """``dstcode`` from header or query, or from a query that lost its keys (``?VN:GOV:…&https://…``)."""
    named = headers.get("dstcode") or query.get("dstcode")
    return (named or next((key for key in query if key.startswith("VN:") and not query[key]), "")).strip()


def adapter(message: Message, down: bool = False) -> Reply | None:
    """The adapter's own error, or None when the call reaches the gateway."""
    code = destination(message.headers, message.query)
    if code != DESTINATION:
        detail = f"Không có dịch vụ đích: dstcode {code or '(thiếu)'}"
        refusal = Refusal("portal.adapter.destination", CLAUSE, DESTINATION, code or "không có", "dstcode")
        return _fault(404, "Server.ClientProxy.UnknownMember", detail, refusal)
    if down:
        return _fault(502, "Server.ServerProxy.NetworkError", "Hệ thống đích không trả lời", None)
    return None


def _fault(status: int, kind: str, detail: str, refusal: Refusal | None) -> Reply:
    return Reply({"type": kind, "message": detail}, status, refusal=refusal)


def done(
    message: str,
    changes: Sequence[Change] = (),
    keys: Mapping[str, str] | None = None,
    strict: bool | None = None,
    **more: Any,
) -> Reply:
    """A success; ``message`` holds «thành công», which one client looks for instead of the code."""
    answer = {"error_code": "0", "message": message, **more}
    return Reply(answer, changes=changes, keys=keys or {}, strict=strict)


def failed(code: str, refusal: Refusal, strict: bool | None = None) -> Reply:
    """A business error."""
    return Reply({"error_code": code, "message": text(refusal)}, refusal=refusal, strict=strict)


def refuse(message: Message, refusal: Refusal) -> Reply:
    """The answer to a body whose shape is wrong: the adapter's errors come first."""
    return adapter(message) or failed("-1", refusal)


def login(message: Message, state: State, now: datetime) -> Reply:
    """Open a session; sessions already open stay valid."""
    switches = settled(state)
    if fault := adapter(message, switches.provider == "down"):
        return fault
    account = state.settings["accounts"].get(message.body.username)
    if account is None or account["password"] != message.body.password:
        expected = "tên đăng nhập và mật khẩu đã cấp"
        return failed("-1", Refusal("portal.login", CLAUSE, expected, f"tài khoản {message.body.username!r}"))
    session = message.token("session")
    expires = now + timedelta(minutes=switches.session_minutes)
    record = {"username": message.body.username, "agency": account["agency"], "expires": expires.isoformat()}
    return done("Đăng nhập thành công", [Put("sessions", session, record)], session=session)


def served(service: Service) -> Handler:
    """``service`` as an operation: adapter first, then the session of the body."""

    def handler(message: Message, state: State, now: datetime) -> Reply:
        if fault := adapter(message, settled(state).provider == "down"):
            return fault
        caller = session(state, plain(message.body.session), now)
        if caller is None:
            return failed("-2", Refusal("portal.session", CLAUSE, "phiên còn hiệu lực", "phiên lạ hoặc đã hết hạn"))
        return service(message, state, now, caller)

    return handler


def session(state: State, token: str, now: datetime) -> Caller | None:
    """The caller of an open session; None for an unknown or expired one."""
    record: Record | None = state.get("sessions", token) if token else None
    if record is None or datetime.fromisoformat(record["expires"]) <= now:
        return None
    return Caller(record["username"], record["agency"])


def unknown(message: Message, state: State, now: datetime, caller: Caller) -> Reply:  # noqa: ARG001 - a Service
    """A ``service`` that the gateway doesn't have."""
    name = plain(message.body.service) or "không có"
    return failed("-1", Refusal("portal.service", "portal-payment-sso §3", "tên dịch vụ của Cổng", name, "service"))
