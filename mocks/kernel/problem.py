"""Errors as ``application/problem+json`` (RFC 9457), with a title a person can act on."""

from __future__ import annotations

from typing import Any

from pydantic_core import to_json

MEDIA = "application/problem+json"


class Problem(Exception):
    """Ends a control call with this status, title and detail; ``extra`` members are added to the document."""

    def __init__(self, status: int, title: str, detail: str = "", **extra: Any) -> None:
        super().__init__(title)
        self.status = status
        self.document: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, **extra}
        if detail:
            self.document["detail"] = detail

    @property
    def body(self) -> bytes:
        return to_json(self.document)


def unknown_run(key: str, host: str = "") -> Problem:
    """The answer to a run key that nobody created; ``host``: a name that the caller used and that leads nowhere."""
    if host:
        return Problem(
            404,
            f"{host} chưa dẫn tới hệ thống nào, và không có lượt chạy {key!r}",
            f'Gắn bằng PUT /_/runs/{{run}}/bindings với {{"system": "…", "host": "{host}"}}, '
            f"hoặc: toantrinh mocks up --run KEY --bind-host {host}=SYSTEM",
        )
    return Problem(
        404,
        f"Không có lượt chạy {key!r}",
        f'Tạo trước bằng POST /_/runs với nội dung {{"key": "{key}"}}, hoặc: toantrinh mocks up --run {key}',
    )
