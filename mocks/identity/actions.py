"""What the control API can do at the sign-in: act for the person at the login page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from mocks.identity import grants, rules
from mocks.identity.messages import Asked
from mocks.kernel.operation import Change, Drop, Message, Refusal, Reply, State


def sign_in(inputs: Mapping[str, Any], state: State, now: datetime, message: Message) -> Reply:
    """``sign_in`` {authorize_url, person | organisation (+ person)} → {location}.

    ``authorize_url``: where the city sent the browser, or the login page's own address. ``person``: personal
    number; ``organisation``: enterprise code, signed in for by its representative unless ``person`` is given.
    """
    asked, done = _asked(inputs, state, now)
    if isinstance(asked, Reply):
        return asked
    person, firm = str(inputs.get("person") or ""), str(inputs.get("organisation") or "")
    if not person and not firm:
        return Reply({"detail": "Cần person hoặc organisation"}, 422)
    try:
        who = grants.actor(state, firm or person, person if firm else "")
    except grants.UnknownActor as error:
        return Reply({"detail": str(error)}, 404)
    location, code = grants.approve(asked, who, message, now)
    return Reply({"location": location}, changes=[*done, code], keys=grants.named(grants.claims(state, asdict(who))))


def refuse(inputs: Mapping[str, Any], state: State, now: datetime, message: Message) -> Reply:  # noqa: ARG001
    """``refuse`` {authorize_url} → {location}: the person doesn't agree."""
    asked, done = _asked(inputs, state, now)
    return asked if isinstance(asked, Reply) else Reply({"location": grants.deny(asked)}, changes=done)


def forget(inputs: Mapping[str, Any], state: State, now: datetime, message: Message) -> Reply:  # noqa: ARG001
    """``forget_login`` {sessionDataKey}: remove a login that nobody completed."""
    return Reply({}, changes=[Drop("logins", str(inputs.get("sessionDataKey", "")))])


def _asked(inputs: Mapping[str, Any], state: State, now: datetime) -> tuple[Asked | Reply, list[Change]]:
    """The request behind ``authorize_url``, and what to drop once it is answered; or the action's refusal."""
    query = dict(parse_qsl(urlsplit(str(inputs.get("authorize_url", ""))).query))
    key = query.get("sessionDataKey", "")
    if not key:
        return _checked(query, state), []
    record = state.get("logins", key)
    if record is None or rules.expired(record, now):
        return Reply({"detail": "Phiên đăng nhập đã hết hạn"}, 409), []
    return Asked(**{name: record[name] for name in Asked.__dataclass_fields__}), [Drop("logins", key)]


def _checked(query: Mapping[str, str], state: State) -> Asked | Reply:
    asked = Asked.of(query)
    error = rules.examine(asked, state.settings["clients"], state.targets.get("identity.redirect", ""))
    error = error or rules.request(query)
    return _told(error.refusal) if error else asked


def _told(refusal: Refusal) -> Reply:
    text = f"{refusal.field}: cần {refusal.expected}; nhận được: {refusal.received}"
    extra = {"field": refusal.field, "expected": refusal.expected, "received": refusal.received}
    return Reply({"detail": text, **extra}, 422)
