"""Where callbacks and passed-through calls may go: loopback and private networks, and hosts that whoever starts the
server has named; so that a mock can't be made to attack others."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

_ALLOWED = [
    ipaddress.ip_network(text)
    for text in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
]


class TargetRefused(ValueError):
    """The URL is no callback target; the text says why."""


def checked(url: str, hosts: Collection[str] = ()) -> str:
    """``url`` without its trailing slash, when we may send something there. ``hosts``: further ones allowed by name.

    Raises:
        TargetRefused: not http(s), carries user info, or its host is no loopback or private address and not in
            ``hosts`` (``localhost`` is the only other name: a name could be pointed elsewhere after the check).
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise TargetRefused(f"không đọc được địa chỉ {url!r}: {error}") from None
    if parts.scheme not in ("http", "https") or not host:
        raise TargetRefused(f"cần một địa chỉ http:// hoặc https://, nhận được {url!r}")
    if parts.username is not None or parts.fragment:
        raise TargetRefused(f"địa chỉ không được mang tên người dùng hay phần #: {url!r}")
    if not _local(host) and host.lower() not in hosts:
        raise TargetRefused(
            f"{host} không phải máy này hay mạng riêng; chỉ nhận localhost, 127.0.0.0/8, 10.0.0.0/8, "
            "172.16.0.0/12, 192.168.0.0/16, ::1, fc00::/7; máy khác thì khởi động với --allow-target"
        )
    return url.rstrip("/")


def _local(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in network for network in _ALLOWED if network.version == address.version)
