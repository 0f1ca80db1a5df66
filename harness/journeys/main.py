"""main: everything goes well, from reading the procedure to holding the result."""

from __future__ import annotations

from harness.journeys.filing import file
from harness.journeys.handling import finish, read_log, receive
from harness.journeys.journey import Journey
from harness.journeys.paying import due, pay
from harness.journeys.stage import Stage


def play(stage: Stage) -> None:
    inform(stage)
    code = file(stage)
    stage.attempt("track_public", stage.public, dossier_code=code)
    stage.attempt("track", stage.applicant, "1", dossier_code=code)
    if due(stage):
        pay(stage, code)
        stage.attempt("track", stage.applicant, "2", dossier_code=code)
    receive(stage, code)
    stage.attempt("track", stage.applicant, "3", dossier_code=code)
    finish(stage, code)
    stage.attempt("track", stage.applicant, "4", dossier_code=code)
    take_home(stage, code)
    read_log(stage, code)


def inform(stage: Stage) -> None:
    """Read, search and download as a visitor who isn't signed in; nothing here ends the journey."""
    stage.attempt("read_procedure", stage.public, procedure_code=stage.service.code)
    for label, query in (("1", stage.service.code), ("2", stage.service.title)):
        stage.attempt("search_procedures", stage.public, label, query=query)
    listed = stage.attempt("list_forms", stage.public, procedure_code=stage.service.code)
    links = listed.result.forms if listed.done else []
    for number, link in enumerate(links, 1):
        label = str(number) if len(links) > 1 else ""
        stage.attempt("download_form", stage.public, label, url=link.url)


def take_home(stage: Stage, code: str) -> None:
    """Download receipt and result."""
    if due(stage):
        stage.attempt("download_receipt", stage.applicant, dossier_code=code)
    stage.attempt("download_result", stage.applicant, dossier_code=code)


JOURNEY = Journey("main", "Nộp hồ sơ, thanh toán, xử lý và nhận kết quả", play)
