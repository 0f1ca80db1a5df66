"""What the platform makes of the city's answers: refusals, breakdowns, files, pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from harness.platforms.reference_city import NOT_OFFERED, ReferenceCity
from harness.platforms.reference_city.html import page
from harness.platforms.reference_city.session import filename, success
from harness.port.platform import Actor, Bench, Broken, Refused
from harness.port.table import BY_ID

BASE = "http://127.0.0.1:9"
PUBLIC, OFFICER = Actor("public"), Actor("receiver", account="a", password="b")


@dataclass
class Answer:
    status: int = 200
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    url: str = BASE
    exchange: str = "x1"

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)


def said(status: int, body: Any) -> Answer:
    return Answer(status, json.dumps(body).encode(), {"content-type": "application/json"})


class Script:
    """A transport that answers from a list, and remembers what was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.asked = list(answers), list[str]()

    def request(self, method: str, url: str, **_: Any) -> Answer:
        self.asked.append(f"{method} {url.removeprefix(BASE)}")
        return self.answers.pop(0)


def city(script: Script, national: Any = None) -> ReferenceCity:
    return ReferenceCity(Bench(BASE, lambda actor: script, national))


def test_every_offered_operation_has_its_method_and_inputs() -> None:
    assert ReferenceCity.offers == set(BY_ID) - NOT_OFFERED
    for name in ReferenceCity.offers:
        assert callable(getattr(ReferenceCity, name))


def test_a_refusal_keeps_code_message_and_fields() -> None:
    problem = {"code": "incomplete", "message": "Thiếu.", "fields": {"ho_ten": "Chưa nhập."}}
    with pytest.raises(Refused) as refused:
        success(said(422, problem))
    assert (refused.value.code, refused.value.message, refused.value.fields) == (
        "incomplete",
        "Thiếu.",
        {"ho_ten": "Chưa nhập."},
    )


@pytest.mark.parametrize(
    "answer", [said(404, []), Answer(403, b"<h1>x</h1>", {"content-type": "text/html"}), Answer(302)]
)
def test_a_refusal_without_a_problem_is_its_status(answer: Answer) -> None:
    with pytest.raises(Refused) as refused:
        success(answer)
    assert refused.value.code == str(answer.status)


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_breakdown_is_no_refusal(status: int) -> None:
    with pytest.raises(Broken, match=str(status)):
        success(said(status, {"code": "x", "message": "y"}))


def test_an_officer_signs_in_once_and_again_when_the_session_has_ended() -> None:
    queue = said(200, {"dossiers": []})
    script = Script(said(201, {}), queue, queue, said(401, {}), said(201, {}), queue)
    platform = city(script)
    for _ in range(3):
        assert platform.list_queue(OFFICER).dossiers == []
    assert [asked.split()[0] for asked in script.asked] == ["POST", "GET", "GET", "GET", "POST", "GET"]


def test_a_link_that_doesnt_lead_to_the_sign_in_is_refused() -> None:
    gone = Answer(404, b"<title>Kh\xc3\xb4ng t\xc3\xacm th\xe1\xba\xa5y</title>", {"content-type": "text/html"})
    with pytest.raises(Refused, match="Không tìm thấy") as refused:
        city(Script(gone)).sign_in(PUBLIC, f"{BASE}/vi/nps/apply")
    assert refused.value.code == "404"
    with pytest.raises(Broken):
        city(Script(Answer(500))).sign_in(PUBLIC, f"{BASE}/vi/nps/apply")


def test_a_form_behind_a_sign_in_is_a_finding() -> None:
    away = Answer(303, headers={"location": "/dang-nhap?ve=%2F"})
    found = city(Script(away)).download_form(PUBLIC, "/bieu-mau/a.docx")
    assert (found.status, found.login_required, found.file) == (303, True, None)


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("attachment; filename=\"_.pdf\"; filename*=UTF-8''%C4%91%C6%A1n.pdf", "đơn.pdf"),
        ('attachment; filename="a b.pdf"', "a b.pdf"),
        ("inline", ""),
        ("", ""),
    ],
)
def test_file_names(disposition: str, name: str) -> None:
    assert filename(disposition) == name


def test_a_page_is_its_visible_text() -> None:
    markup = (
        "<html><head><title> Một  trang </title><style>x</style></head><body><p>Chữ  này</p><script>ẩn</script></body>"
    )
    shown = page(Answer(content=markup.encode(), headers={"content-type": "text/html; charset=utf-8"}))
    assert (shown.title, shown.text, shown.login_required) == ("Một trang", "Chữ này", False)
    assert page(Answer(401)).login_required
