"""Secrets in bodies, queries and headers."""

from __future__ import annotations

import pytest

from mocks.kernel import redact

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("media", "raw", "clean"),
    [("application/json", b'{"a": {"password": "0123456789"}, "b": [{"apiKey": "k"}]}',
      b'{"a":{"password":"***6789"},"b":[{"apiKey":"***"}]}'),
     ("application/json", b'{"a":  1, "token_type": "Bearer"}', b'{"a":  1, "token_type": "Bearer"}'),
     ("application/json", b'{"password": {"deep": "x", "token": "t"}}', b'{"password":{"deep":"x","token":"***"}}'),
     ("application/json", b'{"password": "a', b'{"password": "a'),
     ("", b'{"session": "0123456789"}', b'{"session":"***6789"}'),
     (FORM, b"grant_type=x&client_secret=0123456789", b"grant_type=x&client_secret=***6789"),
     (FORM, b"a=%20b", b"a=%20b"),
     ("text/xml", b"<s:A><s:MatKhau x='1'>0123456789</s:MatKhau><s:Ten>An</s:Ten></s:A>",
      b"<s:A><s:MatKhau x='1'>***6789</s:MatKhau><s:Ten>An</s:Ten></s:A>"),
     ("application/pdf", b"%PDF password", b"%PDF password"), ("text/plain", b"", b"")],
)  # fmt: skip
def test_a_body_keeps_everything_but_its_secrets(media: str, raw: bytes, clean: bytes) -> None:
    assert redact.body(raw, media) == clean


def test_a_query_keeps_its_spelling_when_there_is_nothing_to_hide() -> None:
    assert redact.query("?VN:GOV:x&https://y&z=%20") == "?VN:GOV:x&https://y&z=%20"
    assert redact.query("access_token=0123456789&x=1") == "access_token=***6789&x=1"


def test_headers_by_name() -> None:
    headers = {"cookie": "0123456789", "x-api-key": "abc", "accept": "*/*"}
    assert redact.redacted(headers) == {"cookie": "***6789", "x-api-key": "***", "accept": "*/*"}
