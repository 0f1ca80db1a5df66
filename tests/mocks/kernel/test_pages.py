"""The pages for people, without JavaScript, and the OpenAPI document."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from mocks.kernel.app import MockApp
from mocks.kernel.ground import Fixtures
from mocks.kernel.kernel import Kernel
from mocks.kernel.pages import dong
from mocks.kernel.systems import installed

GOLDEN = Path(__file__).parent / "golden"


def words(page: str) -> str:
    """The text of a page, one line per block."""
    body = page.split("<main>")[1].split("</main>")[0]
    lines = re.sub(r"</(?:p|h1|h2|tr|pre)>", "\n", body)
    text = re.sub(r"</t[dh]>", " | ", lines)
    bare = unescape(re.sub(r"<[^>]+>", "", text))
    return "\n".join(" ".join(line.split()) for line in bare.splitlines() if line.strip()) + "\n"


def test_the_start_page_lists_runs_and_systems(play: Any) -> None:
    async def scenario(server: Any) -> None:
        empty = (await server.client.get("/")).text
        assert "Chưa có lượt chạy nào" in empty
        assert "http://127.0.0.1:8000/_/runs" in empty
        await server.run("thu")
        answer = await server.client.get("/")
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert 'href="/_/runs/thu/page"' in answer.text
        assert "22/11/2026 08:00:00 (đứng yên)" in answer.text
        assert "Hệ thống mẫu" in answer.text
        assert "<script" not in answer.text

    play(scenario)


def test_the_journal_page_shows_calls_newest_first_and_escaped(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        await server.keep("<b>x</b>")
        await server.keep("H2")
        await server.client.get("/r1/toy/nope")
        page = (await server.client.get("/_/runs/r1/page")).text
        assert "<b>x</b>" not in page
        assert page.index("operation.path") < page.index("H2") < page.index("&lt;b&gt;x&lt;/b&gt;")
        assert 'href="/_/runs/r1/diagnosis/3"' in page

    play(scenario)


@pytest.mark.parametrize(
    ("name", "path", "body"),
    [("duplicate", "/r1/toy/g", {"service": "KEEP", "data": [{"code": "H1", "amount": 1}]}),
     ("field", "/r1/toy/g", {"service": "KEEP", "data": [{"code": "H1"}]}),
     ("unknown", "/r1/toy/g", {"service": "RNIG"}), ("path", "/r1/toy/tpyed", {}), ("fault", "/r1/toy/fail", {})],
)  # fmt: skip
def test_the_diagnosis_reads_as_it_did(play: Any, name: str, path: str, body: dict[str, Any]) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        await server.keep("H1")
        answer = await server.client.post(path, json=body)
        link = answer.headers["toantrinh-diagnosis"]
        assert link == "http://127.0.0.1:8000/_/runs/r1/diagnosis/2"
        text = words((await server.client.get(link)).text)
        assert text == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")

    play(scenario)


def test_a_diagnosis_of_an_accepted_call_says_so_and_of_none_is_404(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        await server.keep("H1")
        assert "Được chấp nhận" in (await server.client.get("/_/runs/r1/diagnosis/1")).text
        assert (await server.client.get("/_/runs/r1/diagnosis/2")).status_code == 404
        assert (await server.client.get("/_/runs/r1/diagnosis/0")).status_code == 404
        assert (await server.client.get("/_/runs/r1/diagnosis/x")).status_code == 422

    play(scenario)


def test_the_card_page(play: Any) -> None:
    async def scenario(server: Any) -> None:
        assert "toy §1" in (await server.client.get("/_/cards/toy/page")).text
        assert (await server.client.get("/_/cards/nope/page")).status_code == 404

    play(scenario)


def test_the_document_is_valid_openapi_and_names_every_operation() -> None:
    members = installed()
    document = MockApp(Kernel(members, Fixtures())).openapi()
    validate(document)
    for name, member in members.items():
        for method, path in member.table.slots:
            assert method.lower() in document["paths"][f"/{{run_key}}/{name}{path}"]
    init = document["paths"]["/{run_key}/payment/paymentplatform/init"]["post"]
    assert "MaThamChieu" in init["requestBody"]["content"]["application/json"]["schema"]["properties"]
    assert "/_/runs/{run}/journal" in document["paths"]


def test_the_document_is_served(play: Any) -> None:
    async def scenario(server: Any) -> None:
        document = (await server.client.get("/_/openapi.json")).json()
        assert document["paths"]["/_/runs"]["post"]["security"] == [{"token": []}, {}]
        body = document["paths"]["/{run_key}/toy/g"]["post"]["requestBody"]
        assert body["content"]["application/json"]["schema"]["required"] == ["service", "data"]

    play(scenario)


def test_money_is_written_as_people_write_it() -> None:
    assert (dong(0), dong(200000), dong(1234567)) == ("0 đ", "200.000 đ", "1.234.567 đ")
