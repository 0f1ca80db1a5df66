"""What must not reach the disk: passwords, tokens, client secrets, cookies, authorization codes.

Names of fields are those the systems put on the wire (portal-payment-sso §1, §13; axis-population-enterprise §1.1,
§2.1, §4). A secret known by value (:meth:`Redactor.hide`) is masked wherever it turns up.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

MASK = "***"
NAMES = frozenset(
    [
        "password",
        "passwd",
        "matkhau",
        "mat_khau",
        "client_secret",
        "secret",
        "secretkey",
        "secret_key",
        "access_token",
        "accesstoken",
        "refresh_token",
        "refreshtoken",
        "id_token",
        "idtoken",
        "token",
        "session",
        "session_id",
        "authorization",
        "proxy-authorization",
        "apikey",
        "api_key",
        "authhash",
        "lgspaccesstoken",
        "x-secretkey",
        "x-apikey",
        "code_verifier",
    ]
)
_ANY = "|".join(sorted((re.escape(name) for name in NAMES), key=len, reverse=True))
_PAIR = re.compile(rf"((?:^|[?&;\s])(?:{_ANY})=)[^&#\s\"'<>]+", re.IGNORECASE)
_CODE = re.compile(r"((?:^|[?&;])code=)(?!\d\.\d{6}(?:$|[&#\s\"'<>]))[^&#\s\"'<>]+", re.IGNORECASE)
_JSON = re.compile(rf'("(?:{_ANY})"\s*:\s*)"[^"]*"', re.IGNORECASE)
_XML = re.compile(rf"(<(?:[\w.-]+:)?(?:{_ANY})(?:\s[^>]*)?>)[^<]+(</)", re.IGNORECASE)
_COOKIE = re.compile(r"^(\s*[^=;\s]+=)[^;]*")


class Redactor:
    """Masks secrets in values and bodies before they are stored."""

    def __init__(self) -> None:
        self._hidden: set[str] = set()

    def hide(self, *values: str) -> None:
        """Mask these values everywhere from now on; values under 6 characters are too common to mask."""
        for value in values:
            if len(value) >= 6:
                self._hidden |= {value, quote(value, safe="")}

    def value(self, value: Any, name: str = "") -> Any:
        """``value`` with every secret masked; ``name`` is the field it stands in. Containers are copied."""
        if isinstance(value, dict):
            return {key: self.value(item, str(key)) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(item, name) for item in value]
        return self._named(value, name.lower()) if isinstance(value, str) else value

    def body(self, content: bytes) -> bytes:
        """``content`` with secrets masked when it is text; other bytes come back as they are."""
        if not content or b"\0" in content:
            return content
        try:
            text = content.decode()
        except UnicodeDecodeError:
            return content
        masked = self._text(text)
        return content if masked == text else masked.encode()

    def _named(self, text: str, name: str) -> str:
        if name == "cookie":
            return "; ".join(_COOKIE.sub(rf"\1{MASK}", part.strip()) for part in text.split(";"))
        if name == "set-cookie":
            return "\n".join(_COOKIE.sub(rf"\1{MASK}", line) for line in text.split("\n"))
        if name in NAMES and text:
            return text if text.startswith(MASK) else MASK
        return self._text(text)

    def _text(self, text: str) -> str:
        for secret in self._hidden:
            text = text.replace(secret, MASK)
        if "=" in text:
            text = _CODE.sub(rf"\1{MASK}", _PAIR.sub(rf"\1{MASK}", text))
        if '"' in text:
            text = _JSON.sub(rf'\1"{MASK}"', text)
        return _XML.sub(rf"\1{MASK}\2", text) if "</" in text else text
