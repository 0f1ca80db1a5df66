"""What a visitor does, by kind of visit. Filing itself is the journeys' own code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harness.journeys.filing import Draft, enter, prepare
from harness.journeys.main import inform
from harness.journeys.stage import JourneyFailed
from harness.testbed import TestBedError
from load.profiles import VisitKind
from load.scene import Scene

PAID = "paid"


def play(scene: Scene) -> None:
    """Play the visit to its end, whatever comes; how it ended goes into the books."""
    status, why = "complete", ""
    try:
        PLAYS[scene.visit.kind](scene)
    except JourneyFailed as failure:
        status, why = "failed", str(failure)
    except TestBedError as trouble:
        status, why = "bench", str(trouble)
    except Exception as error:
        status, why = "bench", f"{type(error).__name__}: {error}"
    scene.write("ended", status=status, why=why)


def file(scene: Scene, clicks: int = 1) -> None:
    """Come from the portal, file a dossier, pay what is due, look where it is."""
    enter(scene)
    code = send(scene, prepare(scene), clicks)
    scene.do("track_public", scene.public, dossier_code=code)
    if scene.service.fee_due("online", scene.clock().date()):
        pay(scene, code)
    else:
        scene.do("track", scene.applicant, dossier_code=code)


def double(scene: Scene) -> None:
    """File as everybody, but click «Nộp» twice."""
    file(scene, clicks=2)


def send(scene: Scene, draft: Draft, clicks: int) -> str:
    """Send the draft; every acknowledgement goes into the books. The first dossier code."""
    scene.write("sent", draft=draft.id, person=scene.applicant.organisation or scene.applicant.person)
    outcomes = scene.click("submit", clicks, draft_id=draft.id)
    codes = [outcome.result.dossier_code for outcome in outcomes if outcome.done]
    for code in codes:
        scene.write("acknowledged", draft=draft.id, code=code)
    if not codes:
        raise JourneyFailed("Không nộp được hồ sơ.")
    return str(codes[0])


def pay(scene: Scene, code: str) -> None:
    """Open an order, pay it on the national page, come back, wait until the service knows."""
    order = scene.do("start_payment", scene.applicant, dossier_code=code)
    scene.write("ordered", code=code, reference=order.reference)
    answer = scene.national("payment", "pay", url=order.pay_url)
    scene.browse(str(answer.get("location", "")))
    seen = scene.wait("paid", f"hồ sơ {code} đã thanh toán", lambda: _paid(scene, code))
    scene.write("paid", code=code, reference=order.reference, seen=bool(seen))


def _paid(scene: Scene, code: str) -> Any:
    dossier = scene.do("track", scene.applicant, dossier_code=code)
    return dossier if dossier.payment.state == PAID else None


PLAYS: dict[VisitKind, Callable[[Scene], None]] = {"inform": inform, "file": file, "double": double}
