"""The sign-in's operations, each declared once."""

from __future__ import annotations

from collections.abc import Sequence

from mocks.identity import actions, messages, pages, tokens
from mocks.identity.seed import seed
from mocks.identity.troubles import TROUBLES
from mocks.kernel.decode import form
from mocks.kernel.operation import Handler, Operation, System

_CLIENT = ("client_id", "client_secret")
_ERRORS = {400: messages.Error, 401: messages.Error}
_NOTICE = {400: "text/html"}
_ONWARD = {302: "", **_NOTICE}


def _called(
    name: str, path: str, handler: Handler, summary: str, fields: Sequence[str], response: object = None
) -> Operation:
    """An endpoint that takes a form post."""
    return Operation(
        name,
        "POST",
        path,
        handler,
        decode=form,
        response=response,
        refuse=tokens.refuse,
        summary=summary,
        fields=fields,
        answers=_ERRORS,
    )


OPERATIONS = (
    Operation(
        "authorize",
        "GET",
        "/oauth2/authorize",
        pages.authorize,
        summary="Bắt đầu đăng nhập",
        page=True,
        query=("response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "acr_values"),
        answers=_ONWARD,
    ),
    Operation(
        "login_page",
        "GET",
        "/dang-nhap",
        pages.login,
        summary="Trang đăng nhập",
        page=True,
        query=("sessionDataKey", "q"),
        answers=_NOTICE,
    ),
    Operation(
        "login_decision",
        "POST",
        "/dang-nhap",
        pages.decide,
        decode=form,
        summary="Đăng nhập, từ chối hoặc để hết hạn",
        page=True,
        fields=("sessionDataKey", "decision", "account"),
        answers=_ONWARD,
    ),
    _called(
        "token",
        "/oauth2/token",
        tokens.exchange,
        "Đổi mã lấy token",
        ("grant_type", "code", "redirect_uri", "refresh_token", *_CLIENT),
        messages.Token,
    ),
    _called("userinfo", "/oauth2/userinfo", tokens.userinfo, "Thông tin tài khoản", ["access_token"], messages.Claims),
    Operation(
        "userinfo_get",
        "GET",
        "/oauth2/userinfo",
        tokens.userinfo,
        decode=form,
        response=messages.Claims,
        refuse=tokens.refuse,
        summary="Thông tin tài khoản (GET)",
        answers=_ERRORS,
    ),
    _called(
        "introspect",
        "/oauth2/introspect",
        tokens.introspect,
        "Token còn hiệu lực không",
        ("token", *_CLIENT),
        messages.Introspection,
    ),
    _called("revoke", "/oauth2/revoke", tokens.revoke, "Thu hồi token", ("token", *_CLIENT)),
    Operation(
        "logout",
        "GET",
        "/oidc/logout",
        pages.logout,
        summary="Đăng xuất",
        page=True,
        query=("id_token_hint", "post_logout_redirect_uri", "state"),
        answers=_ONWARD,
    ),
    Operation("jwks", "GET", "/oauth2/jwks", tokens.jwks, summary="Khóa công khai"),
    Operation("discovery", "GET", "/.well-known/openid-configuration", tokens.discover, summary="Cấu hình OpenID"),
)

SYSTEM = System(
    "identity",
    "Hệ thống xác thực của Cổng Dịch vụ công quốc gia",
    OPERATIONS,
    seed,
    {"sign_in": actions.sign_in, "refuse": actions.refuse, "forget_login": actions.forget},
    {"identity.redirect": "địa chỉ mà redirect_uri phải bắt đầu bằng"},
    TROUBLES,
)
