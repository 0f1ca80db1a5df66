"""The enterprise database behind its gateway: a token call and the look-up of one enterprise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from mocks.enterprise import messages, rules
from mocks.enterprise.seed import seed
from mocks.enterprise.troubles import TROUBLES
from mocks.enterprise.yardstick import YARDSTICK
from mocks.kernel.decode import form
from mocks.kernel.operation import Message, Operation, Put, Refusal, Reply, State, System


def issue(message: Message, state: State, now: datetime) -> Reply:
    """An access token for the client's consumer key and secret (client credentials)."""
    authorization = message.headers.get("authorization", "")
    refusal = rules.grant(authorization, message.body, state.settings["client"])
    if refusal:
        return refuse_token(message, refusal)
    token = message.token("access")
    expires = now + timedelta(seconds=rules.LIFE)
    record = {"client": state.settings["client"]["key"], "issued": now.isoformat(), "expires": expires.isoformat()}
    return Reply(
        answer={"access_token": token, "token_type": "Bearer", "expires_in": rules.LIFE, "scope": "default"},
        headers={"Cache-Control": "no-store"},
        changes=[Put("tokens", token, record)],
    )


def show(message: Message, state: State, now: datetime) -> Reply:
    """The registration data of one enterprise; an unknown one is answered with a null MainInformation."""
    token = rules.bearer(message.headers.get("authorization", ""))
    refusal = rules.authorize(token, state.get("tokens", token), now)
    if refusal:
        return _fault(refusal)
    asked = message.query.get("msdn", "").strip()
    refusal = rules.code(asked)
    if refusal:
        return Reply(answer=messages.refused(_reason(refusal)), refusal=refusal)
    data = state.get("organisations", rules.key(asked))
    return Reply(answer=messages.found(data) if data else messages.not_found(asked))


def _fault(refusal: Refusal) -> Reply:
    code, title = rules.FAULTS[refusal.rule]
    return Reply(
        answer=messages.fault(code, title, _reason(refusal)),
        status=401,
        headers={"WWW-Authenticate": 'Bearer realm="mock"'},
        refusal=refusal,
    )


def refuse_token(message: Message, refusal: Refusal) -> Reply:
    """The OAuth2 error of a refused token call."""
    del message
    status, error = rules.ERRORS.get(refusal.rule, rules.INVALID_REQUEST)
    headers = {"WWW-Authenticate": 'Basic realm="mock"'} if status == 401 else {}
    return Reply(
        answer={"error": error, "error_description": _reason(refusal)}, status=status, headers=headers, refusal=refusal
    )


def _reason(refusal: Refusal) -> str:
    return f"{refusal.field}: cần {refusal.expected}; nhận được {refusal.received or 'không có gì'}"


def _keys(message: Message) -> Mapping[str, str]:
    asked = message.query.get("msdn", "").strip()
    return {"MaSoDoanhNghiep": asked} if asked else {}


SYSTEM = System(
    name="enterprise",
    title="Cơ sở dữ liệu quốc gia về đăng ký doanh nghiệp",
    operations=[
        Operation(
            name="token",
            method="POST",
            path="/token",
            handler=issue,
            decode=form,
            refuse=refuse_token,
            response=messages.Token,
            fields=("grant_type",),
            answers={400: messages.Error, 401: messages.Error},
            summary="Cấp token (client credentials)",
        ),
        Operation(
            name="chiTietDoanhNghiep",
            method="GET",
            path="/apiCSDLDKDN/1.0/chiTietDoanhNghiep",
            aliases=["/apiCSDLDKDN/chiTietDoanhNghiep"],
            handler=show,
            response=messages.Answer,
            query=("msdn",),
            answers={401: messages.Fault},
            keys=_keys,
            summary="Chi tiết doanh nghiệp theo mã số (msdn)",
        ),
    ],
    seed=seed,
    troubles=TROUBLES,
    yardstick=YARDSTICK,
)
