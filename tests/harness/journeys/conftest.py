"""A service host and national systems in memory, so that a journey can be played in milliseconds."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import ClassVar

import pytest

from fixtures import services
from fixtures.pki import Authority
from fixtures.world import World
from harness.journeys import JOURNEYS
from harness.journeys.cast import cast
from harness.journeys.files import pdf
from harness.journeys.journey import Journey
from harness.journeys.play import Play
from harness.journeys.stage import Stage
from harness.port import results as r
from harness.port.platform import Refused
from harness.port.runner import Port
from harness.port.table import BY_ID
from harness.recording import Recorder, open_recording
from harness.signing import Keyring
from harness.testbed import HOSTS
from harness.transport import Wire

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
STATES = {"submit": 1, "receive": 2, "refuse": 3, "forward": 4, "request_supplement": 5, "withdraw": 7, "approve": 9}


class Town:
    """A conforming service host, as small as the journeys allow. ``quirks`` replaces operations by name."""

    name = "town"
    offers = frozenset(BY_ID)
    targets: ClassVar = {"payment.return": "/return"}

    def __init__(self, service) -> None:
        self.service, self.quirks = service, {}
        self.drafts: dict[str, dict] = {}
        self.dossiers: dict[str, dict] = {}
        self.journal: list[dict] = []

    def __getattr__(self, operation: str) -> Callable:
        if operation not in BY_ID:
            raise AttributeError(operation)

        def act(actor, **inputs):
            if operation in self.quirks:
                return self.quirks[operation](actor, **inputs)
            return getattr(self, f"_{operation}")(actor, **inputs)

        return act

    def _read_procedure(self, _actor, procedure_code):
        return r.Procedure(code=procedure_code, name=self.service.name)

    def _search_procedures(self, _actor, query):
        return r.SearchHits(query=query, codes=[self.service.code])

    def _list_forms(self, _actor, **_):
        links = [
            {"form_code": "M", "title": "Đơn", "url": f"http://x/{kind}", "format": kind} for kind in ("docx", "pdf")
        ]
        return r.Forms(forms=[r.FormLink(component_code="c", **link) for link in links])

    def _download_form(self, _actor, **_):
        return r.Download(status=200)

    def _sign_in(self, actor, **_):
        kind = "enterprise" if actor.organisation else "citizen"
        return r.Account(subject="s", name=actor.name, kind=kind, identifier=actor.organisation or actor.person)

    def _open_form(self, actor, procedure_code):
        draft = f"d{len(self.drafts) + 1}"
        self.drafts[draft] = {"owner": actor.person, "data": {}, "signed": False, "code": ""}
        slots = [
            r.Slot(component_code=c.code, name=c.name, upload=c.form is None, generated=c.form is not None)
            for c in self.service.components
        ]
        known = r.FormField(name="ho_ten", label="Họ và tên", prefilled="TÊN TỪ CSDL", locked=True)
        return r.Form(
            procedure_code=procedure_code, draft_id=draft, fields=[known], slots=slots, delivery=["electronic"]
        )

    def _save_draft(self, _actor, draft_id, data, **_):
        self.drafts[draft_id]["data"] = data
        return r.Draft(draft_id=draft_id, data=data)

    def _upload(self, _actor, component_code, file, **_):
        return r.Upload(file_id="f", component_code=component_code, filename=file.filename, size=len(file.content))

    def _render_document(self, _actor, draft_id, component_code):
        document = r.Blob(content=pdf(draft_id), media_type="application/pdf", filename="don.pdf")
        return r.Rendered(component_code=component_code, document=document)

    def _attach_signature(self, _actor, draft_id, component_code, document):
        if b"/ByteRange" not in document.content:
            raise Refused("Chưa ký", code="422")
        self.drafts[draft_id]["signed"] = True
        return r.Signed(file_id="f", component_code=component_code)

    def _submit(self, actor, draft_id):
        draft = self.drafts[draft_id]
        if not draft["signed"]:
            raise Refused("Thiếu chữ ký", code="422")
        draft["code"] = draft["code"] or f"000.00.01.Y99-261120-{len(self.dossiers) + 1:04d}"
        self.dossiers.setdefault(draft["code"], {"owner": actor.person, "state": 1, "paid": "none"})
        return r.Receipt(dossier_code=draft["code"])

    def _start_payment(self, actor, dossier_code):
        self._own(actor, dossier_code)
        number = sum(entry["operation"] == "INIT" for entry in self.journal) + 1
        self.journal.append({"operation": "INIT"})
        return r.Order(reference=f"p{number}-{dossier_code}", pay_url=f"http://pay/{dossier_code}")

    def _track(self, actor, dossier_code):
        return self._dossier(self._own(actor, dossier_code), dossier_code)

    def _track_public(self, _actor, dossier_code):
        return r.PublicTrack(dossier_code=dossier_code, found=dossier_code in self.dossiers)

    def _supplement(self, _actor, dossier_code, **_):
        self.dossiers[dossier_code]["state"] = 4
        return r.Receipt(dossier_code=dossier_code)

    def _download_result(self, actor, dossier_code):
        self._own(actor, dossier_code)
        return r.Download(status=200)

    _download_receipt = _download_result

    def _list_queue(self, actor):
        return r.Queue(dossiers=[] if actor.role == "other_officer" else list(self.dossiers))

    def _read_log(self, _actor, dossier_code):
        return r.Log(dossier_code=dossier_code, entries=[])

    def _officer(self, operation: str) -> Callable:
        def act(actor, dossier_code, **inputs):
            if actor.role == "other_officer":
                raise Refused("Không có quyền", code="403")
            if inputs.get("reason") == "":
                raise Refused("Thiếu lý do", code="422")
            case = self.dossiers[dossier_code]
            case["state"] = STATES.get(operation, case["state"]) if operation != "return_result" else 10
            return self._dossier(case, dossier_code)

        return act

    def _own(self, actor, code: str) -> dict:
        if self.dossiers[code]["owner"] != actor.person:
            raise Refused("Không phải hồ sơ của bạn", code="403")
        return self.dossiers[code]

    def _dossier(self, case: dict, code: str) -> r.Dossier:
        payment = r.Payment(state=case["paid"])
        return r.Dossier(dossier_code=code, procedure_code="c", status=str(case["state"]), payment=payment)


for _operation in (
    "open_dossier",
    "receive",
    "refuse",
    "request_supplement",
    "forward",
    "propose",
    "consult",
    "approve",
):
    setattr(Town, f"_{_operation}", lambda self, actor, _o=_operation, **inputs: self._officer(_o)(actor, **inputs))
for _operation in ("return_result", "withdraw"):
    setattr(Town, f"_{_operation}", lambda self, actor, _o=_operation, **inputs: self._officer(_o)(actor, **inputs))


class Nation:
    """The control API and the journal, answered from the town."""

    def __init__(self, town: Town) -> None:
        self.town, self.acts = town, []
        self.run = "r1"

    def act(self, system: str, action: str, **inputs):
        self.acts.append((system, action, inputs))
        if action == "deep_link":
            return {"url": "http://127.0.0.1:1/apply"}
        code = (inputs.get("url") or "").rpartition("/")[2]
        if action in ("pay", "cancel"):
            self.town.dossiers[code]["paid"] = "paid" if action == "pay" else "cancelled"
            for number in range(1, 9):
                self._confirm(MaThamChieu=f"p{number}-{code}")
            return {"location": "", "MaLoi": "00"}
        return {"callback": self._confirm(forged=inputs["kind"])}

    def _confirm(self, **keys: str) -> str:
        callback = f"c{len(self.town.journal)}"
        entry = {"operation": "CONFIRM", "direction": "out", "response": {}, "keys": keys, "callback": callback}
        self.town.journal.append(entry)
        return callback

    def state(self, _system: str, table: str, *key: str):
        records = {"dossiers": {code: {"TrangThaiHoSo": str(d["state"])} for code, d in self.town.dossiers.items()}}
        found = records.get(table, {})
        return found.get(key[0]) if key else found

    def find(self, wanted):
        return next((entry for entry in self.town.journal if entry["operation"] == "CONFIRM" and wanted(entry)), None)

    def pause(self, seconds: float) -> None: ...


@pytest.fixture(scope="session")
def world() -> World:
    return World(1)


@pytest.fixture(scope="session", params=services.bundled())
def service(request):
    return services.load(request.param)


@pytest.fixture
def town(service) -> Town:
    return Town(service)


@pytest.fixture
def theatre(town, service, world, tmp_path):
    """Play journeys in the town: ``theatre(name, …)`` answers the recorded events."""
    recorder = Recorder(tmp_path / "r")
    nation, wire = Nation(town), Wire(recorder)
    host = SimpleNamespace(accounts=HOSTS["reference-city"].accounts, platform_class=lambda: Town)
    bed = SimpleNamespace(
        control=nation,
        journal=nation,
        host=host,
        base_url="http://127.0.0.1:9",
        staff_password="p",
        dead=lambda seconds: None,
    )
    pairs = cast(world, service, [journey.name for journey in JOURNEYS])
    port = Port(town, wire)
    authority = Authority.create(now=NOW)
    patience: dict[str, float] = {}

    def set_stage(name: str) -> Stage:
        return Stage(name, service, pairs[name], port, bed, recorder, Keyring(authority), lambda: NOW, patience)

    def play(*journeys: Journey) -> list[dict]:
        played = Play(service, recorder, journeys, town.offers, set_stage)
        play.last = played
        try:
            played.run()
        finally:
            recorder.seal()
            play.recording = open_recording(recorder.folder)
        return play.recording.events

    play.bed, play.nation, play.patience = bed, nation, patience
    yield play
    wire.close()
