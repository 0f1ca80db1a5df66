"""Callbacks go to this machine and private networks only."""

from __future__ import annotations

import pytest

from mocks.kernel.targets import TargetRefused, checked


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8000/a", "http://localhost/x", "https://10.1.2.3", "http://192.168.1.1:1", "http://172.31.0.1",
     "http://[::1]:80/a", "http://[fd00::1]", "http://127.9.9.9", "http://[::ffff:127.0.0.1]:80"],
)  # fmt: skip
def test_this_machine_and_private_networks_are_taken(url: str) -> None:
    assert checked(f"{url}/") == url


@pytest.mark.parametrize(
    "url",
    ["http://8.8.8.8", "http://example.com", "http://172.32.0.1", "http://169.254.169.254/latest", "http://0.0.0.0",
     "http://[::ffff:8.8.8.8]", "http://[2001:db8::1]", "http://[::]", "http://192.0.2.1", "http://2130706433",
     "http://0x7f000001", "http://localhost.evil.example", "http://127.0.0.1@8.8.8.8/", "http://user:pw@127.0.0.1/",
     "file:///etc/passwd", "ftp://127.0.0.1", "127.0.0.1:80", "", "http://", "http://127.0.0.1:99999",
     "http://127.0.0.1/#x", "http://[fe80::1]"],
)  # fmt: skip
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(TargetRefused):
        checked(url)
