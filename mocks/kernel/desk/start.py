"""The start page: all runs, a new one, how the server is, the systems and their cards; and the way in with a token."""

from __future__ import annotations

import time
from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from mocks.kernel import guard
from mocks.kernel.control import runs
from mocks.kernel.control.cards import LATELY
from mocks.kernel.control.common import NamedRun, application
from mocks.kernel.desk.forms import Posted, back
from mocks.kernel.headroom import verdict
from mocks.kernel.pages import PAGES, html
from mocks.kernel.problem import Problem

router = APIRouter()


@router.get("/")
async def show(request: Request) -> Response:
    return _page(request, {}, "")


@router.post("/")
async def create(request: Request, fields: Posted) -> Response:
    """A new run, or the page again with what is wrong."""
    try:
        new = runs.NewRun.model_validate({"key": fields.get("key") or None, "seed": fields.get("seed") or 1})
        made = await runs.create(request, new)
    except ValidationError as error:
        first = error.errors()[0]
        return _page(request, fields, f"{first['loc'][0]}: {first['msg']}", 422)
    except Problem as problem:
        return _page(request, fields, said(problem), problem.status)
    return back(f"/_/runs/{made['run']}/page")


@router.post("/_/runs/{run}/page/remove")
async def remove(request: Request, run: NamedRun, fields: Posted) -> Response:
    del fields
    await runs.remove(request, run)
    return back("/")


@router.get("/_/cards/{system}/page")
async def card(request: Request, system: str) -> Response:
    member = application(request).kernel.members.get(system)
    if member is None or member.card is None:
        raise Problem(404, f"Không có thẻ độ trung thực của {system!r}")
    return html(PAGES.render("card.html", card=member.card))


@router.get("/_/sign-in")
async def sign_in() -> Response:
    return html(PAGES.render("signin.html", wrong=False))


@router.post("/_/sign-in")
async def signed_in(request: Request, fields: Posted) -> Response:
    token = fields.get("token", "")
    if not guard.matches(token, application(request).token):
        return html(PAGES.render("signin.html", wrong=True), 403)
    response = back("/")
    response.set_cookie(guard.COOKIE, token, httponly=True, samesite="strict")
    return response


def said(problem: Problem) -> str:
    """A problem in one line."""
    detail = problem.document.get("detail", "")
    return f"{problem.document['title']}. {detail}" if detail else f"{problem.document['title']}."


def _page(request: Request, fields: Mapping[str, str], wrong: str, status: int = 200) -> Response:
    app = application(request)
    app.kernel.runs.sweep()
    room = verdict.process(app.sampler.since(time.monotonic() - LATELY))
    home = app.home or str(request.base_url).rstrip("/")
    values = {"runs": list(app.kernel.runs), "members": app.kernel.members, "home": home, "room": room}
    filled = {"key": fields.get("key", ""), "seed": fields.get("seed", "1")}
    return html(PAGES.render("start.html", fields=filled, wrong=wrong, **values), status)
