"""The public pages, read as a person's browser would: no login, no script (legal-criteria §1.3-1.4)."""

from __future__ import annotations

import io
import json
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from docx import Document
from lxml import html

from fixtures.services import load
from mocks.kernel.problem import Problem
from mocks.kernel.testing import Bench
from mocks.portal import forms
from mocks.portal.testing import Client
from mocks.portal.tree import filename

PAGE = "/thu-tuc/1.012907"


def texts(bench: Bench, path: str) -> str:
    """The page's text with single spaces."""
    return " ".join(html.fromstring(bench.call("GET", path).text).text_content().split())


def test_the_procedure_page_shows_every_constituent_part(bench: Bench) -> None:
    service = load("cap-lai-chung-chi-moi-gioi")
    shown = texts(bench, PAGE)
    expected = [
        service.name,
        "1.012907",
        "872/QĐ-BXD",
        "toàn trình",
        "10 Ngày làm việc",
        "200.000 đ",
        service.applicants_text,
        "Sở Xây dựng",
        "KQ.G17.000207",
        service.receiving_agency.name,
        service.requirements_text,
        *(component.name for component in service.components),
        *(component.code for component in service.components),
        *(basis.number for basis in service.legal_basis),
        *service.steps_text.splitlines(),
    ]
    assert [part for part in expected if " ".join(part.split()) not in shown] == []
    assert bench.last.keys["MaTTHC"] == "1.012907"


def test_a_free_procedure_says_so(bench: Bench) -> None:
    assert "Không thu phí, lệ phí" in texts(bench, "/thu-tuc/1.012901")


@pytest.mark.parametrize("path", [PAGE, "/", "/tra-cuu?q=x", "/thu-tuc/1.999999"])
def test_pages_are_accessible_and_need_no_script(bench: Bench, path: str) -> None:
    answer = bench.call("GET", path)
    page = html.fromstring(answer.text)
    assert answer.headers["content-type"].startswith("text/html")
    assert page.get("lang") == "vi"
    assert page.xpath("//title/text()")[0].strip()
    assert len(page.xpath("//main//h1")) == 1
    assert not page.xpath("//script | //@onclick | //table[not(caption)] | //th[not(@scope)]")
    identifiers = set(page.xpath("//label/@for"))
    assert {field.get("id") for field in page.xpath("//input[not(@type='hidden')]")} <= identifiers


def test_the_page_of_an_unknown_procedure_is_404(bench: Bench) -> None:
    assert bench.call("GET", "/thu-tuc/1.999999").status == 404


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("1.012907", ["1.012907"]),
        ("1.012907.000.00.00.Y99", ["1.012907"]),
        ("chứng chỉ hành nghề môi giới", ["1.012907"]),
        ("CHỨNG CHỈ", ["1.012907"]),
        ("chung chi hanh nghe", ["1.012907"]),
        ("chư\u0301ng chỉ", ["1.012907"]),
        ("san giao dich bat dong san", ["1.012901"]),
        ("cap lai", ["1.012901", "1.012907"]),
        ("", ["1.012901", "1.012907"]),
        ("khai sinh", []),
        ("chừng chỉ", []),
    ],
)
def test_search_by_code_and_name(bench: Bench, q: str, found: list[str]) -> None:
    page = html.fromstring(bench.call("GET", f"/tra-cuu?q={quote(q)}").text)
    assert sorted(link.rsplit("/", 1)[1] for link in page.xpath("//main//li/a/@href")) == found


def test_search_finds_a_dossier_but_says_nothing_of_the_person(client: Client, item: dict[str, Any]) -> None:
    client.create(item)
    shown = texts(client.bench, f"/tra-cuu?q={item['MaHoSo']}")
    assert "Được tiếp nhận" in shown
    assert item["ChuHoSo"] not in shown
    assert "Được tiếp nhận" not in texts(client.bench, f"/tra-cuu?q={item['MaHoSo'][:-1]}")


