"""The steps a browser takes: authorize, login page, decision, logout (portal-payment-sso §13.1)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta, timezone
from typing import Any

from mocks.identity import grants, keys, rules
from mocks.identity.messages import Asked
from mocks.identity.rules import OAuthError
from mocks.kernel.operation import Change, Drop, Effect, Later, Message, Put, Record, Refusal, Reply, State
from mocks.kernel.pages import Pages

_PAGES = Pages("mocks.identity")
_VIETNAM = timezone(timedelta(hours=7))
SHOWN = 15
"""How many accounts of a kind the login page lists before a person has to search."""


def _page(name: str, message: Message, status: int = 200, refusal: Refusal | None = None, **values: Any) -> Reply:
    html = _PAGES.render(name, base=message.base, **values)
    return Reply(html, status, {"cache-control": "no-store"}, "text/html", refusal=refusal)


def notice(message: Message, title: str, text: str, status: int = 400, refusal: Refusal | None = None) -> Reply:
    """A page that ends here: the browser is not sent back to the client."""
    return _page("notice.html", message, status, refusal, title=title, text=text)


def go(location: str, changes: Sequence[Change] = (), effects: Sequence[Effect] = (), **more: Any) -> Reply:
    """Send the browser on."""
    return Reply(b"", 302, {"location": location, "cache-control": "no-store"}, "text/plain", changes, effects, **more)


def authorize(message: Message, state: State, now: datetime) -> Reply:
    """``/oauth2/authorize``: check the request, then show the login page."""
    asked = Asked.of(message.query)
    if error := rules.examine(asked, state.settings["clients"], state.targets.get("identity.redirect", "")):
        return stopped(message, error)
    if error := rules.request(message.query):
        return go(rules.back(asked.redirect_uri, error=error.code, state=asked.state), refusal=error.refusal)
    key, expires = message.token("login"), now + rules.LOGIN_LIFE
    record = {**asdict(asked), "expires": expires.isoformat()}
    forget = Later(expires + rules.LOGIN_LIFE, "forget_login", {"sessionDataKey": key})
    return go(f"{message.base}/dang-nhap?sessionDataKey={key}", [Put("logins", key, record)], [forget])


def stopped(message: Message, error: OAuthError) -> Reply:
    """The page shown instead of a redirect to an address that may not be the client's."""
    refusal = error.refusal
    text = f"{refusal.field}: cần {refusal.expected}; nhận được: {refusal.received}"
    return notice(message, "Yêu cầu xác thực không hợp lệ", text, refusal=refusal)


def login(message: Message, state: State, now: datetime) -> Reply:
    """``/dang-nhap``: choose a synthetic person or organisation; ``q`` searches."""
    key = message.query.get("sessionDataKey", "")
    record = state.get("logins", key)
    if record is None or rules.expired(record, now):
        return _over(message)
    q = message.query.get("q", "").strip()
    found = [(number, account) for number, account in state.rows("accounts") if _matches(number, account, q)]
    people = [row for row in found if not row[1]["representative"]]
    firms = [row for row in found if row[1]["representative"]]
    client = state.settings["clients"][record["client_id"]]["name"]
    more = max(0, len(people) - SHOWN) + max(0, len(firms) - SHOWN)
    expires = f"{datetime.fromisoformat(record['expires']).astimezone(_VIETNAM):%H:%M:%S ngày %d/%m/%Y}"
    values = {"client": client, "expires": expires, "key": key, "q": q, "more": more}
    return _page("login.html", message, people=people[:SHOWN], firms=firms[:SHOWN], **values)


def _over(message: Message) -> Reply:
    refusal = Refusal("identity.login", rules.CLAUSE, "phiên đăng nhập còn hạn", "lạ hoặc đã hết hạn", "sessionDataKey")
    text = "Hãy quay lại dịch vụ và đăng nhập lần nữa."
    return notice(message, "Phiên đăng nhập đã hết hạn", text, refusal=refusal)


def _matches(number: str, account: Record, q: str) -> bool:
    return not q or q in number or _folded(q) in _folded(account["name"])


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def decide(message: Message, state: State, now: datetime) -> Reply:
    """The login page's form: sign in as an account, refuse, or let the session expire."""
    form: Mapping[str, str] = message.body
    key = form.get("sessionDataKey", "")
    record = state.get("logins", key)
    if record is None or rules.expired(record, now):
        return _over(message)
    asked, done = Asked(**{name: record[name] for name in Asked.__dataclass_fields__}), Drop("logins", key)
    if form.get("decision") == "refuse":
        return go(grants.deny(asked), [done])
    if form.get("decision") == "expire":
        over = _over(message)
        return Reply(over.answer, over.status, over.headers, over.media_type, [done], refusal=over.refusal)
    try:
        who = grants.actor(state, form.get("account", ""))
    except grants.UnknownActor as error:
        refusal = Refusal("identity.account", rules.CLAUSE, "tài khoản có trên trang", str(error), "account")
        return notice(message, "Chưa chọn tài khoản", "Hãy quay lại và chọn một tài khoản.", refusal=refusal)
    location, code = grants.approve(asked, who, message, now)
    return go(location, [done, code], keys=grants.named(grants.claims(state, asdict(who))))


def logout(message: Message, state: State, now: datetime) -> Reply:  # noqa: ARG001 - a Handler
    """``/oidc/logout``: end the sign-in that ``id_token_hint`` (id token or access token) names.

    The browser returns to ``post_logout_redirect_uri`` when it is of the client's own origin.
    """
    hint, uri = message.query.get("id_token_hint", ""), message.query.get("post_logout_redirect_uri", "")
    sub = _hinted(hint, state) if hint else ""
    if hint and not sub:
        refusal = Refusal(
            "identity.hint", rules.CLAUSE, "id_token hoặc access_token đã cấp", "token lạ", "id_token_hint"
        )
        return notice(message, "Không đăng xuất được", "Token không do hệ thống này cấp.", refusal=refusal)
    if uri and not rules.same_origin(uri, state.targets.get("identity.redirect", "")):
        refusal = Refusal("identity.redirect", rules.CLAUSE, "địa chỉ của client", uri, "post_logout_redirect_uri")
        return notice(message, "Không quay lại được", "Địa chỉ quay lại không phải của ứng dụng.", refusal=refusal)
    changes = [
        change for key, row in state.rows("tokens") if _of(sub, row, state) for change in grants.withdraw(key, row)
    ]
    if uri:
        return go(rules.back(uri, state=message.query.get("state", "")), changes, keys={"sub": sub} if sub else {})
    over = notice(message, "Đã đăng xuất", "Bạn đã đăng xuất khỏi hệ thống xác thực.", 200)
    return Reply(over.answer, over.status, over.headers, over.media_type, changes, keys={"sub": sub} if sub else {})


def _hinted(hint: str, state: State) -> str:
    """The subject a token names; blank for a token that was never given out here."""
    if record := state.get("tokens", hint):
        return str(grants.claims(state, record)["sub"])
    claims = keys.read(state.settings["signing"], hint)
    return str(claims["sub"]) if claims else ""


def _of(sub: str, record: Record, state: State) -> bool:
    return bool(sub) and grants.claims(state, record)["sub"] == sub
