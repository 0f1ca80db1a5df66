"""From a person's decision at the login page to a code, and from a code to tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from mocks.identity import keys, rules
from mocks.identity.claims import joined
from mocks.identity.messages import Asked
from mocks.kernel.operation import Change, Drop, Message, Put, Record, State


@dataclass(frozen=True)
class Actor:
    """Who signs in: the account by personal number or organisation code, and for an organisation the person."""

    account: str
    person: str = ""


class UnknownActor(ValueError):
    """No such account in the run's world; the text names it."""


def actor(state: State, account: str, person: str = "") -> Actor:
    """The actor of ``account``; an organisation's is its representative unless ``person`` says otherwise.

    Raises:
        UnknownActor: one of them has no account.
    """
    record = state.get("accounts", account)
    if record is None:
        raise UnknownActor(f"không có tài khoản {account!r} trong lượt chạy")
    acting = (person or record["representative"]) if record["representative"] else ""
    if acting and state.get("accounts", acting) is None:
        raise UnknownActor(f"không có tài khoản {acting!r} trong lượt chạy")
    return Actor(account, acting)


def claims(state: State, record: Mapping[str, Any]) -> dict[str, Any]:
    """The claims of a code's or token's account."""
    account = state.get("accounts", record["account"]) or {"claims": {}}
    return joined(account, state.get("accounts", record["person"]) if record["person"] else None)


def named(found: Mapping[str, Any]) -> dict[str, str]:
    """The journal's correlation keys of an account."""
    wanted = ("sub", "SoDinhDanh", "MaSoDoanhNghiep")
    return {name: found[name] for name in wanted if found.get(name)}


def approve(asked: Asked, who: Actor, message: Message, now: datetime) -> tuple[str, Change]:
    """Where the browser goes with its new code, and the code's record."""
    code = message.token("code")
    record = {
        **asdict(asked),
        **asdict(who),
        "issued": now.isoformat(),
        "expires": (now + rules.CODE_LIFE).isoformat(),
        "used": False,
    }
    return rules.back(asked.redirect_uri, code=code, state=asked.state), Put("codes", code, record)


def deny(asked: Asked) -> str:
    """Where the browser goes when the person refuses."""
    return rules.back(asked.redirect_uri, error="access_denied", state=asked.state)


def issue(source: Record, message: Message, state: State, now: datetime) -> tuple[dict[str, Any], list[Change]]:
    """The token answer for a code's or refresh token's record, and the records of the new tokens."""
    access, refresh = message.token("access"), message.token("refresh")
    common = {name: source[name] for name in ("client_id", "scope", "account", "person", "nonce", "acr")}
    common["issued"] = now.isoformat()
    common["signed_in"] = source.get("signed_in", source["issued"])
    answer = {
        "access_token": access,
        "refresh_token": refresh,
        "scope": source["scope"],
        "id_token": _identity(common, access, message, state, now),
        "token_type": "Bearer",
        "expires_in": int(rules.ACCESS_LIFE.total_seconds()),
    }
    changes: list[Change] = [
        Put("tokens", access, {**common, "refresh": refresh, "expires": (now + rules.ACCESS_LIFE).isoformat()}),
        Put("refresh", refresh, {**common, "access": access, "expires": (now + rules.REFRESH_LIFE).isoformat()}),
    ]
    return answer, changes


def _identity(common: Record, access: str, message: Message, state: State, now: datetime) -> str:
    seconds = int(now.timestamp())
    found = {
        "iss": message.base,
        "sub": claims(state, common)["sub"],
        "aud": common["client_id"],
        "azp": common["client_id"],
        "iat": seconds,
        "exp": seconds + int(rules.ACCESS_LIFE.total_seconds()),
        "auth_time": int(datetime.fromisoformat(common["signed_in"]).timestamp()),
        "acr": common["acr"] or "LoA1",
        "at_hash": keys.half_hash(access),
    }
    if common["nonce"]:
        found["nonce"] = common["nonce"]
    return keys.sign(state.settings["signing"], found)


def withdraw(access: str, record: Record | None) -> list[Change]:
    """An access token gone, with its refresh token."""
    if record is None:
        return []
    return [Drop("tokens", access), Drop("refresh", record["refresh"])]
