"""Golden recordings and the checks, for doctored recordings."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import Check, check_of
from harness.doctor import unpack
from harness.recording import Recording, open_recording

sys.path.insert(0, str(Path(__file__).parent))

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
MODULES = ("tc1_information", "tc2_forms", "tc3_filing", "tc4_payment", "tc5_processing", "return_result")


@pytest.fixture(scope="session")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Recording]:
    """The golden recording of a service, unpacked once."""
    kept: dict[str, Recording] = {}

    def take(service: str) -> Recording:
        if service not in kept:
            folder = tmp_path_factory.mktemp(service)
            kept[service] = open_recording(unpack(GOLDEN / f"{service}.tar.xz", folder))
        return kept[service]

    return take


@pytest.fixture(scope="session")
def checks() -> dict[str, Check]:
    """Every check of the suite by its id."""
    modules = [importlib.import_module(f"suites.article13.{name}") for name in MODULES]
    found = [check for module in modules for value in vars(module).values() if (check := check_of(value))]
    return {check.id: check for check in found}
