"""``toantrinh load``: an applicant's journey played by many, then the books compared."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer.core import TyperCommand, TyperGroup

from fixtures import services as bundle
from load.plan import Plan, make_plan
from load.profiles import adapt, bundled, read
from load.profiles.model import LONGEST, MOST_PEOPLE
from load.words import milliseconds
from toantrinh import defects, exits
from toantrinh.commands.check import default_folder, refuse_used
from toantrinh.progress import Progress
from toantrinh.screen import status_text

if TYPE_CHECKING:
    from load.run import Result

HELP = "Chạy tải một dịch vụ; «load plan SERVICE» giải thích tải được tính thế nào."
RUN = "run"
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
EPILOG = "Cách tính tải: toantrinh load plan SERVICE [--profile HỒ_SƠ_TẢI]"


class Fallback(TyperGroup):
    """A group in which anything but a command's name is meant for ``run``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """``load SERVICE …`` is ``load run SERVICE …``; nothing at all asks for help."""
        if not args or args[0] not in self.commands:
            args = [RUN, *(args or ["--help"])]
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """``run`` has no name that users see."""
        name, command, rest = super().resolve_command(ctx, args)
        return "" if name == RUN else name, command, rest


class Unnamed(TyperCommand):
    """A command whose usage line shows the group's name only."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """``toantrinh load [OPTIONS] SERVICE``."""
        formatter.write_usage(ctx.command_path.strip(), " ".join(self.collect_usage_pieces(ctx)))


app = typer.Typer(cls=Fallback, help=HELP)

Service = Annotated[str, typer.Argument(metavar="SERVICE", help="mã dịch vụ đi kèm hoặc đường dẫn tới bản mô tả .yaml")]
Profile = Annotated[
    str, typer.Option("--profile", metavar="HỒ_SƠ_TẢI", help=f"{', '.join(bundled())}, hoặc đường dẫn tới tệp .yaml")
]
Users = Annotated[
    int | None, typer.Option("--users", min=1, max=MOST_PEOPLE, help="số người cùng lúc, thay cho hồ sơ tải")
]
Yearly = Annotated[int | None, typer.Option("--yearly", min=1, help="số hồ sơ mỗi năm của dịch vụ, thay cho hồ sơ tải")]
Duration = Annotated[
    int | None, typer.Option("--duration", min=1, max=LONGEST, help="số giây người dân đến, thay cho hồ sơ tải")
]
Format = Annotated[Literal["text", "json"], typer.Option("--format", help="text hoặc json")]


@app.command(RUN, hidden=True, cls=Unnamed, epilog=EPILOG)
@exits.guarded
def run(
    service: Service,
    profile: Profile = "smoke",
    users: Users = None,
    yearly: Yearly = None,
    duration: Duration = None,
    defect: Annotated[
        list[str] | None, typer.Option("--defect", metavar="ID", help="bật một lỗi cài sẵn của hệ thống mẫu")
    ] = None,
    seed: Annotated[int, typer.Option(help="hạt giống của thế giới giả lập")] = 1,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="thư mục kết quả (mặc định runs/load-<giờ>-<dịch vụ>/)")
    ] = None,
    output: Format = "text",
) -> None:
    """Chạy tải một dịch vụ: nhiều người dân cùng nộp hồ sơ, rồi đối chiếu sổ sách và đo thời gian trả lời.

    Hồ sơ mất hoặc trùng, lỗi và từ chối thì KHÔNG ĐẠT; vượt giới hạn chưa xác minh chỉ CẢNH BÁO.
    """
    described = bundle.load(service)
    switched = defects.known(defect or [], described)
    plan = _plan(service, profile, users, yearly, duration)
    folder = out or default_folder(described.id, "load-")
    refuse_used(folder)
    from load.run import Order  # imported late: --help stays quick
    from load.run import run as play

    with Progress(sys.stderr, f"{described.title}: {plan.profile.title}") as progress:
        result = play(Order(plan, folder, seed=seed, defects=switched, say=progress.say))
    _show(result, output)
    raise typer.Exit(result.verdict.exit_code)


@app.command("plan")
@exits.guarded
def plan_of(
    service: Service,
    profile: Profile = "opening-day",
    users: Users = None,
    yearly: Yearly = None,
    duration: Duration = None,
    output: Format = "text",
) -> None:
    """Giải thích từng bước tải của một dịch vụ được tính thế nào. Không chạy gì."""
    plan = _plan(service, profile, users, yearly, duration)
    from load.report import plan_data

    facts = plan_data(plan)
    if output == "json":
        print(json.dumps(facts, ensure_ascii=False, indent=1))
        return
    print(f"{plan.profile.title}: {plan.service.title} ({plan.service.code})")
    print("\n".join(f"  {line}" for line in facts["words"]))
    print("Giới hạn thời gian trả lời:" if facts["limits"] else "Không có giới hạn thời gian trả lời.")
    print("\n".join(f"  - {line}" for line in facts["limits"]))


def _plan(service: str, profile: str, users: int | None, yearly: int | None, duration: int | None) -> Plan:
    """The plan, with what the command line says in place of what the profile says."""
    if users and yearly:
        raise exits.Halt("--users và --yearly loại trừ nhau", remedy="chọn một trong hai")
    changes: dict[str, Any] = {"duration": duration} if duration else {}
    if users:
        changes |= {"users": users, "yearly": None}
    if yearly:
        changes |= {"users": None, "yearly": yearly, "yearly_source": "theo dòng lệnh"}
    described = bundle.load(service)
    return make_plan(adapt(read(profile), **changes), described, datetime.now(LOCAL).date())


def _show(result: Result, output: str) -> None:
    if output == "json":
        print(json.dumps(result.data, ensure_ascii=False, indent=1))
        return
    console = Console(highlight=False, soft_wrap=True)
    console.print(Text.assemble(status_text(result.verdict.status, "vi"), f"  {result.data['scope']}"))
    console.print(_rows(result))
    console.print(_operations(result.data))
    for row in result.verdict.rows:
        for detail in row.details:
            console.print(f"{row.word} · {row.title}: {detail}", markup=False)
    console.print(f"Báo cáo: {result.folder / 'report.html'}", markup=False)


def _rows(result: Result) -> Table:
    table = Table("", "mục", "nhận được", box=None, pad_edge=False)
    for row in result.verdict.rows:
        table.add_row(status_text(row.status, "vi"), row.title, row.received)
    return table


def _operations(data: dict[str, Any]) -> Table:
    table = Table("thao tác", box=None, pad_edge=False)
    for name in ("yêu cầu", "lỗi", "p50", "p95", "p99", "chậm nhất"):
        table.add_column(name, justify="right")
    for one in data["operations"]:
        times = [milliseconds(one[name]) for name in ("p50", "p95", "p99", "slowest")]
        table.add_row(one["title"], str(one["requests"]), str(one["failures"]), *times)
    return table
