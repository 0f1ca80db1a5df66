"""The command line: ``toantrinh COMMAND``. Each command lives in its own module of ``toantrinh/commands``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from toantrinh import __version__, exits
from toantrinh.commands import check, contracts, judge, load, mocks, selftest, services

HELP = """
Kiểm thử một dịch vụ công trực tuyến trước khi đưa vào vận hành: điều khiển dịch vụ, theo dõi những gì nó làm với các hệ
thống quốc gia (bản mô phỏng), rồi kết luận từng tiêu chí toàn trình của khoản 1 Điều 13 Thông tư 01/2023/TT-VPCP,
có bằng chứng.
"""

EPILOG = "\n\n".join(
    [
        "Bắt đầu:  toantrinh check cap-lai-chung-chi-moi-gioi",
        "Mã thoát: " + " · ".join(f"{code} = {text}" for code, text in exits.MEANINGS.items()),
    ]
)

app = typer.Typer(
    help=HELP,
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"toantrinh {__version__}")
        raise typer.Exit


@app.callback()
def top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="In phiên bản rồi thoát.")
    ] = False,
) -> None:
    """Options that stand before a command."""


app.command("check")(exits.guarded(check.check))
app.command("judge")(exits.guarded(judge.judge))
app.command("selftest")(exits.guarded(selftest.selftest))
app.add_typer(services.app, name="services")
app.add_typer(mocks.app, name="mocks")
app.add_typer(contracts.app, name="contracts")
app.add_typer(load.app, name="load")


def main() -> None:
    """Entry point of the console script."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    app()
