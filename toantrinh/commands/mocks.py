"""``toantrinh mocks``: the national systems' stand-ins, for people and for foreign systems."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from typing import Annotated

import httpx
import typer

from fixtures import services as bundle
from toantrinh import exits

STORE = "TOANTRINH_MOCKS_STORE"
"""The variable by which the state store is handed on: a URL may hold a password, and arguments are seen by all."""

app = typer.Typer(help="Chạy các hệ thống quốc gia mô phỏng.", no_args_is_help=True)


@app.command("up")
@exits.guarded
def up(
    port: Annotated[int, typer.Option(help="cổng TCP; 0 = chọn một cổng trống")] = 8900,
    host: Annotated[str, typer.Option(help="địa chỉ lắng nghe; ngoài 127.0.0.1 thì bắt buộc --token")] = "127.0.0.1",
    run: Annotated[str, typer.Option("--run", metavar="KEY", help="tạo sẵn một lượt chạy với khóa này")] = "",
    service: Annotated[
        list[str] | None,
        typer.Option("--service", metavar="SERVICE", help="dịch vụ nạp vào lượt chạy (mặc định: tất cả)"),
    ] = None,
    seed: Annotated[int, typer.Option(help="hạt giống của thế giới giả lập")] = 1,
    print_env: Annotated[
        bool, typer.Option("--print-env", help="in các biến môi trường mà hệ thống của bạn cần, dạng NAME=VALUE")
    ] = False,
    token: Annotated[str, typer.Option(help="mã truy cập API điều khiển", envvar="TOANTRINH_TOKEN")] = "",
    pass_through: Annotated[
        list[str] | None,
        typer.Option(
            "--pass-through", metavar="SYSTEM=URL", help="hệ thống thật (môi trường thử) trả lời thay; cần --run"
        ),
    ] = None,
    allow_target: Annotated[
        list[str] | None,
        typer.Option("--allow-target", metavar="HOST", help="tên máy được phép gọi tới ngoài máy này và mạng riêng"),
    ] = None,
    bind: Annotated[
        list[str] | None,
        typer.Option("--bind", metavar="SYSTEM=PORT", help="cổng riêng dẫn thẳng tới một hệ thống; cần --run"),
    ] = None,
    bind_host: Annotated[
        list[str] | None,
        typer.Option("--bind-host", metavar="HOST=SYSTEM", help="tên máy dẫn thẳng tới một hệ thống; cần --run"),
    ] = None,
    tls: Annotated[str, typer.Option(metavar="FOLDER", help="cổng riêng dùng https; ca.pem ghi vào thư mục này")] = "",
    store: Annotated[
        str, typer.Option(metavar="URL", help="postgresql://…: giữ lượt chạy trong PostgreSQL", envvar=STORE)
    ] = "",
    workers: Annotated[int, typer.Option(min=1, help="số tiến trình cùng phục vụ; từ 2 trở lên cần --store")] = 1,
    fault: Annotated[
        list[str] | None, typer.Option("--fault", metavar="NAME", help="bộ lỗi dùng ngay trong lượt chạy; cần --run")
    ] = None,
) -> None:
    """Mở Cổng DVCQG, SSO, CSDL dân cư, CSDL doanh nghiệp, nền tảng thanh toán và trục liên thông (mô phỏng).

    Trang bắt đầu ở địa chỉ in ra. Dừng bằng Ctrl-C.
    """
    if print_env and not run:
        raise exits.Halt("--print-env cần biết lượt chạy nào", remedy="thêm --run KEY, ví dụ --run thu-1")
    if (pass_through or fault or bind or bind_host) and not run:
        raise exits.Halt("--pass-through, --fault, --bind, --bind-host cần biết lượt chạy nào", remedy="thêm --run KEY")
    if workers > 1 and not store:
        raise exits.Halt("--workers cần một kho trạng thái chung", remedy="thêm --store postgresql://…")
    passes = _pairs(pass_through or [])
    bindings = _bindings(bind or [], bind_host or [])
    with _serve(port, host, token, allow_target or [], store, workers, tls) as (process, address):
        if run:
            values = _create_run(address, run, seed, service or bundle.bundled(), token)
            _prepare(f"{address}/_/runs/{run}", passes, fault or [], token, bindings)
            _announce(address, run, values, print_env)
        else:
            print(f"Các hệ thống mô phỏng: {address}/  (API điều khiển: {address}/_/openapi.json)", file=sys.stderr)
        print("Dừng bằng Ctrl-C.", file=sys.stderr, flush=True)
        raise typer.Exit(process.wait())


@contextlib.contextmanager
def _serve(  # type: ignore[no-untyped-def]
    port: int, host: str, token: str, allowed: list[str], store: str, workers: int, tls: str
):
    command = [sys.executable, "-P", "-m", "mocks", "--port", str(port), "--host", host, "--with-parent"]
    command += ["--workers", str(workers), *(["--tls", tls] if tls else [])]
    command += [word for name in allowed for word in ("--allow-target", name)]
    if token:
        command += ["--token", token]
    env = {**os.environ, STORE: store}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)
    try:
        yield process, _address(process)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    if not line.startswith("READY "):
        raise typer.Exit(process.wait() or exits.ENVIRONMENT)
    return line.removeprefix("READY ")


def _create_run(address: str, run: str, seed: int, services: list[str], token: str) -> dict[str, str]:
    descriptors = [bundle.dump(bundle.load(ident)) for ident in services]
    body = {"key": run, "seed": seed, "services": descriptors}
    answer = httpx.post(f"{address}/_/runs", json=body, headers=_bearer(token), timeout=30)
    if answer.is_error:
        raise exits.Halt(f"không tạo được lượt chạy {run!r}: {answer.text}", code=exits.ENVIRONMENT)
    values: dict[str, str] = answer.json()["environment"]
    return values


def _pairs(given: list[str]) -> dict[str, str]:
    """``portal=http://…`` as system → URL."""
    for pair in given:
        if "=" not in pair:
            raise exits.Halt(
                f"--pass-through {pair!r} không đúng dạng", remedy="viết SYSTEM=URL, ví dụ portal=http://…"
            )
    return dict(pair.split("=", 1) for pair in given)


