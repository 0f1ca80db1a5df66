"""Calling the city as one actor: sessions, and what an answer means."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote, urljoin

from harness.port.platform import Actor, Bench, Broken, Refused, Response
from harness.port.results import Blob, Download


class Session:
    """What all operations share: the bench, one signed-in transport per officer, reading of answers."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self._base = bench.base_url.rstrip("/")
        self._officers: set[Actor] = set()

    def url(self, path: str) -> str:
        return urljoin(self._base + "/", path)

    def call(self, actor: Actor, method: str, path: str, **request: Any) -> Response:
        """Send a request and give the answer if it is a success (2xx); raises Refused or Broken."""
        return success(self.bench.transport(actor).request(method, self.url(path), **request))

    def get(self, actor: Actor, path: str) -> Any:
        """The JSON object at ``path``."""
        return self.call(actor, "GET", path).json()

    def as_officer(self, actor: Actor, method: str, path: str, **request: Any) -> Any:
        """The JSON answer to an officer's call; signs the officer in first, and again after the session has ended."""
        if actor not in self._officers:
            self._log_in(actor)
        answer = self.bench.transport(actor).request(method, self.url(f"/api/officers{path}"), **request)
        if answer.status == 401:
            self._log_in(actor)
            answer = self.bench.transport(actor).request(method, self.url(f"/api/officers{path}"), **request)
        return success(answer).json()

    def _log_in(self, actor: Actor) -> None:
        pair = {"account": actor.account, "password": actor.password}
        self.call(actor, "POST", "/api/officers/session", json=pair)
        self._officers.add(actor)


def success(answer: Response) -> Response:
    """``answer`` if it is a 2xx; raises Refused for 3xx and 4xx, Broken for the rest."""
    if 200 <= answer.status < 300:
        return answer
    if answer.status >= 500:
        raise Broken(f"{answer.url}: HTTP {answer.status}")
    raise refusal(answer)


def refusal(answer: Response) -> Refused:
    """The city's refusal: its own code and messages, or the bare HTTP status."""
    code, message, fields = str(answer.status), f"HTTP {answer.status}", {}
    if "json" in answer.headers.get("content-type", ""):
        problem = answer.json()
        if isinstance(problem, dict):
            code = str(problem.get("code") or code)
            message = str(problem.get("message") or message)
            fields = {str(name): str(text) for name, text in dict(problem.get("fields") or {}).items()}
    return Refused(message, code=code, fields=fields)


def file_of(answer: Response) -> Blob:
    """The file that was sent: bytes, media type, name."""
    return Blob(
        content=answer.content,
        media_type=answer.headers.get("content-type", "").partition(";")[0].strip(),
        filename=filename(answer.headers.get("content-disposition", "")),
    )


def download(answer: Response) -> Download:
    """A download that went well."""
    return Download(status=answer.status, file=file_of(answer))


def filename(disposition: str) -> str:
    """The file name in a ``Content-Disposition`` (RFC 6266), the extended form first; empty when there is none."""
    parts = [part.strip() for part in disposition.split(";")]
    named = dict(part.split("=", 1) for part in parts if "=" in part)
    if "filename*" in named:
        return unquote(named["filename*"].rpartition("''")[2])
    return named.get("filename", "").strip('"')


def part(text: str) -> str:
    """``text`` as one segment of a path."""
    return quote(text, safe="")
