"""What a visitor sees of a page: its title and visible text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from harness.port.platform import Response
from harness.port.results import Page

HIDDEN = {"script", "style", "head", "template", "noscript"}
SIGN_IN = "/dang-nhap"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.title, self.texts = "", list[str]()
        self._open = list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in HIDDEN or tag == "title":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            del self._open[self._open.index(tag) :]

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title":
            self.title += data
        elif not self._open:
            self.texts.append(data)


def page(answer: Response) -> Page:
    """The page in ``answer``; a redirection to the sign-in, or a 401, means that it asks to sign in."""
    reader = _Reader()
    if "html" in answer.headers.get("content-type", ""):
        reader.feed(answer.text)
    return Page(
        url=answer.url,
        status=answer.status,
        title=_tidy(reader.title),
        text=_tidy("\n".join(reader.texts)),
        login_required=wants_login(answer),
    )


def wants_login(answer: Response) -> bool:
    """Whether the answer sends the visitor to the sign-in."""
    return answer.status == 401 or (300 <= answer.status < 400 and SIGN_IN in answer.headers.get("location", ""))


def _tidy(text: str) -> str:
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)
