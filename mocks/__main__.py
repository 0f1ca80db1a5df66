"""``python -P -m mocks``: serve the mocked national systems.

Prints one line ``READY http://HOST:PORT`` when it serves. Exit codes: 0 stopped, 1 one of several processes
failed, 2 usage, 3 the address is taken or the state store isn't reached.
"""

from __future__ import annotations

import argparse
import gc
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from mocks.kernel import certificates
from mocks.kernel.limits import Limits
from mocks.kernel.serve import STORE, TOKEN, NoStore, application, together
from mocks.kernel.server import Server, bind, loopback, url


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped; gives the exit code."""
    wanted = _parser().parse_args(arguments)
    token = wanted.token or os.environ.get(TOKEN, "")
    if not loopback(wanted.host) and not token:
        return _sorry("Nghe ngoài máy này thì phải đặt mã truy cập: thêm --token MÃ (hoặc TOANTRINH_MOCKS_TOKEN).", 2)
    wanted.store = wanted.store or os.environ.get(STORE, "")
    if wanted.workers < 1 or (wanted.workers > 1 and not wanted.store):
        return _sorry("--workers từ 1 trở lên; nhiều tiến trình thì phải chung kho: thêm --store postgresql://…", 2)
    try:
        listener = _inherited(wanted.listener) if wanted.listener else bind(wanted.host, wanted.port)
    except (OSError, OverflowError) as error:
        return _sorry(_taken(wanted.host, wanted.port, error), 3)
    if wanted.tls and wanted.workers > 1:
        return _sorry("--tls chỉ dùng được với một tiến trình: mỗi tiến trình có CA riêng. Bỏ --workers.", 2)
    try:
        return _serve(wanted, listener, token)
    except OSError as error:
        return _sorry(f"Không ghi được ca.pem vào {wanted.tls}: {error}", 3)
    except NoStore as error:
        return _sorry(str(error), error.code)


def _serve(wanted: argparse.Namespace, listener: socket.socket, token: str) -> int:
    hosts = frozenset(host.lower() for host in wanted.allow_target)
    limits = Limits(runs=wanted.max_runs, body=wanted.max_body, idle=wanted.idle, hosts=hosts)
    app = application(wanted.store, limits, token, url(listener))
    if wanted.workers > 1:
        environment = {STORE: wanted.store, TOKEN: token}
        return together(_handed_on(wanted), wanted.workers, listener, app.home, environment, wanted.with_parent)
    if wanted.tls:
        app.doors.context = certificates.prepare(Path(wanted.tls), wanted.host)
    server = Server(app)
    if wanted.with_parent:
        server.follow(sys.stdin.buffer)
    _spare_collector()
    server.run(sockets=[listener])
    return 0


def _inherited(number: int) -> socket.socket:
    """The listening socket that the process which started this one has opened."""
    return socket.socket(fileno=number)


def _handed_on(wanted: argparse.Namespace) -> list[str]:
    """The arguments that every one of several processes needs."""
    limits = ["--max-runs", wanted.max_runs, "--max-body", wanted.max_body, "--idle", wanted.idle]
    targets = [word for host in wanted.allow_target for word in ("--allow-target", host)]
    return [str(word) for word in ["--host", wanted.host, *limits, *targets]]


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
    parser.add_argument("--store", default="", help="postgresql://…: giữ lượt chạy trong PostgreSQL (mặc định: bộ nhớ)")
    parser.add_argument("--workers", type=int, default=1, help="số tiến trình cùng phục vụ; từ 2 trở lên cần --store")
    parser.add_argument("--tls", default="", metavar="FOLDER", help="cổng riêng dùng https; ca.pem ghi vào thư mục này")
    parser.add_argument("--listener", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--idle", type=float, default=Limits.idle, help="số giây để yên thì xóa lượt chạy")
    return parser


def _taken(host: str, port: int, error: Exception) -> str:
    return f"Không mở được {host}:{port} ({error}). Cổng đang bận thì chọn cổng khác, hoặc --port 0 để tự chọn."


def _sorry(text: str, code: int) -> int:
    print(text, file=sys.stderr)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
