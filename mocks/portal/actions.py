"""What the control API can do at the portal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from pydantic_core import to_json

from mocks.kernel.operation import Callback, Message, Put, Reply, State
from mocks.portal.pages import deep_link
from mocks.portal.rules import options, stem


def link(inputs: Mapping[str, Any], state: State, now: datetime, message: Message) -> Reply:  # noqa: ARG001
    """``deep_link`` {MaTTHC} → {url}: where «Nộp hồ sơ» of the procedure leads."""
    code = stem(str(inputs.get("MaTTHC", "")))
    offering = state.get("services", code)
    if offering is None:
        return Reply({"detail": f"Cổng không có thủ tục {code!r}"}, 404)
    url = deep_link(offering, state.targets)
    if not url:
        return Reply({"detail": "Lượt chạy chưa đặt địa chỉ nhận portal.deeplink"}, 409)
    return Reply({"url": url}, keys={"MaTTHC": code})


def lookup(inputs: Mapping[str, Any], state: State, now: datetime, message: Message) -> Reply:  # noqa: ARG001
    """``lookup`` {MaHoSo}: the portal asks the province for the dossier (portal-payment-sso §6).

    Sends ``{madonvi, service, masohoso}`` to target ``portal.lookup``; the answer is in the journal.
    """
    code = str(inputs.get("MaHoSo", "")).strip()
    if not code:
        return Reply({"detail": "Thiếu MaHoSo"}, 422)
    if "portal.lookup" not in state.targets:
        return Reply({"detail": "Lượt chạy chưa đặt địa chỉ nhận portal.lookup"}, 409)
    record = state.get("dossiers", code)
    owner = record["owner"] if record else str(inputs.get("madonvi", ""))
    body = to_json({"madonvi": owner, "service": "TraCuuHoSo", "masohoso": code})
    call = Callback("portal.lookup", "LOOKUP", body, keys={"MaHoSo": code})
    return Reply({"MaHoSo": code}, effects=[call])


def fetch(inputs: Mapping[str, Any], state: State, now: datetime, message: Message) -> Reply:  # noqa: ARG001
    """``fetch_file`` {uid}: the portal downloads a file from the province by its identifier (§6).

    Sends GET ``/{uid}`` to target ``portal.file``; the file is the answer's body in the journal.
    """
    uid = str(inputs.get("uid", "")).strip()
    if not uid:
        return Reply({"detail": "Thiếu uid"}, 422)
    if "portal.file" not in state.targets:
        return Reply({"detail": "Lượt chạy chưa đặt địa chỉ nhận portal.file"}, 409)
    return Reply({"uid": uid}, effects=[Callback("portal.file", "FILE", b"", "GET", f"/{quote(uid)}", headers={})])


def configure(inputs: Mapping[str, Any], state: State, now: datetime, message: Message) -> Reply:  # noqa: ARG001
    """``configure`` {states?, reopen?, duplicate?, session_minutes?, provider?}: set the run's switches.

    Gives all switches as they then stand; a wrong one is refused with 422.
    """
    merged = {**(state.get("options", "portal") or {}), **inputs}
    try:
        settled = options(merged)
    except ValueError as error:
        return Reply({"detail": str(error)}, 422)
    return Reply(vars(settled), changes=[Put("options", "portal", merged)])
