"""The report: one self-contained page, readable by those who sign it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harness.doctor import unpack
from harness.judge import judge
from harness.recording import Recording, open_recording
from toantrinh.report.build import render

GOLDEN = Path(__file__).resolve().parent.parent / "golden"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Recording, dict[str, Any]]:
    """The golden recording of the fee service and its verdicts."""
    folder = unpack(GOLDEN / "cap-lai-chung-chi-moi-gioi.tar.xz", tmp_path_factory.mktemp("golden"))
    return open_recording(folder), judge(folder).verdicts


def failing(verdicts: dict[str, Any]) -> dict[str, Any]:
    """A copy in which d03 fails with a text that would be markup if it weren't escaped."""
    copy: dict[str, Any] = json.loads(json.dumps(verdicts))
    check = next(c for criterion in copy["criteria"] for c in criterion["checks"] if c["id"] == "d03")
    check.update(status="FAIL", expected="200000", received="<b>200</b>", blame="service")
    return copy


def test_class_and_scope_come_first(judged: tuple[Recording, dict[str, Any]]) -> None:
    page = render(*judged)
    assert (
        page.index("trong môi trường mô phỏng") < page.index("Kết luận theo tiêu chí") < page.index("Môi trường</h2>")
    )


def test_nothing_is_loaded_from_elsewhere(judged: tuple[Recording, dict[str, Any]]) -> None:
    page = render(*judged)
    assert not any(mark in page for mark in ("<script", "<link", "<img", "@import", "url("))


def test_a_finding_stands_with_expected_beside_received_and_its_exchange(
    judged: tuple[Recording, dict[str, Any]],
) -> None:
    page = render(judged[0], failing(judged[1]))
    assert "<td>200000</td><td>&lt;b&gt;200&lt;/b&gt;</td>" in page
    assert "paymentplatform/init" in page
    assert "Các phát hiện (1)" in page


def test_unverified_sources_and_given_facts_are_said(judged: tuple[Recording, dict[str, Any]]) -> None:
    page = render(*judged)
    assert "chưa được đối chiếu với Công báo" in page
    assert "Được cho sẵn, không phải kiểm thử" in page


def test_a_fee_free_service_shows_why_payment_does_not_apply(tmp_path: Path) -> None:
    folder = unpack(GOLDEN / "cap-lai-giay-phep-san-giao-dich.tar.xz", tmp_path)
    page = render(open_recording(folder), judge(folder).verdicts)
    assert "NO_FINANCIAL_OBLIGATION" in page
    assert "không có dòng phí, lệ phí nào" in page


def test_a_vendors_run_is_headed_as_self_test(judged: tuple[Recording, dict[str, Any]]) -> None:
    recording, verdicts = judged
    assert "KHÔNG CÓ GIÁ TRỊ XÁC NHẬN" not in render(recording, verdicts)
    vendor = {**verdicts, "actor": {**verdicts["actor"], "role": "nha_thau"}}
    assert "BẢN TỰ KIỂM TRA CỦA NHÀ THẦU, KHÔNG CÓ GIÁ TRỊ XÁC NHẬN" in render(recording, vendor)


def test_english_on_request(judged: tuple[Recording, dict[str, Any]]) -> None:
    page = render(judged[0], failing(judged[1]), "en")
    assert '<html lang="en">' in page
    assert "Expected" in page
    assert "The payment order is for exactly the published fee" in page
    assert "Mong đợi" not in page
