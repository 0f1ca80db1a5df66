"""``toantrinh check``: drive a service, then judge what was recorded."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from fixtures import services as bundle
from toantrinh import defects, exits, outcome
from toantrinh.commands.judge import AsOf, Format, Language, Only, Overlay, parse_day
from toantrinh.progress import Progress

ROLES = ("to_kiem_thu", "nha_thau", "ci")


def check(
    service: Annotated[
        str, typer.Argument(metavar="SERVICE", help="mã dịch vụ đi kèm hoặc đường dẫn tới bản mô tả .yaml")
    ],
    defect: Annotated[
        list[str] | None,
        typer.Option("--defect", metavar="ID", help="bật một lỗi cài sẵn của hệ thống mẫu, ví dụ D-d2"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="thư mục bản ghi (mặc định runs/<giờ>-<dịch vụ>/)")
    ] = None,
    as_of: AsOf = None,
    overlay: Overlay = None,
    only: Only = None,
    seed: Annotated[int, typer.Option(help="hạt giống của thế giới giả lập")] = 1,
    name: Annotated[str, typer.Option(help="người thực hiện")] = "",
    unit: Annotated[str, typer.Option(help="đơn vị của người thực hiện")] = "",
    role: Annotated[str, typer.Option(help="vai trò: " + ", ".join(ROLES))] = "to_kiem_thu",
    attempt: Annotated[int, typer.Option(min=1, help="lần kiểm thử thứ mấy")] = 1,
    generated: Annotated[
        bool, typer.Option("--property", help="thêm: thử mọi thao tác trong tài liệu OpenAPI bằng dữ liệu sinh tự động")
    ] = False,
    output: Format = "text",
    lang: Language = "vi",
) -> None:
    """Kiểm tra một dịch vụ: chạy các hành trình của người dân và cán bộ, rồi kết luận từng tiêu chí.

    Ví dụ: toantrinh check cap-lai-chung-chi-moi-gioi --defect D-d2
    """
    described = bundle.load(service)
    if role not in ROLES:
        raise exits.Halt(f"vai trò không có: {role!r}", remedy="chọn một trong: " + ", ".join(ROLES))
    switched = defects.known(defect or [], described)
    if not generated and (unseen := defects.interface(switched)):
        raise exits.Halt(f"lỗi {', '.join(unseen)} chỉ lộ ra khi có --property", remedy="thêm --property vào lệnh")
    day = parse_day(as_of)
    folder = out or default_folder(described.id)
    refuse_used(folder)
    from harness.drive import drive  # imported late: --help stays quick

    with Progress(sys.stderr, described.title, lang) as progress:
        recording = drive(
            described,
            out=folder,
            defects=switched,
            seed=seed,
            actor={"name": name, "unit": unit, "role": role},
            as_of=day,
            attempt=attempt,
            progress=progress.step,
            phases=["property"] if generated else [],
        )
        progress.say("đang kết luận từng tiêu chí" if lang == "vi" else "judging")
        result = outcome.conclude(recording, as_of=day, overlay=overlay, only=only or [], lang=lang)
        outcome.lift(result, recording)
    outcome.show(result, output, lang, top=recording)
    raise typer.Exit(result.exit_code)


def default_folder(ident: str, prefix: str = "") -> Path:
    """``runs/<prefix><local time>-<service>/`` below the current folder; a suffix keeps it new."""
    stem = f"{prefix}{datetime.now().astimezone():%Y%m%d-%H%M%S}-{ident}"
    folder, n = Path("runs") / stem, 2
    while folder.exists():
        folder, n = Path("runs") / f"{stem}-{n}", n + 1
    return folder


def refuse_used(folder: Path) -> None:
    """Raises ``Halt`` when ``folder`` holds something already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise exits.Halt(
            f"thư mục {folder} đã có nội dung", where="--out", remedy="chọn một thư mục mới; bản ghi cũ không bị ghi đè"
        )
