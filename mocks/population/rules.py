"""What the population database demands of a question, and when a citizen answers to it.

Every rule is a pure function that returns None or the :class:`Refusal`. Sources are sections of
axis-population-enterprise; what is our choice there ([O]) is our choice here.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from mocks.kernel.operation import Message, Refusal
from mocks.population.messages import LOOK_UP, VERIFY, Question

DOOR = "axis-population-enterprise §2.1"
ASKING = "axis-population-enterprise §2.2"
ERRORS = "axis-population-enterprise §2.4"

INTEGRATION = {LOOK_UP: "037", VERIFY: "003"}
"""MaTichHop by operation (§2.2)."""

WINDOW = timedelta(minutes=15)
"""How far a Timestamp may be from the run's clock; our choice, nothing is public."""

CODES = {
    "population.required": "001",
    "population.integration": "003",
    "population.procedure": "004",
    "population.officer": "005",
    "population.timestamp": "006",
    "population.authorization": "006",
    "population.client": "006",
    "population.api_key": "006",
}
"""Detail code of the SOAP Fault by rule (§2.4); every other rule is ``002``, a bad format."""

FORMATS = {
    "SoDinhDanh": (r"\d{12}", "12 chữ số"),
    "SoCMND": (r"\d{9}", "9 chữ số"),
    "Nam": (r"(18|19|20|21)\d\d", "năm, yyyy"),
}


def code(refusal: Refusal) -> str:
    """The detail code that tells the caller why (§2.4)."""
    return CODES.get(refusal.rule, "002")


def authenticate(
    headers: Mapping[str, str], urls: Sequence[str], partner: Mapping[str, Any], now: datetime
) -> Refusal | None:
    """The headers of the direct VDXP door (§2.1), names in lower case. ``urls``: the addresses we may be called by."""
    return (
        _timely(headers.get("timestamp", ""), now)
        or _authorized(headers, urls, partner)
        or _equal("population.client", "X-Road-Client", headers, partner["client"])
        or _equal("population.api_key", "ApiKey", headers, partner["api_key"])
        or _typed(headers.get("content-type", ""))
    )


def addresses(operation: str, message: Message) -> list[str]:
    """The URLs under which the caller may know this service: ours, and by the name in its Host header."""
    ours = f"{message.base}/{operation}"
    scheme, _, rest = ours.partition("://")
    host = message.headers.get("host", "")
    return [ours, f"{scheme}://{host}/{rest.partition('/')[2]}"] if host else [ours]


def resigned(headers: Mapping[str, str], urls: Sequence[str], partner: Mapping[str, Any], url: str) -> str | None:
    """The Authorization header of a call that is rightly signed for one of ``urls``, signed for ``url`` instead.

    None: it isn't signed with this partner's secret.
    """
    if _authorized({"timestamp": "", **headers}, urls, partner) is not None:
        return None
    token = digest(url, partner["user"], headers["timestamp"], partner["secret"])
    return "Basic " + base64.b64encode(f"{partner['user']}:{token}".encode()).decode()


def _timely(value: str, now: datetime) -> Refusal | None:
    expected = f"mili giây từ 1970 (13 chữ số), lệch không quá 15 phút so với {now:%d/%m/%Y %H:%M:%S}"
    if re.fullmatch(r"\d{13}", value, re.ASCII) and abs(int(value) / 1000 - now.timestamp()) <= WINDOW.total_seconds():
        return None
    return Refusal("population.timestamp", DOOR, expected, value, "Timestamp")


def _authorized(sent: Mapping[str, str], urls: Sequence[str], partner: Mapping[str, Any]) -> Refusal | None:
    user, _, given = _basic(sent.get("authorization", "")).partition(":")
    user_known = hmac.compare_digest(user.strip().encode(), str(partner["user"]).encode())
    digests = [digest(url, partner["user"], sent["timestamp"], partner["secret"]) for url in urls]
    if user_known and any(hmac.compare_digest(given.strip().lower().encode(), one.encode()) for one in digests):
        return None
    return Refusal(
        "population.authorization",
        DOOR,
        "Basic base64(user:sha256hex(serviceUrl+user+timestamp+secretKey)) của tài khoản đã đăng ký",
        f"tài khoản {user!r}, mã băm không khớp với {urls[0]}" if user else "không đọc được tài khoản Basic",
        "Authorization",
    )


def _basic(value: str) -> str:
    scheme, _, encoded = value.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def digest(url: str, user: str, timestamp: str, secret: str) -> str:
    """The one-way token of the Authorization header, 64 hex characters (§2.1)."""
    return hashlib.sha256(f"{url}{user}{timestamp}{secret}".encode()).hexdigest()


def _equal(rule: str, header: str, sent: Mapping[str, str], expected: str) -> Refusal | None:
    value = sent.get(header.lower(), "")
    if hmac.compare_digest(value.encode(), str(expected).encode()):
        return None
    shown = value if rule == "population.client" else ("giá trị khác" if value else "")
    return Refusal(rule, DOOR, f"{header} đã đăng ký", shown, header)


