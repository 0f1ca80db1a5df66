"""The portal's public pages: search, procedure, form download. No login, no script (portal-payment-sso §13.4)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from pydantic_core import from_json

from mocks.kernel.operation import Message, Record, Reply, State
from mocks.kernel.pages import Pages
from mocks.portal import forms
from mocks.portal.codes import CHANNELS
from mocks.portal.reads import addressed, row
from mocks.portal.rules import stem

_PAGES = Pages("mocks.portal")
_KINDS = {"1": "Phí", "2": "Lệ phí"}


def _page(
    name: str, message: Message, status: int = 200, keys: Mapping[str, str] | None = None, **values: Any
) -> Reply:
    html = _PAGES.render(name, base=message.base, **values)
    return Reply(html, status, media_type="text/html", keys=keys or {})


def search(message: Message, state: State, now: datetime) -> Reply:  # noqa: ARG001 - a Handler
    """``/`` and ``/tra-cuu?q=``: procedures by code or name, and a dossier's state by its exact number."""
    q = message.query.get("q", "").strip()
    trees = [tree for _, tree in state.rows("procedures") if matches(tree, q)]
    record = state.get("dossiers", q) if q else None
    return _page("search.html", message, q=q, trees=trees, dossier=row(record) if record else None)


def matches(tree: Record, q: str) -> bool:
    """Whether ``q`` is part of the procedure's code or name; accents count only when ``q`` has some."""
    wanted = folded(q)
    if wanted in folded(tree["TENTTHC"]) or stem(q) == tree["MATTHC"] or q in tree["MATTHC"]:
        return True
    return wanted == bare(wanted) and wanted in bare(folded(tree["TENTTHC"]))


def folded(text: str) -> str:
    """For comparing: NFC, lower case, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def bare(text: str) -> str:
    """Without Vietnamese accents."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def procedure(message: Message, state: State, now: datetime) -> Reply:  # noqa: ARG001 - a Handler
    """``/thu-tuc/{MaTTHC}``: every constituent part of the procedure, its forms and the link to file."""
    code = stem(message.params["MaTTHC"])
    tree, offering = _tree(code, message, state), state.get("services", code)
    if tree is None or offering is None:
        return missing(message, f"Cổng không có thủ tục {code}.")
    link = deep_link(offering, state.targets)
    keys = {"MaTTHC": code}
    return _page(
        "procedure.html", message, keys=keys, tree=tree, offering=offering, link=link, channels=CHANNELS, kinds=_KINDS
    )


def deep_link(offering: Record, targets: Mapping[str, str]) -> str:
    """Where «Nộp hồ sơ» leads (§13.4, newer form); blank until the run has the target ``portal.deeplink``."""
    target = targets.get("portal.deeplink", "")
    if not target:
        return ""
    names = ("MaTTHC", "MaCoQuanThucHien", "MaDVC", "MaTTHCDP")
    query = urlencode({**{name: offering[name] for name in names}, "vneid": "1"})
    return f"{target}{'&' if '?' in target else '?'}{query}"


def _tree(code: str, message: Message, state: State) -> Record | None:
    text = state.text("procedures", code)
    return None if text is None else from_json(addressed(text, message, state))


def form(message: Message, state: State, now: datetime) -> Reply:  # noqa: ARG001 - a Handler
    """``/bieu-mau/{id}/{filename}``: the blank form as .docx."""
    record = state.get("forms", message.params["id"])
    if record is None or record["filename"] != message.params["filename"]:
        return missing(message, "Cổng không có biểu mẫu này.")
    name = quote(record["filename"])
    headers = {"content-disposition": f"attachment; filename=\"{record['filename']}\"; filename*=UTF-8''{name}"}
    keys = {"MaTTHC": record["MATTHC"]}
    return Reply(forms.document(record), headers=headers, media_type=forms.DOCX, keys=keys)


def missing(message: Message, text: str) -> Reply:
    """A page that says what isn't there, with HTTP 404."""
    return _page("missing.html", message, 404, text=text)
