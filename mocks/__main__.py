"""``python -P -m mocks``: serve the mocked national systems.

Prints one line ``READY http://HOST:PORT`` when it serves. Exit codes: 0 stopped, 2 usage, 3 the address is taken.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence

from mocks.kernel.app import MockApp
from mocks.kernel.ground import Fixtures
from mocks.kernel.kernel import Kernel
from mocks.kernel.limits import Limits
from mocks.kernel.server import Server, bind, loopback, url
from mocks.kernel.systems import installed


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped; gives the exit code."""
    wanted = _parser().parse_args(arguments)
    token = wanted.token or os.environ.get("TOANTRINH_MOCKS_TOKEN", "")
    if not loopback(wanted.host) and not token:
        return _sorry("Nghe ngoài máy này thì phải đặt mã truy cập: thêm --token MÃ (hoặc TOANTRINH_MOCKS_TOKEN).", 2)
    try:
        listener = bind(wanted.host, wanted.port)
    except (OSError, OverflowError) as error:
        return _sorry(_taken(wanted.host, wanted.port, error), 3)
    hosts = frozenset(host.lower() for host in wanted.allow_target)
    limits = Limits(runs=wanted.max_runs, body=wanted.max_body, idle=wanted.idle, hosts=hosts)
    server = Server(MockApp(Kernel(installed(), Fixtures(), limits), token, url(listener)))
    if wanted.with_parent:
        server.follow(sys.stdin.buffer)
    _spare_collector()
    server.run(sockets=[listener])
    return 0


def _spare_collector() -> None:
    """What is loaded now stays, so the collector needn't look at it; and calls make little garbage in cycles."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m mocks", description="Các hệ thống quốc gia giả lập")
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ nghe (mặc định 127.0.0.1)")
    parser.add_argument("--port", type=int, default=0, help="cổng; 0: tự chọn cổng trống (mặc định)")
    parser.add_argument("--with-parent", action="store_true", help="dừng khi đầu vào chuẩn đóng lại")
    parser.add_argument("--token", default="", help="mã truy cập giao diện điều khiển")
    parser.add_argument("--max-runs", type=int, default=Limits.runs, help="số lượt chạy nhiều nhất")
    parser.add_argument("--max-body", type=int, default=Limits.body, help="số byte nhiều nhất của một yêu cầu")
    parser.add_argument(
        "--allow-target", action="append", default=[], metavar="HOST",
        help="tên máy ngoài máy này và mạng riêng mà gọi về, chuyển tiếp được phép tới (dùng nhiều lần được)",
    )  # fmt: skip
    parser.add_argument("--idle", type=float, default=Limits.idle, help="số giây để yên thì xóa lượt chạy")
    return parser


def _taken(host: str, port: int, error: Exception) -> str:
    return f"Không mở được {host}:{port} ({error}). Cổng đang bận thì chọn cổng khác, hoặc --port 0 để tự chọn."


def _sorry(text: str, code: int) -> int:
    print(text, file=sys.stderr)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
