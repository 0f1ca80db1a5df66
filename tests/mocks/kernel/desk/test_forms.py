"""The pages' forms: what they change, what they refuse, and that other sites' pages can't send them."""

from __future__ import annotations

from typing import Any

import pytest


async def post(server: Any, path: str, headers: dict[str, str] | None = None, **fields: str) -> Any:
    return await server.client.post(path, data=fields, headers=headers or {})


def test_a_run_is_made_and_removed(play: Any) -> None:
    async def scenario(server: Any) -> None:
        made = await post(server, "/", key="thu", seed="7")
        assert (made.status_code, made.headers["location"]) == (303, "/_/runs/thu/page")
        assert (await server.client.get("/_/runs/thu")).json()["seed"] == 7
        assert (await post(server, "/", key="", seed="")).headers["location"] == "/_/runs/r1/page"
        gone = await post(server, "/_/runs/thu/page/remove")
        assert (gone.status_code, gone.headers["location"]) == (303, "/")
        assert (await server.client.get("/_/runs/thu")).status_code == 404

    play(scenario)


@pytest.mark.parametrize(
    ("fields", "status", "says"),
    [({"key": "Không"}, 422, "key"), ({"key": "a", "seed": "x"}, 422, "seed"), ({"key": "r1"}, 409, "Đã có lượt chạy")],
)  # fmt: skip
def test_a_run_that_cannot_be_made_is_said_on_the_page(
    play: Any, fields: dict[str, str], status: int, says: str
) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        answer = await post(server, "/", **fields)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
        alert = answer.text.split('role="alert">')[1].split("</p>")[0]
        assert says in alert
        assert f'value="{fields["key"]}"' in answer.text

    play(scenario)


