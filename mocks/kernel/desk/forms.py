"""What the pages' forms share: they are taken from our own pages only, and lead back to a page."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response

from mocks.kernel.decode import form
from mocks.kernel.problem import Problem


async def posted(request: Request) -> dict[str, str]:
    """The fields of a form on one of our own pages.

    Raises:
        Problem: 403, another site's page has sent it; 400, it is no form.
    """
    if not _ours(request):
        raise Problem(403, "Biểu mẫu này không đến từ trang của máy chủ", "Mở lại trang từ chính địa chỉ của máy chủ")
    try:
        return {name: value.strip() for name, value in form(await request.body()).items()}
    except ValueError:
        raise Problem(400, "Không đọc được biểu mẫu") from None


Posted = Annotated[dict[str, str], Depends(posted)]


def back(path: str) -> Response:
    """On to a page, after a form has been taken."""
    return Response(status_code=303, headers={"location": path})


def _ours(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")
