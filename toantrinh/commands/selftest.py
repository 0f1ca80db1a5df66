"""``toantrinh selftest``: the proof that the checks work: every named defect, and the conforming city, judged."""

from __future__ import annotations

import json
import os
import sys
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table

from toantrinh import exits, kill
from toantrinh.progress import Progress


def selftest(
    service: Annotated[
        list[str] | None, typer.Option("--service", metavar="SERVICE", help="chỉ các dịch vụ này (mặc định: tất cả)")
    ] = None,
    defect: Annotated[
        list[str] | None,
        typer.Option("--defect", metavar="ID", help="chỉ các lỗi cài sẵn này (mặc định: mọi lỗi trái Điều 13)"),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="số lượt chạy song song")] = min(2, os.cpu_count() or 1),
    output: Annotated[Literal["text", "json"], typer.Option("--format", help="text hoặc json")] = "text",
) -> None:
    """Chạy hệ thống mẫu không lỗi và từng lỗi cài sẵn; in ma trận lỗi × phép kiểm tra.

    Mã thoát 0 khi hệ thống không lỗi được kết luận đạt và mọi lỗi đều bị phép kiểm tra dự kiến phát hiện.
    """
    plan = kill.plan(service or [], defect or [])
    with Progress(sys.stderr, f"Tự kiểm tra: {len(plan)} lượt chạy, {jobs} song song") as progress:
        matrix = kill.run(plan, jobs, lambda done, of, what: progress.step(what, "", done, of))
    if output == "json":
        print(json.dumps(matrix.as_json(), ensure_ascii=False, indent=1))
    else:
        _show(matrix)
    raise typer.Exit(exits.PASS if matrix.sound else exits.FAIL)


def _show(matrix: kill.Matrix) -> None:
    console = Console(highlight=False)
    for clean in matrix.clean:
        said = ", ".join(clean.non_pass) or "không có kiểm tra nào lên tiếng"
        console.print(f"không lỗi  {clean.service}: {said}", markup=False)
    table = Table("lỗi", "tiêu chí", "dịch vụ", "dự kiến", "bị phát hiện bởi", "", box=None, pad_edge=False)
    for row in matrix.defects:
        mark = "✔" if row.caught else "✘ SỐNG SÓT"
        criterion = row.criterion.rsplit(".", 1)[-1]
        table.add_row(row.id, criterion, row.service, row.expected_check, ", ".join(row.caught_by) or row.trouble, mark)
    console.print(table)
    survivors = sum(not row.caught for row in matrix.defects)
    console.print(f"{len(matrix.defects)} cặp lỗi × dịch vụ, {survivors} sống sót")
