"""supplement: the receiver asks for more, the applicant sends it online, the dossier goes on to the end."""

from __future__ import annotations

from harness.journeys.files import file_for
from harness.journeys.filing import file
from harness.journeys.handling import finish, read_log, receive
from harness.journeys.journey import Journey
from harness.journeys.paying import due, pay
from harness.journeys.stage import Stage
from harness.journeys.views import wait_for_state

REASON = "Tệp gửi kèm chưa rõ, đề nghị gửi lại bản chụp rõ hơn."
WORDS = "Tôi gửi lại tệp theo yêu cầu."


def play(stage: Stage) -> None:
    code = file(stage)
    if due(stage):
        pay(stage, code)
    receive(stage, code)
    component = asked_for(stage)
    receiver = stage.officer("receiver")
    stage.do("request_supplement", receiver, dossier_code=code, reason=REASON, component_codes=[component])
    stage.attempt("track", stage.applicant, "1", dossier_code=code)
    wait_for_state(stage, code, 5)
    send(stage, code, component)
    stage.attempt("track", stage.applicant, "2", dossier_code=code)
    finish(stage, code)
    stage.attempt("track", stage.applicant, "3", dossier_code=code)
    read_log(stage, code)


def asked_for(stage: Stage) -> str:
    """Code of the component asked for: one that is uploaded, when there is one."""
    uploaded = [component for component in stage.service.components if component.form is None]
    return (uploaded or stage.service.components)[0].code


def send(stage: Stage, code: str, component: str) -> None:
    """The applicant's supplement; a new code, if the service gives one, is noted."""
    name = next(part.name for part in stage.service.components if part.code == component)
    file = file_for(name, required=True, note=f"supplement {component}")
    receipt = stage.do(
        "supplement", stage.applicant, dossier_code=code, component_code=component, file=file, text=WORDS
    )
    stage.case(MaHoSo=receipt.dossier_code)


JOURNEY = Journey("supplement", "Yêu cầu bổ sung và bổ sung trực tuyến", play, ("request_supplement", "supplement"))