def _typed(value: str) -> Refusal | None:
    if value.partition(";")[0].strip().lower() in {"text/xml", "application/xml"}:
        return None
    return Refusal("population.content_type", DOOR, "text/xml hoặc application/xml", value, "Content-Type")


def check(question: Question, operation: str, settings: Mapping[str, Any]) -> Refusal | None:
    """The question itself: right element, complete, well formed and licensed, in this order (§2.2, §2.4)."""
    return form(question, operation) or _licensed(question, settings)


def form(question: Question, operation: str) -> Refusal | None:
    """The question as anybody can judge it: right element, complete, well formed (§2.2)."""
    return _named(question, operation) or _complete(question) or _shaped(question) or _born(question)


def _named(question: Question, operation: str) -> Refusal | None:
    if question.operation == operation:
        return None
    return Refusal("population.element", ASKING, operation, question.operation, "Body")


def _complete(question: Question) -> Refusal | None:
    for name in ("MaYeuCau", "MaDVC", "MaTichHop", "MaCanBo"):
        if not getattr(question, name):
            return _missing(name)
    if not (question.SoDinhDanh or question.SoCMND):
        return _missing("SoDinhDanh", "SoDinhDanh hoặc SoCMND")
    if not question.HoVaTen:
        return _missing("HoVaTen")
    if not (question.NgayThangNam or question.Nam):
        return _missing("NgayThangNamSinh", "NgayThangNam hoặc Nam")
    return None


def _missing(name: str, expected: str = "") -> Refusal:
    return Refusal("population.required", ASKING, expected or f"có {name}", "", name)


def _shaped(question: Question) -> Refusal | None:
    for name, (pattern, says) in FORMATS.items():
        value = getattr(question, name)
        if value and not re.fullmatch(pattern, value, re.ASCII):
            return Refusal(f"population.format.{name}", ASKING, says, value, name)
    if name_key(question.HoVaTen):
        return None
    return Refusal("population.format.HoVaTen", ASKING, "họ và tên", question.HoVaTen, "HoVaTen")


def _born(question: Question) -> Refusal | None:
    both = bool(question.NgayThangNam and question.Nam)
    if not both and (not question.NgayThangNam or compact(question.NgayThangNam)):
        return None
    received = f"{question.NgayThangNam} và {question.Nam}" if both else question.NgayThangNam
    expected = "ngày có thật yyyyMMdd, hoặc chỉ Nam yyyy"
    return Refusal("population.format.birth", ASKING, expected, received, "NgayThangNamSinh")


def compact(value: str) -> str:
    """A real date ``yyyyMMdd`` or ``yyyy-MM-dd`` as ``yyyyMMdd``; empty when it is no real date (§2.2)."""
    digits = value.replace("-", "") if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII) else value
    if not re.fullmatch(r"\d{8}", digits, re.ASCII):
        return ""
    try:
        datetime.strptime(digits, "%Y%m%d")  # noqa: DTZ007 - a calendar date has no zone
    except ValueError:
        return ""
    return digits


def _licensed(question: Question, settings: Mapping[str, Any]) -> Refusal | None:
    expected = INTEGRATION[question.operation]
    if question.MaTichHop != expected:
        return Refusal("population.integration", ASKING, expected, question.MaTichHop, "MaTichHop")
    return _member("population.procedure", "MaDVC", question.MaDVC, settings["procedures"]) or _member(
        "population.officer", "MaCanBo", question.MaCanBo, settings["officers"]
    )


def _member(rule: str, name: str, value: str, allowed: Sequence[str]) -> Refusal | None:
    if value in allowed:
        return None
    return Refusal(rule, ERRORS, f"một trong {', '.join(allowed)}", value, name)


def mismatches(question: Question, citizen: Mapping[str, Any]) -> list[str]:
    """Fields of the question that don't agree with the citizen's record; empty when all do (§2.2)."""
    wrong = []
    if question.SoDinhDanh and question.SoDinhDanh != citizen["SoDinhDanh"]:
        wrong.append("SoDinhDanh")
    if question.SoCMND and question.SoCMND != citizen["SoCMND"]:
        wrong.append("SoCMND")
    if name_key(question.HoVaTen) != name_key(" ".join(citizen["HoVaTen"].values())):
        wrong.append("HoVaTen")
    if not _same_birth(question, citizen["NgayThangNamSinh"]):
        wrong.append("NgayThangNamSinh")
    return wrong


def _same_birth(question: Question, recorded: Mapping[str, str]) -> bool:
    full = recorded.get("NgayThangNam", "")
    if question.NgayThangNam:
        return compact(question.NgayThangNam) == full
    return question.Nam == (full[:4] or recorded.get("Nam", ""))


def name_key(name: str) -> str:
    """What is compared of a name: letters and digits, upper case, no diacritics, no spaces (§2.2)."""
    marks_apart = unicodedata.normalize("NFKD", name).translate(STROKED)
    return "".join(letter for letter in marks_apart.upper() if letter.isalnum())


STROKED = str.maketrans({"đ": "d", "Đ": "D", "Ð": "D", "ð": "d", "Ɖ": "D"})
"""Letters with a stroke have no decomposition; the look-alikes U+00D0 and U+0189 occur in real data."""
