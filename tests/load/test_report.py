import json
import re
from dataclasses import replace
from datetime import datetime

import pytest

from harness.performance import LOCAL
from load import report
from load.verdict import judge

THEN = datetime(2026, 11, 22, 9, tzinfo=LOCAL)


@pytest.fixture
def facts(case):
    def make(case=case):
        asked = {"seed": 1, "defects": [], "platform": "reference-city", "scope": "trong môi trường mô phỏng"}
        return report.data(case, judge(case), started=THEN, ended=THEN, **asked)

    return make


def test_the_facts_are_plain_json(facts):
    found = json.loads(json.dumps(facts()))
    assert (found["status"], found["exit_code"], found["service"]) == ("PASS", 0, "cap-lai-chung-chi-moi-gioi")
    assert found["totals"] == {
        "visits": 2,
        "complete": 2,
        "requests": 3,
        "drafts_sent": 2,
        "acknowledged": 2,
        "dossiers": 2,
        "orders": 2,
        "paid": 2,
        "paid_known": 2,
    }
    assert found["operations"][0]["p95"] == 400
    assert found["generator"]["cpu_share"] == pytest.approx(0.1)


def test_the_page_stands_alone(facts):
    page = report.render(facts())
    assert not re.search(r"(src|href)=|url\(|@import|<script", page)
    assert '<html lang="vi">' in page


def test_the_page_shows_verdict_and_figures(facts, case, told):
    books = told({"kind": "acknowledged", "visit": 2, "draft": "d2", "code": "H<9>"})
    page = report.render(facts(replace(case, books=books)))
    assert "KHÔNG ĐẠT" in page
    assert "H&lt;9&gt;" in page
    assert "trong môi trường mô phỏng" in page
    assert "Nộp hồ sơ" in page
    assert "chưa thấy văn bản gốc" in page


def test_a_run_without_its_own_figures_still_has_a_page(facts, case, told):
    page = report.render(facts(replace(case, books=told(leave_out=["generator"]), figures=[])))
    assert "Bệ thử hoạt động" in page
