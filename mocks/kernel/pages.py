"""Pages for people: a renderer that mocks use for theirs, the start page, a run's journal, cards, diagnosis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fastapi import Request, Response
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from mocks.kernel import guard
from mocks.kernel.cards import Card
from mocks.kernel.control.common import NamedRun
from mocks.kernel.decode import form
from mocks.kernel.journal import Entry
from mocks.kernel.problem import Problem

if TYPE_CHECKING:
    from mocks.kernel.app import MockApp


class Pages:
    """Renders the templates in ``<package>/templates``; ``base.html`` of the kernel is there to extend.

    Values are escaped; an unknown name in a template is an error.
    """

    def __init__(self, package: str) -> None:
        loaders = [PackageLoader(package), PackageLoader("mocks.kernel")]
        self._environment = Environment(loader=ChoiceLoader(loaders), autoescape=True, undefined=StrictUndefined)
        self._environment.filters["dong"] = dong

    def render(self, template: str, **values: Any) -> str:
        """The page as HTML text."""
        return self._environment.get_template(template).render(**values)


def dong(amount: int) -> str:
    """An amount of đồng as people write it: ``200.000 đ``."""
    return f"{amount:,}".replace(",", ".") + " đ"


PAGES = Pages("mocks.kernel")


def add(app: MockApp) -> None:
    """Add the pages for people to ``app``."""
    for path, page in (
        ("/", _start),
        ("/_/runs/{run}/page", _journal),
        ("/_/runs/{run}/diagnosis/{seq}", _diagnosis),
        ("/_/cards/{system}/page", _card),
        ("/_/sign-in", _sign_in),
    ):
        app.add_api_route(path, page, methods=["GET"], include_in_schema=False, response_model=None)
    app.add_api_route("/_/sign-in", _signed_in, methods=["POST"], include_in_schema=False, response_model=None)


async def _start(request: Request) -> Response:
    kernel = request.app.kernel
    kernel.runs.sweep()
    return _html(PAGES.render("start.html", runs=list(kernel.runs), members=kernel.members, home=_home(request)))


async def _journal(run: NamedRun) -> Response:
    entries = run.journal.find(max(0, run.journal.last - 200)).entries
    return _html(PAGES.render("journal.html", run=run, entries=entries[::-1]))


async def _diagnosis(request: Request, run: NamedRun, seq: int) -> Response:
    entry = run.journal.entry(seq)
    if entry is None:
        raise Problem(404, f"Nhật ký của {run.key} không có mục {seq}", "Có thể đã bị đẩy ra khỏi nhật ký")
    member = request.app.kernel.members[entry.system]
    title = member.system.title
    return _html(PAGES.render("diagnosis.html", run=run, entry=entry, title=title, said=verdict(entry)))


async def _card(request: Request, system: str) -> Response:
    member = request.app.kernel.members.get(system)
    card: Card | None = member.card if member is not None else None
    if card is None:
        raise Problem(404, f"Không có thẻ độ trung thực của {system!r}")
    return _html(PAGES.render("card.html", card=card))


async def _sign_in() -> Response:
    return _html(PAGES.render("signin.html", wrong=False))


async def _signed_in(request: Request) -> Response:
    token = form(await request.body()).get("token", "")
    if not guard.matches(token, request.app.token):
        return _html(PAGES.render("signin.html", wrong=True), 403)
    response = Response(status_code=303, headers={"location": "/"})
    response.set_cookie(guard.COOKIE, token, httponly=True, samesite="strict")
    return response


def verdict(entry: Entry) -> str:
    """One sentence on how the call ended."""
    if entry.error:
        return entry.error
    if entry.refusal is None:
        return "Được chấp nhận."
    return f"Bị từ chối theo quy tắc {entry.refusal.rule}."


def _home(request: Request) -> str:
    home = request.app.home or str(request.base_url).rstrip("/")
    return home if urlsplit(home).netloc else ""


def _html(text: str, status: int = 200) -> Response:
    return Response(text, status, media_type="text/html; charset=utf-8")