def _bindings(ports: list[str], hosts: list[str]) -> list[dict[str, object]]:
    """``portal=8901`` and ``cong.test=portal`` as the control API takes them."""
    for pair in [*ports, *hosts]:
        if "=" not in pair or (pair in ports and not pair.rpartition("=")[2].isdigit()):
            raise exits.Halt(
                f"{pair!r} không đúng dạng", remedy="viết --bind portal=8901, --bind-host cong.test=portal"
            )
    bound: list[dict[str, object]] = []
    for system, port in (pair.split("=", 1) for pair in ports):
        bound.append({"system": system, "port": int(port)})
    for host, system in (pair.split("=", 1) for pair in hosts):
        bound.append({"system": system, "host": host})
    return bound


def _prepare(
    run: str, passes: dict[str, str], faults: list[str], token: str, bindings: list[dict[str, object]]
) -> None:
    """Let real endpoints answer, use fault profiles, bind; ``run`` is the run's URL in the control API."""
    wanted: list[tuple[str, object]] = [(f"{run}/pass-through", passes)] if passes else []
    wanted += [(f"{run}/bindings", one) for one in bindings]
    for url, body in [*wanted, *((f"{run}/faults/profiles/{name}", None) for name in faults)]:
        answer = httpx.put(url, json=body, headers=_bearer(token), timeout=30)
        if answer.is_error:
            problem = answer.json()
            raise exits.Halt(f"{problem['title']}: {problem.get('detail', '')}", code=exits.USAGE)


def _bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"} if token else {}


def _announce(address: str, run: str, values: dict[str, str], print_env: bool) -> None:
    print(f"Lượt chạy {run}: {address}/{run}/portal/ …  Trang bắt đầu: {address}/", file=sys.stderr)
    if print_env:
        for name, value in sorted(values.items()):
            print(f"{name}={value}")
        sys.stdout.flush()
