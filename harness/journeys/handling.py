"""Handling the dossier, as the officers do it: receive, forward, propose, approve, return."""

from __future__ import annotations

from harness.journeys.stage import Stage
from harness.journeys.views import wait_for_state

OPINION = "Hồ sơ đủ điều kiện, đề nghị cấp lại theo quy định."


def receive(stage: Stage, code: str) -> None:
    """The receiver finds the dossier in the queue, opens and receives it."""
    receiver = stage.officer("receiver")
    stage.do("list_queue", receiver)
    stage.do("open_dossier", receiver, dossier_code=code)
    stage.do("receive", receiver, dossier_code=code)


def finish(stage: Stage, code: str) -> None:
    """From reception to the returned result, until the portal knows of it."""
    stage.do("forward", stage.officer("receiver"), dossier_code=code)
    decide(stage, code)
    stage.do("return_result", stage.officer("receiver"), dossier_code=code)
    wait_for_state(stage, code, 10)


def decide(stage: Stage, code: str) -> None:
    """The processor proposes, the signer approves and signs."""
    stage.do("propose", stage.officer("processor"), dossier_code=code, opinion=OPINION)
    stage.do("approve", stage.officer("signer"), dossier_code=code)


def read_log(stage: Stage, code: str) -> None:
    """The step log, as the receiver sees it."""
    stage.attempt("read_log", stage.officer("receiver"), dossier_code=code)