def test_what_a_visitor_types_is_escaped(bench: Bench) -> None:
    page = bench.call("GET", "/tra-cuu?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script" not in page


def test_the_link_to_file_is_built_from_the_target(bench: Bench) -> None:
    page = html.fromstring(bench.call("GET", PAGE).text)
    (link,) = [anchor.get("href") for anchor in page.xpath("//a") if "Nộp hồ sơ" in anchor.text_content()]
    url = urlsplit(link)
    assert (url.netloc, url.path) == ("127.0.0.1:9", "/vi/nps/apply")
    assert parse_qs(url.query) == {
        "MaTTHC": ["1.012907"],
        "MaCoQuanThucHien": ["Y99.01"],
        "MaDVC": ["1012907"],
        "MaTTHCDP": ["1.012907.000.00.00.Y99"],
        "vneid": ["1"],
    }
    assert bench.act("deep_link", MaTTHC="1.012907")["url"] == link


def test_a_target_with_a_query_keeps_it(bench: Bench) -> None:
    bench.run.targets["portal.deeplink"] = "http://127.0.0.1:9/apply?city=Y99"
    assert bench.act("deep_link", MaTTHC="1.012907")["url"].startswith("http://127.0.0.1:9/apply?city=Y99&MaTTHC=")


def test_without_target_there_is_no_link(alone: Bench) -> None:
    assert "chưa kết nối" in texts(alone, PAGE)
    with pytest.raises(Problem) as told:
        alone.act("deep_link", MaTTHC="1.012907")
    assert told.value.status == 409


@pytest.mark.parametrize("code", ["1.999999", "", None])
def test_no_deep_link_for_an_unknown_procedure(bench: Bench, code: Any) -> None:
    with pytest.raises(Problem) as told:
        bench.act("deep_link", MaTTHC=code)
    assert told.value.status == 404


def download(bench: Bench, path: str = PAGE) -> tuple[str, Any]:
    """The first form that a procedure's page links to: its path, and the answer."""
    page = html.fromstring(bench.call("GET", path).text)
    (link,) = page.xpath("//a[contains(@href, '/bieu-mau/')]/@href")
    return link, bench.call("GET", link)


@pytest.mark.parametrize(
    ("path", "service"),
    [(PAGE, "cap-lai-chung-chi-moi-gioi"), ("/thu-tuc/1.012901", "cap-lai-giay-phep-san-giao-dich")],
)
def test_a_form_is_a_real_document_with_its_code_title_and_fields(bench: Bench, path: str, service: str) -> None:
    _, answer = download(bench, path)
    form = next(component.form for component in load(service).components if component.form)
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(answer.body)).paragraphs)
    assert answer.headers["content-type"] == forms.DOCX
    assert form.code in text
    assert form.title in text
    assert [field.label for field in form.fields if field.label not in text] == []
    assert answer.headers["content-disposition"].startswith("attachment; filename=")


def test_a_form_has_the_same_bytes_every_time(bench: Bench) -> None:
    first = download(bench)[1].body
    forms._document.cache_clear()
    assert download(bench)[1].body == first


@pytest.mark.parametrize("change", [("PL-XXVII", "PL-XIX"), ("-01/", "-02/"), (".docx", ".exe")])
def test_another_form_address_is_404(bench: Bench, change: tuple[str, str]) -> None:
    link, _ = download(bench)
    answer = bench.call("GET", link.replace(*change))
    assert answer.status == 404
    assert answer.headers["content-type"].startswith("text/html")


def test_the_procedures_record_links_to_the_same_form(client: Client) -> None:
    tree = client.ask("LayThuTuc", maTTHC="1.012907")["result"][0]
    (url,) = [paper["URL"] for paper in tree["THANHPHANHOSO"][0]["GIAYTO"] if paper["URL"]]
    assert url == download(client.bench)[0]


@pytest.mark.parametrize(
    ("code", "name"), [("Phụ lục XXVII", "Phu-luc-XXVII.docx"), ("Mẫu số 01/Đ", "Mau-so-01-D.docx"), ("../x", "x.docx")]
)
def test_file_names_are_plain(code: str, name: str) -> None:
    assert filename(code) == name


def test_the_portal_asks_the_province_for_a_dossier(client: Client, item: dict[str, Any]) -> None:
    client.create(item)
    assert client.bench.act("lookup", MaHoSo=item["MaHoSo"])["callback"]
    seen: list[Any] = []
    client.bench.advance(1, lambda sent: (seen.append(sent), (200, b"{}"))[1])
    (sent,) = seen
    assert sent.url == "http://127.0.0.1:9/search/call"
    assert json.loads(sent.body) == {"madonvi": "Y99", "service": "TraCuuHoSo", "masohoso": item["MaHoSo"]}
    assert client.bench.last.keys["MaHoSo"] == item["MaHoSo"]


def test_the_portal_downloads_a_file_from_the_province(bench: Bench) -> None:
    seen: list[Any] = []
    bench.act("fetch_file", uid="4f0c 1")
    bench.advance(1, lambda sent: (seen.append(sent), (200, b"%PDF"))[1])
    assert (seen[0].method, seen[0].url) == ("GET", "http://127.0.0.1:9/downloadfile/4f0c%201")


@pytest.mark.parametrize(("action", "inputs"), [("lookup", {}), ("fetch_file", {"uid": " "})])
def test_a_call_to_the_province_needs_its_number(bench: Bench, action: str, inputs: dict[str, Any]) -> None:
    with pytest.raises(Problem) as told:
        bench.act(action, **inputs)
    assert told.value.status == 422


@pytest.mark.parametrize(("action", "inputs"), [("lookup", {"MaHoSo": "x"}), ("fetch_file", {"uid": "x"})])
def test_a_call_to_the_province_needs_its_target(alone: Bench, action: str, inputs: dict[str, Any]) -> None:
    with pytest.raises(Problem) as told:
        alone.act(action, **inputs)
    assert told.value.status == 409
