"""Visits over a platform, a browser and national systems that are made of paper."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from fixtures.world import World
from harness.journeys.cast import players
from harness.port import results as r
from harness.port.platform import Broken, NotOffered, Refused
from harness.port.table import BY_ID
from harness.signing import Signature
from harness.testbed import ActionRefused, TestBedError
from load import scene as scenes
from load.books import Writer, read_books
from load.plan import Visit
from load.scene import Desk, Ground, Scene
from load.visits import play
from load.words import RETURN

BASE = "http://127.0.0.1:1"


class Paper:
    """A platform that answers from memory. ``faults``: what an operation raises; ``codes``: one a submission."""

    def __init__(self, service: Any) -> None:
        self.service, self.calls, self.faults = service, list[str](), dict[str, Exception]()
        self.codes, self.states = ["H1"] * 9, ["paid"]
        self.both = threading.Barrier(2, timeout=5)

    def __getattr__(self, name: str) -> Any:
        if name not in BY_ID:
            raise AttributeError(name)

        def perform(actor: Any, **inputs: Any) -> Any:  # noqa: ARG001 the platform's way to be called
            self.calls.append(name)
            if name in self.faults:
                raise self.faults[name]
            return getattr(self, f"on_{name}", self.plain)(name)

        return perform

    def plain(self, name: str) -> Any:
        return BY_ID[name].output.model_construct(forms=[], document=r.Blob(content=b"%PDF"), found=True)

    def on_open_form(self, _: str) -> Any:
        parts = self.service.components
        slots = [
            r.Slot(component_code=part.code, name=part.name, upload=part.form is None, generated=part.form is not None)
            for part in parts
        ]
        return r.Form(procedure_code=self.service.code, draft_id="d1", fields=[], slots=slots, delivery=["electronic"])

    def on_submit(self, _: str) -> Any:
        return r.Receipt(dossier_code=self.codes.pop(0))

    def on_start_payment(self, _: str) -> Any:
        return r.Order(reference="R1", pay_url=f"{BASE}/pay")

    def on_track(self, _: str) -> Any:
        state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        return r.Dossier(dossier_code="H1", procedure_code="x", status="1", payment=r.Payment(state=state))


class Control:
    """National systems that do what they are asked, or refuse."""

    def __init__(self) -> None:
        self.refusal: Exception | None = None

    def act(self, system: str, action: str, **inputs: Any) -> Any:
        if self.refusal and (system, action) == ("payment", "pay"):
            raise self.refusal
        return {"url": f"{BASE}/apply", "location": f"{BASE}/back", "inputs": inputs}


class Browser:
    """A browser that notes under which name each page was fetched; ``status`` of every page."""

    def __init__(self) -> None:
        self.operation, self.fetched, self.status = "", list[tuple[str, str]](), 200
        self.redirects = {f"{BASE}/back": "/done"}

    def transport(self, actor: Any) -> Any:  # noqa: ARG002
        return SimpleNamespace(request=self._request)

    def _request(self, method: str, url: str) -> Any:  # noqa: ARG002
        self.fetched.append((self.operation, url))
        if self.status == 0:
            raise Broken("không có câu trả lời")
        headers = {"location": self.redirects[url]} if url in self.redirects else {}
        return SimpleNamespace(status=self.status, headers=headers)


class Keys:
    """A keyring that signs anything."""

    def sign(self, document: bytes, holder: Any, **_: Any) -> Signature:
        return Signature(document + b"signed", "valid", holder.name, holder.identifier)


@pytest.fixture
def stand(charged, tmp_path, monkeypatch):
    """Plays a visit and answers its books, with everything it was played on."""
    monkeypatch.setattr(scenes, "PATIENCE", 0.0)
    stand = SimpleNamespace(platform=Paper(charged), control=Control(), browser=Browser(), paused=[])
    path = tmp_path / "books.ndjson"

    def run(kind: str = "file", service: Any = charged) -> Any:
        ground = Ground(
            service=service,
            base_url=BASE,
            control=stand.control,
            keyring=Keys(),
            books=Writer(path),
            clock=lambda: datetime(2026, 11, 22, tzinfo=UTC),
            think=lambda: 0.25,
            pause=stand.paused.append,
        )
        stand.platform.service = service
        player = players(World(1), service)[0]
        play(Scene(Visit(7, kind, 0.0), player, ground, stand.browser, stand.platform))
        return read_books(path)

    stand.run = run
    return stand


def test_a_filing_visit_goes_all_the_way(stand):
    books = stand.run()
    assert books.endings() == {"complete": 1}
    assert books.codes == ["H1"]
    assert books.paid[0]["seen"] is True
    assert stand.platform.calls == [
        "sign_in", "open_form", "save_draft", "upload", "upload", "render_document", "attach_signature", "submit",
        "track_public", "start_payment", "track",
    ]  # fmt: skip


def test_every_act_is_thought_about(stand):
    stand.run()
    assert stand.paused.count(0.25) == len(stand.platform.calls)


def test_the_way_back_from_paying_is_followed_within_the_service(stand):
    stand.run()
    assert stand.browser.fetched == [(RETURN, f"{BASE}/back"), (RETURN, f"{BASE}/done")]


def test_a_free_procedure_is_not_paid_for(stand, free):
    books = stand.run(service=free)
    assert books.endings() == {"complete": 1}
    assert "start_payment" not in stand.platform.calls
    assert list(books.sent.values()) == [players(World(1), free)[0].organisation.code]


def test_a_visitor_who_only_looks_files_nothing(stand):
    books = stand.run("inform")
    assert books.endings() == {"complete": 1}
    assert not books.sent


def test_a_double_click_sends_twice_at_once(stand):
    stand.platform.on_submit = lambda _: (stand.platform.both.wait(), r.Receipt(dossier_code="H1"))[1]
    books = stand.run("double")
    assert stand.platform.calls.count("submit") == 2
    assert books.acknowledged == {"d1": ["H1"]}
    assert books.endings() == {"complete": 1}


def test_a_double_click_that_makes_two_dossiers_is_in_the_books(stand):
    stand.platform.codes = ["H1", "H2"]
    assert sorted(stand.run("double").acknowledged["d1"]) == ["H1", "H2"]


def test_a_second_click_may_be_refused(stand):
    answers = iter([r.Receipt(dossier_code="H1")])

    def submit(_: str) -> Any:
        found = next(answers, None)
        if found is None:
            raise Refused("đã nộp rồi", code="409")
        return found

    stand.platform.on_submit = submit
    books = stand.run("double")
    assert not books.failures
    assert books.codes == ["H1"]


def test_both_clicks_refused_is_noted(stand):
    stand.platform.faults["submit"] = Refused("không nhận", code="422")
    books = stand.run("double")
    assert [line["outcome"] for line in books.failures] == ["refused", "refused"]
    assert books.endings() == {"failed": 1}


def test_a_broken_click_is_noted_even_when_the_other_one_made_it(stand):
    answers = iter([r.Receipt(dossier_code="H1")])

    def submit(_: str) -> Any:
        found = next(answers, None)
        if found is None:
            raise Broken("HTTP 500")
        return found

    stand.platform.on_submit = submit
    assert [line["outcome"] for line in stand.run("double").failures] == ["broken"]


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Broken("HTTP 503"), "broken"),
        (Refused("quá nhiều yêu cầu", code="429"), "refused"),
        (NotOffered("không có"), "not_offered"),
        (KeyError("dossier_code"), "broken"),
    ],
)
def test_a_step_that_is_not_done_ends_the_visit_and_is_noted(stand, fault, outcome):
    stand.platform.faults["upload"] = fault
    books = stand.run()
    assert [(line["operation"], line["outcome"], line["visit"]) for line in books.failures] == [("upload", outcome, 7)]
    assert books.endings() == {"failed": 1}
    assert not books.sent


def test_a_send_without_an_answer_leaves_the_draft_in_doubt(stand):
    stand.platform.faults["submit"] = Broken("hết giờ chờ")
    assert sum(stand.run().in_doubt.values()) == 1


def test_a_payment_the_service_never_learns_of_is_noted(stand):
    stand.platform.states = ["waiting"]
    assert stand.run().paid[0]["seen"] is False


def test_a_payment_that_takes_a_moment_is_waited_for(stand, monkeypatch):
    monkeypatch.setattr(scenes, "PATIENCE", 5.0)
    stand.platform.states = ["waiting", "waiting", "paid"]
    assert stand.run().paid[0]["seen"] is True


@pytest.mark.parametrize(("status", "outcome"), [(0, "broken"), (500, "broken"), (403, "refused")])
def test_a_way_back_that_fails_is_noted(stand, status, outcome):
    stand.browser.status = status
    books = stand.run()
    assert [(line["operation"], line["outcome"]) for line in books.failures] == [(RETURN, outcome)]


def test_a_payment_the_platform_refuses_is_noted(stand):
    stand.control.refusal = ActionRefused(409, "đơn đã hủy")
    assert stand.run().failures[0]["why"] == "đơn đã hủy"


def test_mocks_that_do_not_answer_are_the_bench_s_trouble(stand):
    stand.control.refusal = TestBedError("hệ thống mô phỏng không trả lời")
    books = stand.run()
    assert books.endings() == {"bench": 1}
    assert not books.failures


def test_mocks_that_die_during_a_step_are_the_bench_s_trouble(stand):
    stand.platform.faults["sign_in"] = TestBedError("hệ thống mô phỏng không trả lời")
    assert stand.run().endings() == {"bench": 1}


def test_codes_and_tokens_do_not_reach_the_books(stand):
    stand.platform.faults["sign_in"] = Broken(f"{BASE}/callback?code=bi-mat-123456&state=x: HTTP 500")
    assert "bi-mat-123456" not in stand.run().failures[0]["why"]


def test_the_national_page_may_refuse(stand):
    control = SimpleNamespace(act=lambda *_, **__: (_ for _ in ()).throw(ActionRefused(403, "sai địa chỉ")))
    with pytest.raises(Refused, match="sai địa chỉ"):
        Desk(control).sign_in("http://127.0.0.1/authorize", SimpleNamespace(person="1", organisation="2"))
    where = Desk(stand.control).sign_in("http://127.0.0.1/a", SimpleNamespace(person="1", organisation=""))
    assert where == f"{BASE}/back"
