"""What can be told of calls to the real enterprise database: the code asked for, and what an answer means."""

from __future__ import annotations

from mocks.enterprise import rules
from mocks.kernel import decode
from mocks.kernel.operation import Message, Refusal, State, Yardstick


def show(message: Message, state: State) -> Refusal | None:
    """``chiTietDoanhNghiep``: a token is shown, and the code has a known shape."""
    del state
    if not rules.bearer(message.headers.get("authorization", "")):
        expected = "Authorization: Bearer <token>"
        return Refusal("enterprise.token_missing", rules.GATEWAY, expected, "", "Authorization")
    return rules.code(message.query.get("msdn", "").strip())


def accepts(status: int, body: bytes) -> bool:
    """``Status`` 1; the token call has none."""
    try:
        answer = decode.quick(body)
    except ValueError:
        return status < 400
    return status < 400 and (not isinstance(answer, dict) or str(answer.get("Status", "1")) == "1")


YARDSTICK = Yardstick({"chiTietDoanhNghiep": show}, accepts)
