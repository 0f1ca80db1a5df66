import pytest

from load.profiles import ProfileError, adapt, bundled, parse, read

GOOD = """
id: thu
title: Thử
yearly: 2000
k: 4
share: {file: 1}
duration: 60
think: {min: 1, max: 3}
limits: [{id: tb, measure: average, value: 2.5, unit: s, source: đoán}]
"""


def test_every_bundled_profile_reads_and_claims_no_verified_limit():
    profiles = [read(ident) for ident in bundled()]
    assert {profile.id for profile in profiles} == set(bundled()) == {"smoke", "opening-day"}
    assert all(not limit.verified and limit.source for profile in profiles for limit in profile.limits)


def test_smoke_takes_a_minute_at_most_and_some_people_click_twice():
    smoke = read("smoke")
    assert smoke.duration <= 60
    assert smoke.share["double"] > 0


def test_a_limit_is_in_milliseconds_whatever_its_unit():
    assert parse(GOOD, "x").limits[0].milliseconds == 2500


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("yearly: 2000", "", "đúng một trong hai"),
        ("yearly: 2000", "yearly: 2000\nusers: 3", "đúng một trong hai"),
        ("yearly: 2000", "yearly: 0", "greater than 0"),
        ("k: 4", "k: 0.5", "greater than or equal to 1"),
        ("{file: 1}", "{file: 0.5}", "bằng 1"),
        ("{file: 1}", "{inform: 1}", "lượt nộp hồ sơ"),
        ("{file: 1}", "{fly: 1}", "fly"),
        ("duration: 60", "duration: 86400", "less than or equal to 3600"),
        ("{min: 1, max: 3}", "{min: 3, max: 1}", "min lớn hơn max"),
        ("measure: average", "measure: p42", "limits.0.measure"),
        ("source: đoán", "source: ''", "limits.0.source"),
        ("limits: [", "limits: [{id: tb, measure: p95, value: 1, source: x}, ", "trùng id"),
        ("title: Thử", "title: Thử\nspeed: 9", "speed"),
        ("title: Thử", "title: [", "YAML"),
    ],
)
def test_a_wrong_profile_is_refused_by_name(old, new, words):
    assert old in GOOD
    with pytest.raises(ProfileError, match="thu-tai") as caught:
        parse(GOOD.replace(old, new), "thu-tai")
    assert words in str(caught.value)


def test_a_list_is_no_profile():
    with pytest.raises(ProfileError, match="không phải hồ sơ tải"):
        parse("[1, 2]", "x.yaml")


def test_an_unknown_profile_names_those_there_are():
    with pytest.raises(ProfileError) as caught:
        read("khong-co")
    assert "smoke" in caught.value.remedy


def test_a_missing_file_is_one_message(tmp_path):
    with pytest.raises(ProfileError, match="không đọc được"):
        read(str(tmp_path / "none.yaml"))


def test_changed_fields_are_checked_too():
    with pytest.raises(ProfileError, match="lượt nộp hồ sơ"):
        adapt(
            parse("id: a\ntitle: a\nusers: 1\nshare: {inform: 1}\nduration: 1\nthink: {min: 0, max: 0}", "a"),
            users=None,
            yearly=10,
        )
