"""Pages for people: the renderer for those of the kernel and those of the mocks."""

from __future__ import annotations

from typing import Any

from fastapi import Response
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined


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


def html(text: str, status: int = 200) -> Response:
    """A page as a response."""
    return Response(text, status, media_type="text/html; charset=utf-8")
