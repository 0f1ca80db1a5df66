"""``toantrinh judge``: verdicts from a sealed recording, on another day, under another edition, without any service."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from toantrinh import exits, outcome
from toantrinh.texts import Lang


def parse_day(text: str | None) -> date | None:
    """A date as ``YYYY-MM-DD`` or ``DD/MM/YYYY``; raises :class:`Halt` naming the option."""
    if text is None:
        return None
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, pattern).astimezone().date()
        except ValueError:
            continue
    raise exits.Halt(f"--as-of không phải ngày hợp lệ: {text!r}", remedy="viết 2026-06-30 hoặc 30/06/2026")


AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="ngày áp dụng quy định (mặc định: ngày ghi)")]
Overlay = Annotated[
    Path | None, typer.Option("--overlay", metavar="FILE", help="tham số và xác nhận riêng của địa phương (YAML)")
]
Format = Annotated[Literal["text", "json"], typer.Option("--format", help="text hoặc json (verdicts.json ra stdout)")]
Only = Annotated[list[str] | None, typer.Option("--only", metavar="CHECK", help="chỉ các phép kiểm tra này, ví dụ d03")]
Language = Annotated[Lang, typer.Option("--lang", help="vi hoặc en")]


def judge(
    recording: Annotated[Path, typer.Argument(metavar="RECORDING", help="thư mục bản ghi (có run.json)")],
    as_of: AsOf = None,
    overlay: Overlay = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="nơi ghi kết luận")] = None,
    only: Only = None,
    output: Format = "text",
    lang: Language = "vi",
) -> None:
    """Kết luận lại từ một bản ghi đã niêm phong, không chạm tới dịch vụ nào.

    Cùng bản ghi, cùng bộ quy tắc, cùng ngày thì verdicts.json giống nhau từng byte.
    """
    result = outcome.conclude(recording, as_of=parse_day(as_of), overlay=overlay, out=out, only=only or [], lang=lang)
    outcome.show(result, output, lang)
    raise typer.Exit(result.exit_code)
