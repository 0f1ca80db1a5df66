"""``toantrinh contracts``: a connector's pact files, verified against the mocks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.table import Table

from toantrinh import exits

app = typer.Typer(help="Hợp đồng Pact giữa một kết nối và các hệ thống quốc gia.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Hợp đồng Pact giữa một kết nối và các hệ thống quốc gia."""


@app.command("verify")
@exits.guarded
def verify(
    source: Annotated[
        Path | None, typer.Argument(metavar="[PACT FILE OR DIR]", help="mặc định: các hợp đồng của hệ thống mẫu")
    ] = None,
    output: Annotated[Literal["text", "json"], typer.Option("--format", help="text hoặc json")] = "text",
) -> None:
    """Kiểm chứng tệp pact với các hệ thống mô phỏng. Nguồn rỗng hoặc không khớp hệ thống nào thì bị từ chối.

    Ví dụ: toantrinh contracts verify duong/dan/toi/pacts
    """
    import contracts
    from contracts.verify import verify as run

    results = run(source or Path(contracts.__file__).parent / "pacts")
    if output == "json":
        print(json.dumps([result.as_json() for result in results], ensure_ascii=False, indent=1))
    else:
        _show(results)
    raise typer.Exit(exits.PASS if all(result.ok for result in results) else exits.FAIL)


def _show(results: list[Any]) -> None:
    console = Console(highlight=False)
    table = Table("bên gọi", "hệ thống", "tương tác", "kết quả", box=None, pad_edge=False)
    for result in results:
        table.add_row(result.consumer, result.provider, result.description, "ĐẠT" if result.ok else "KHÔNG ĐẠT")
    console.print(table)
    for result in results:
        for problem in result.problems:
            console.print(f"  {result.description}: {problem}", markup=False)
    console.print(f"{len(results)} tương tác được kiểm chứng, {sum(not result.ok for result in results)} không đạt")
