"""Exit codes, and how an error becomes one clear message: what, where, what to do. Never a traceback."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any, ParamSpec

import typer

PASS = 0
FAIL = 1
USAGE = 2
ENVIRONMENT = 3
UNDECIDED = 4
INTERRUPTED = 130

MEANINGS = {
    PASS: "đạt: không có kiểm tra nào không đạt",
    FAIL: "có ít nhất một kiểm tra KHÔNG ĐẠT",
    USAGE: "lệnh hoặc tệp đầu vào sai (bản mô tả, bản ghi, bộ quy tắc)",
    ENVIRONMENT: "LỖI CÔNG CỤ hoặc BỊ CHẶN: môi trường không đủ để kết luận",
    UNDECIDED: "CẦN XEM XÉT hoặc CHƯA KẾT LUẬN: cần người quyết định",
    INTERRUPTED: "người dùng dừng giữa chừng (Ctrl-C); bản ghi được giữ lại",
}

P = ParamSpec("P")


class Halt(Exception):
    """Stop with a message and its remedy.

    ``code`` is the exit code; ``where`` names the file, field or address concerned.
    """

    def __init__(self, message: str, *, remedy: str = "", where: str = "", code: int = USAGE) -> None:
        super().__init__(message)
        self.message, self.remedy, self.where, self.code = message, remedy, where, code


def explain() -> str:
    """The exit codes as lines for ``--help``."""
    return "\n".join(f"{code:>3}  {meaning}" for code, meaning in MEANINGS.items())


def halt_of(error: Exception) -> Halt | None:
    """The message for an error this product raises on purpose; ``None`` for anything unexpected."""
    if isinstance(error, Halt):
        return error
    for name, code in _EXPECTED.items():
        if name in {kind.__name__ for kind in type(error).__mro__}:
            return _translate(error, code)
    return None


_EXPECTED = {
    "DescriptorError": USAGE,
    "RecordingError": USAGE,
    "RulebookError": USAGE,
    "UnknownCheck": USAGE,
    "ContractError": USAGE,
    "ProfileError": USAGE,
    "DriveInterrupted": INTERRUPTED,
    "TestBedError": ENVIRONMENT,
    "JudgeError": ENVIRONMENT,
    "DriveError": ENVIRONMENT,
}


def _translate(error: Exception, code: int) -> Halt:
    message = str(getattr(error, "message", "") or error)
    path, field = getattr(error, "path", None) or getattr(error, "file", None), getattr(error, "field", "")
    where = " · ".join(part for part in (str(path or ""), f"trường {field}" if field else "") if part)
    return Halt(message, remedy=str(getattr(error, "remedy", "")), where=where, code=code)


def report(halt: Halt) -> None:
    """Print a halt on stderr."""
    print(f"LỖI: {halt.message}", file=sys.stderr)
    if halt.where and halt.where not in halt.message:
        print(f"  Ở đâu: {halt.where}", file=sys.stderr)
    if halt.remedy:
        print(f"  Cách xử lý: {halt.remedy}", file=sys.stderr)


def guarded(command: Callable[P, Any]) -> Callable[P, Any]:
    """Turn expected errors of ``command`` into one message and the right exit code."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> Any:
        try:
            return command(*args, **kwargs)
        except KeyboardInterrupt:
            report(Halt("đã dừng theo yêu cầu (Ctrl-C)"))
            raise typer.Exit(INTERRUPTED) from None
        except Exception as error:
            halt = halt_of(error)
            if halt is None:
                raise
            report(halt)
            raise typer.Exit(halt.code) from None

    return run
