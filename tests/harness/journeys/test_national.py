from types import SimpleNamespace

import pytest

from harness.journeys.national import National
from harness.port.platform import Actor, Broken, Refused
from harness.recording import Recorder, open_recording
from harness.testbed import ActionRefused
from harness.transport import Wire

CITIZEN = Actor(role="applicant", name="Lê A", person="099000000001")
FIRM = Actor(role="applicant", name="Lê A", person="099000000001", organisation="0000045674")


@pytest.fixture
def page(tmp_path):
    wire = Wire(Recorder(tmp_path / "r"))
    wire.begin("main", "main.sign_in")
    told = []

    def make(answer):
        def act(system, action, **inputs):
            told.append((system, action, inputs))
            if isinstance(answer, Exception):
                raise answer
            return answer

        return National(SimpleNamespace(act=act), wire)

    make.told, make.recorder = told, wire.recorder
    yield make
    wire.close()


def noted(page) -> dict:
    page.recorder.seal()
    return open_recording(page.recorder.folder).events[0]


def test_a_citizen_signs_in(page):
    location = "http://127.0.0.1/cb?code=s3cret-code&state=1"
    assert page({"location": location}).sign_in("http://sso/authorize?x=1", CITIZEN) == location
    expected = {"authorize_url": "http://sso/authorize?x=1", "person": "099000000001"}
    assert page.told == [("identity", "sign_in", expected)]
    event = noted(page)
    assert (event["kind"], event["journey"], event["action"]) == ("national", "main", "sign_in")
    assert event["answer"] == {"location": "http://127.0.0.1/cb?code=***&state=1"}


def test_a_firm_signs_in_by_its_person(page):
    page({"location": "http://127.0.0.1/cb"}).sign_in("u", FIRM)
    assert page.told[0][2] == {"authorize_url": "u", "person": "099000000001", "organisation": "0000045674"}


def test_a_sign_in_page_that_refuses(page):
    with pytest.raises(Refused, match="redirect_uri"):
        page(ActionRefused(422, "redirect_uri lạ")).sign_in("u", CITIZEN)
    assert noted(page)["answer"]["status"] == 422


def test_a_sign_in_page_that_leads_nowhere(page):
    with pytest.raises(Broken):
        page({}).sign_in("u", CITIZEN)
