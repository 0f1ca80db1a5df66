"""Return addresses with letters that no HTTP header can carry."""

from __future__ import annotations

import pytest

from mocks.identity import rules
from mocks.identity.testing import REDIRECT, Client


@pytest.mark.parametrize(
    ("uri", "sent"),
    [
        ("http://a/về", "http://a/v%E1%BB%81"),
        ("http://a/b?x=ở đây", "http://a/b?x=%E1%BB%9F%20%C4%91%C3%A2y"),
        ("http://[::1]:80/a%20b?c=(d)&e=~", "http://[::1]:80/a%20b?c=(d)&e=~"),
    ],
)
def test_a_return_address_fits_a_header(uri: str, sent: str) -> None:
    assert rules.back(uri) == sent
    assert rules.back(uri).isascii()


def test_the_browser_is_sent_back_to_a_vietnamese_address(client: Client) -> None:
    answer = client.choose(client.login_page(redirect_uri=f"{REDIRECT}?x=ở"), "refuse")
    assert answer.status == 302
    assert answer.location.startswith(f"{REDIRECT}?x=%E1%BB%9F&error=access_denied")
