"""The verdict on the screen: class and criteria first, then each finding with expected beside received."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from toantrinh import texts
from toantrinh.texts import Lang

COLOUR = {"PASS": "green", "FAIL": "bold red", "WARNING": "yellow", "ERROR": "magenta", "BLOCKED": "magenta"}
SPEAKING = ("FAIL", "ERROR", "BLOCKED", "REVIEW", "INCONCLUSIVE", "WARNING")


def show_verdict(verdicts: dict[str, Any], report: Path, lang: Lang) -> None:
    """Print one judgement on stdout; plain text when piped."""
    console = Console(highlight=False, soft_wrap=True)
    _head(console, verdicts, lang)
    _criteria(console, verdicts["criteria"], lang)
    if verdicts.get("profiles"):
        words = ("Ngoài Điều 13, không làm thay đổi mức độ:", "Besides Article 13, never changing the class:")
        console.print(texts.say(words, lang))
        _criteria(console, verdicts["profiles"], lang)
    for number, check in enumerate(findings(verdicts), 1):
        _finding(console, number, check, lang)
    _foot(console, verdicts, report, lang)


def findings(verdicts: dict[str, Any]) -> list[dict[str, Any]]:
    """The checks that need a reader, worst first, in the order they are numbered everywhere."""
    speaking = [check for check in checks(verdicts) if check["status"] in SPEAKING]
    return sorted(speaking, key=lambda check: (SPEAKING.index(check["status"]), check["id"]))


def checks(verdicts: dict[str, Any]) -> list[dict[str, Any]]:
    """Every check of the criteria and of the profiles beside them."""
    groups = [*verdicts["criteria"], *verdicts.get("profiles", ())]
    return [check for group in groups for check in group["checks"]]


def status_text(status: str, lang: Lang) -> Text:
    """The status in words, coloured."""
    return Text(texts.label(texts.STATUS, status, lang), style=COLOUR.get(status, "cyan"))


def _head(console: Console, verdicts: dict[str, Any], lang: Lang) -> None:
    rulebook, day = verdicts["rulebook"], texts.day(verdicts["as_of"])
    words = (
        "Bộ quy tắc {id} phiên bản {version}, áp dụng tại ngày {day}",
        "Rulebook {id} version {version} as of {day}",
    )
    console.print(texts.say(words, lang).format(**rulebook, day=day))
    console.print(f"{verdicts['procedure_code']}  {verdicts['service']}")
    name = texts.label(texts.CLASS, verdicts["class"], lang)
    console.print(Text(f"{verdicts['class']}: {name}, {_scope(verdicts, lang)}", style="bold"))


def _scope(verdicts: dict[str, Any], lang: Lang) -> str:
    scope = verdicts["scope"]
    if isinstance(scope, dict):
        return str(scope.get(lang) or scope.get("vi"))
    return str(scope)


def _criteria(console: Console, groups: list[dict[str, Any]], lang: Lang) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    for _ in range(4):
        table.add_column(overflow="fold")
    for criterion in groups:
        judged = [check for check in criterion["checks"] if check["status"] != "NOT_APPLICABLE"]
        passed = sum(check["status"] == "PASS" for check in judged)
        table.add_row(
            criterion["id"].rsplit(".", 1)[-1],
            status_text(criterion["status"], lang),
            texts.criterion(criterion["id"], lang),
            criterion.get("reason") or f"{passed}/{len(judged)}",
        )
    console.print(table)
    for criterion in groups:
        if criterion["status"] == "NOT_APPLICABLE" and criterion.get("evidence"):
            console.print(f"  {criterion['id'].rsplit('.', 1)[-1]}: {'; '.join(criterion['evidence'])}", markup=False)


def _finding(console: Console, number: int, check: dict[str, Any], lang: Lang) -> None:
    title = check.get("title_vi") if lang == "vi" else check.get("title")
    console.print()
    console.print(Text.assemble(f"{number}. [{check['id']}] ", status_text(check["status"], lang), f" {title}"))
    for key, words in (
        ("expected", ("mong đợi", "expected")),
        ("received", ("nhận được", "received")),
        ("reason", ("lý do", "reason")),
        ("seen_in", ("thấy ở", "seen in")),
        ("clause", ("căn cứ", "clause")),
        ("blame", ("thuộc về", "blame")),
    ):
        value = check.get(key)
        if value not in (None, "", []):
            shown = texts.label(texts.BLAME, str(value), lang) if key == "blame" else value
            console.print(f"   {texts.say(words, lang)}: {shown}", markup=False)


def _foot(console: Console, verdicts: dict[str, Any], report: Path, lang: Lang) -> None:
    every = checks(verdicts)
    counts = {status: sum(check["status"] == status for check in every) for status in texts.STATUS}
    summary = ", ".join(f"{n} {texts.label(texts.STATUS, s, lang)}" for s, n in counts.items() if n)
    words = ("{n} phép kiểm tra: {summary}", "{n} checks: {summary}")
    console.print()
    console.print(texts.say(words, lang).format(n=len(every), summary=summary))
    console.print(f"{texts.say(('Báo cáo', 'Report'), lang)}: {report}", markup=False)
