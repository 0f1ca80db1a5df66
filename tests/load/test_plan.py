import math
from collections import Counter
from datetime import date

import pytest

from load.explain import explain, explain_limits
from load.plan import acts_of, make_plan, per_hour
from load.profiles import ProfileError, adapt, parse, read

DAY = date(2026, 11, 22)


@pytest.fixture
def yearly():
    return parse(
        "{id: thu, title: Thử, yearly: 400000, k: 4.5, share: {file: 0.5, inform: 0.5},"
        " duration: 600, think: {min: 1, max: 3}}",
        "thu.yaml",
    )


def test_the_peak_hour_is_yearly_by_days_by_hours_times_k(yearly):
    assert per_hour(yearly) == pytest.approx(400_000 / 250 / 8 * 4.5) == pytest.approx(900)


def test_visits_make_up_for_those_who_file_nothing(yearly, charged):
    plan = make_plan(yearly, charged, DAY)
    assert plan.rate == pytest.approx(900 / 0.5 / 3600)
    assert len(plan.visits) == 300
    assert plan.filings == 150


def test_people_at_the_same_time_follow_from_rate_and_length(yearly, charged):
    plan = make_plan(yearly, charged, DAY)
    assert plan.users == math.ceil(plan.rate * plan.seconds * 1.5)


def test_given_people_decide_the_rate(charged, smoke):
    plan = make_plan(adapt(smoke, users=6), charged, DAY)
    assert plan.users == 6
    assert plan.rate == pytest.approx(6 / (plan.seconds * 1.5))


def test_people_come_evenly_and_on_schedule(yearly, charged):
    plan = make_plan(yearly, charged, DAY)
    assert [visit.at for visit in plan.visits[:3]] == [0.0, 2.0, 4.0]
    assert all(visit.at < yearly.duration for visit in plan.visits)
    assert [visit.number for visit in plan.visits] == list(range(1, 301))


def test_every_stretch_of_the_schedule_has_its_share(charged):
    plan = make_plan(read("smoke"), charged, DAY)
    assert {visit.kind for visit in plan.visits[:5]} == {"file", "inform", "double"}
    kinds = Counter(visit.kind for visit in plan.visits[:10])
    assert kinds == {"file": 6, "inform": 2, "double": 2}


def test_paying_makes_a_visit_longer(charged, free):
    assert acts_of("file", charged, 200_000) - acts_of("file", charged, 0) == 2
    assert make_plan(read("smoke"), charged, DAY).fee == 200_000
    assert make_plan(read("smoke"), free, DAY).fee == 0


def test_too_many_people_are_refused(yearly, charged):
    with pytest.raises(ProfileError, match="người cùng lúc, nhiều nhất"):
        make_plan(adapt(yearly, yearly=50_000_000), charged, DAY)


def test_too_many_visits_are_refused(yearly, charged):
    quick = adapt(yearly, yearly=9_000_000, duration=3600, think={"min": 0, "max": 0})
    with pytest.raises(ProfileError, match="lượt, nhiều nhất"):
        make_plan(quick, charged, DAY)


def test_the_arithmetic_is_told_step_by_step(yearly, charged):
    told = "\n".join(explain(make_plan(yearly, charged, DAY)))
    for figure in ("400.000 hồ sơ mỗi năm", "1.600,0 hồ sơ mỗi ngày", "200,0 hồ sơ mỗi giờ", "k = 4,5", "900,0 hồ sơ"):
        assert figure in told
    assert "không phải quy định" in told
    assert "1.800 lượt mỗi giờ" in told
    assert "300 lượt, 150 hồ sơ" in told


def test_a_profile_by_people_says_so(smoke, charged):
    told = "\n".join(explain(make_plan(smoke, charged, DAY)))
    assert "ấn định là 3" in told
    assert "mỗi năm" not in told


def test_unverified_limits_are_told_to_warn_only(smoke):
    assert all("chỉ CẢNH BÁO" in line and "Nguồn" in line for line in explain_limits(smoke))