def test_faults_are_set_and_taken_back(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        page = "/_/runs/r1/faults/page"
        set_one = await post(server, page, system="toy", operation="KEEP", kind="status", value="503", count="2")
        assert (set_one.status_code, set_one.headers["location"]) == (303, page)
        await post(server, page, kind="latency", value="0.001")
        await server.keep("H1")
        shown = (await server.client.get("/_/runs/r1/faults")).json()
        assert [(one["id"], one["kind"], one["fired"]) for one in shown] == [("f1", "status", 1), ("f2", "latency", 1)]
        text = (await server.client.get(page)).text
        assert "trả lời HTTP 503" in text
        assert 'aria-label="Bỏ lỗi f1"' in text
        assert "2 lỗi đang đặt" in text
        await post(server, f"{page}/drop", id="f1")
        assert [one["id"] for one in (await server.client.get("/_/runs/r1/faults")).json()] == ["f2"]
        await post(server, f"{page}/drop")
        assert "Không có lỗi nào" in (await server.client.get(page)).text

    play(scenario)


@pytest.mark.parametrize(
    ("fields", "says"),
    [({"kind": "nope"}, "fault"), ({"kind": "latency", "value": "x"}, "seconds"), ({"kind": "latency"}, "latency"),
     ({"kind": "empty", "count": "0"}, "count"), ({"kind": "empty", "operation": "KEPT"}, "KEPT"), ({}, "fault")],
)  # fmt: skip
def test_a_fault_that_cannot_be_is_said_on_the_page(play: Any, fields: dict[str, str], says: str) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        answer = await post(server, "/_/runs/r1/faults/page", **fields)
        assert answer.status_code == 422
        assert says in answer.text.split('role="alert">')[1].split("</p>")[0]
        assert (await server.client.get("/_/runs/r1/faults")).json() == []

    play(scenario)


def test_profiles_that_do_not_fit_or_exist_are_said_on_the_page(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        page = "/_/runs/r1/faults/page/profile"
        assert (await post(server, page, name="dan-cu-ngung", lam="bat")).status_code == 422
        assert (await post(server, page, name="nope", lam="bat")).status_code == 404
        on = await post(server, page, name="mang-chap-chon", lam="bat")
        assert on.status_code == 303
        text = (await server.client.get("/_/runs/r1/faults/page")).text
        assert 'aria-label="Tắt mang-chap-chon"' in text
        assert (await post(server, page, name="mang-chap-chon", lam="tat")).status_code == 303
        assert (await post(server, page, name="mang-chap-chon", lam="tat")).status_code == 404

    play(scenario)


def test_callbacks_are_held_released_repeated_and_dropped(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        page = "/_/runs/r1/callbacks/page"
        await server.client.put("/_/runs/r1/targets", json={"toy.back": "http://127.0.0.1:9000"})
        await post(server, page, lam="hold")
        assert "được giữ lại" in (await server.client.get(page)).text
        await server.client.post("/r1/toy/g", json={"service": "RING"})
        assert 'aria-label="Thả c1"' in (await server.client.get(page)).text
        await post(server, page, id="c1", lam="duplicate")
        await post(server, page, id="c2", lam="drop")
        assert (await post(server, page, id="c1", lam="release")).status_code == 303
        await server.client.post("/_/runs/r1/clock/advance", json={"seconds": 0})
        states = [one["state"] for one in (await server.client.get("/_/runs/r1/callbacks")).json()]
        assert states == ["delivered", "dropped"]
        refused = await post(server, page, id="c1", lam="hold")
        assert (refused.status_code, "c1 đang ở trạng thái delivered" in refused.text) == (409, True)
        assert (await post(server, page, id="c9", lam="hold")).status_code == 404
        assert (await post(server, page, id="c1", lam="nope")).status_code == 422
        await post(server, page, lam="release")
        assert "được gửi khi tới giờ" in (await server.client.get(page)).text

    play(scenario)


def test_the_journal_is_filtered_and_loads_itself_again(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        await server.keep("H1")
        await server.keep("H2")
        page = (await server.client.get("/_/runs/r1/page?key=H2&moi=5")).text
        assert "MaHoSo: H2" in page
        assert "MaHoSo: H1" not in page
        assert '<meta http-equiv="refresh" content="5">' in page
        assert 'href="/_/runs/r1/journal.har?key=H2"' in page
        odd = (await server.client.get("/_/runs/r1/page?moi=1&key=%22%3E")).text
        assert "http-equiv" not in odd
        assert 'value="&#34;&gt;"' in odd
        assert "Chưa có mục nào như vậy" in odd

    play(scenario)


def test_the_journal_shows_the_newest_however_many_there_are(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        for number in range(205):
            await server.keep(f"N{number}")
        page = (await server.client.get("/_/runs/r1/page")).text
        assert "MaHoSo: N204" in page
        assert "MaHoSo: N4<" not in page
        assert page.count("/diagnosis/") == 200

    play(scenario)


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"origin": "http://evil.example"}, 403), ({"sec-fetch-site": "cross-site"}, 403),
     ({"sec-fetch-site": "same-site"}, 403), ({"origin": "null"}, 403),
     ({"origin": "http://127.0.0.1:8000"}, 303), ({"sec-fetch-site": "same-origin"}, 303), ({}, 303)],
)  # fmt: skip
def test_only_our_own_pages_send_forms(play: Any, headers: dict[str, str], status: int) -> None:
    async def scenario(server: Any) -> None:
        assert (await post(server, "/", headers, key="thu", seed="1")).status_code == status
        assert (await server.client.get("/_/runs/thu")).status_code == (200 if status == 303 else 404)

    play(scenario)


def test_forms_need_the_token_that_everything_else_needs(play: Any) -> None:
    async def scenario(server: Any) -> None:
        assert (await post(server, "/", key="thu", seed="1")).status_code == 401
        bearer = {"Authorization": "Bearer geheim"}
        assert (await post(server, "/", bearer, key="thu", seed="1")).status_code == 303
        assert (await post(server, "/_/runs/thu/faults/page", kind="empty")).status_code == 401

    play(scenario, token="geheim")


def test_what_is_no_form_is_refused(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        assert (await server.client.post("/_/runs/r1/faults/page", content=b"\xff")).status_code == 400

    play(scenario)
