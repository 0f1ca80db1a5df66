"""A small recording and a small suite of checks, made for one test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fixtures import services
from harness.recording import Recorder

INI = """[pytest]
addopts = -p harness.plugin -p no:cacheprovider --import-mode=importlib
python_files = tc*.py
"""

CHECKS = '''
import socket
from harness.checks import *

TC4 = "TT01-2023.13.1.tc4"


@check("x01", verifies=TC4, strength=MUST, clause="điều x", vi="Đúng số tiền")
def test_amount(payment, procedure):
    """The amount is right."""
    expect(payment.opening, what="Mở thanh toán").is_done()
    shown = payment.opening.result["amount"]
    expect(shown, seen_in=payment.opening, what="Số tiền").equals(procedure.fee_due("online"))


@check("x02", verifies=TC4, strength=DERIVED, journeys=["withdraw"], clause="điều x", vi="Rút được hồ sơ")
def test_withdrawal(processing):
    """It can be withdrawn."""
    expect(processing.action("withdraw", "withdraw")).is_done()


@check("x03", verifies="TT01-2023.13.1.tc5", strength=MUST, clause="điều y", vi="Gọi ra ngoài")
def test_that_calls_out(run):
    """It reaches out, which it must not."""
    socket.create_connection(("127.0.0.1", 9))
'''


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A suite of three checks: one that holds, one that is blocked, one that breaks the rules."""
    folder = tmp_path / "suite"
    folder.mkdir()
    (folder / "pytest.ini").write_text(INI, encoding="utf-8")
    (folder / "tc_small.py").write_text(CHECKS, encoding="utf-8")
    return folder


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """A recording in which an order for the right fee was opened."""
    return make(tmp_path / "recording")


def make(folder: Path, amount: int = 200_000) -> Path:
    recorder = Recorder(folder)
    descriptor = services.dump(services.load("cap-lai-chung-chi-moi-gioi"))
    recorder.describe(
        service=descriptor["id"],
        procedure_code=descriptor["code"],
        descriptor=descriptor,
        descriptor_digest="0" * 64,
        modes={"payment": "simulator"},
        actor={"name": "Nguyễn Văn Thử", "unit": "Tổ kiểm thử", "role": "to_kiem_thu"},
        attempt=1,
        seed=1,
        as_of="2026-11-22",
        started="2026-11-22T02:00:00.000+00:00",
    )
    recorder.event("journey_started", journey="main")
    step(
        "main.start_payment", recorder, {"reference": "r1", "amount": amount, "currency": "VND", "pay_url": "http://x"}
    )
    recorder.event("journey_ended", journey="main", status="complete", reason="")
    recorder.event("run_ended", status="complete")
    recorder.seal()
    return folder


def step(ident: str, recorder: Recorder, result: dict[str, Any]) -> None:
    journey, operation = ident.split(".")[:2]
    recorder.event(
        "exchange",
        id=f"x-{ident}",
        journey=journey,
        step=ident,
        actor="applicant",
        method="POST",
        url="http://127.0.0.1/x",
        request={"headers": {}, "body": recorder.body(b""), "size": 0},
        response={"status": 200, "headers": {}, "body": recorder.body(b"{}"), "size": 2},
        elapsed_ms=1.0,
        error="",
    )
    recorder.event(
        "step",
        id=ident,
        journey=journey,
        operation=operation,
        actor={"role": "applicant"},
        inputs={},
        outcome="done",
        result=result,
        refusal=None,
        reason="",
        exchanges=[f"x-{ident}"],
        elapsed_ms=1.0,
    )
