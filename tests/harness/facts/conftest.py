"""The golden recordings as books of facts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.doctor import Doctor, unpack
from harness.facts.book import Book
from harness.recording import Recording, open_recording

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
FEE, FREE = "cap-lai-chung-chi-moi-gioi", "cap-lai-giay-phep-san-giao-dich"


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    return open_recording(unpack(GOLDEN / f"{FEE}.tar.xz", tmp_path_factory.mktemp("golden")))


@pytest.fixture(scope="session")
def book(recording: Recording) -> Book:
    return Book(recording)


@pytest.fixture
def doctored(recording: Recording) -> Callable[[Callable[[Doctor], object]], Book]:
    """A book over the golden recording after a change."""

    def make(change: Callable[[Doctor], object]) -> Book:
        doctor = Doctor(recording)
        change(doctor)
        return Book(doctor.recording())

    return make
