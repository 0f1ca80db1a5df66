"""The arithmetic of a plan in words, step by step, for whoever has to defend it."""

from __future__ import annotations

from load.plan import ANSWER, DAYS, HOURS, SPARE, Plan, per_hour
from load.profiles import Limit, Profile
from load.words import MEASURE, VISIT, money, number, percent

ASSUMED = "giả định kỹ thuật của công cụ này, không phải quy định"


def explain(plan: Plan) -> list[str]:
    """One line a step, in the order in which they are worked out."""
    profile = plan.profile
    start = _from_yearly(profile) if profile.yearly is not None else []
    lines = [*start, _shares(profile), _length(plan), *(_people(plan) if start else _arrivals(plan)), _total(plan)]
    return [f"{position}. {line}" for position, line in enumerate(lines, 1)]


def explain_limits(profile: Profile) -> list[str]:
    """The limits, each with its source and what exceeding it means."""
    return [_limit(limit) for limit in profile.limits]


def _from_yearly(profile: Profile) -> list[str]:
    assert profile.yearly is not None
    source = f" ({profile.yearly_source})" if profile.yearly_source else ""
    day = profile.yearly / DAYS
    return [
        f"Sản lượng: {number(profile.yearly)} hồ sơ mỗi năm{source}.",
        f"Chia cho {DAYS} ngày làm việc: {number(day, 1)} hồ sơ mỗi ngày.",
        f"Chia cho {HOURS} giờ: {number(day / HOURS, 1)} hồ sơ mỗi giờ, nếu trải đều.",
        f"Nhân hệ số cao điểm k = {number(profile.k, 1)} (thường lấy 3 đến 5; k, {DAYS} ngày và {HOURS} giờ"
        f" là {ASSUMED}): {number(per_hour(profile), 1)} hồ sơ trong giờ cao điểm.",
    ]


def _shares(profile: Profile) -> str:
    parts = ", ".join(f"{percent(part)} {VISIT[kind]}" for kind, part in profile.share.items() if part)
    return f"Trong các lượt truy cập: {parts}. Vậy {percent(profile.filing)} số lượt để lại hồ sơ."


def _length(plan: Plan) -> str:
    think = plan.profile.think
    fee = f", có nộp {money(plan.fee)}" if plan.fee else ", không phải nộp phí"
    return (
        f"Mỗi thao tác người dân nghĩ {number(think.min, 1)}–{number(think.max, 1)} giây và chờ khoảng"
        f" {number(ANSWER, 2)} giây (ước lượng){fee}: một lượt dài trung bình {number(plan.seconds, 1)} giây."
    )


def _people(plan: Plan) -> list[str]:
    gap = number(1 / plan.rate, 1)
    return [
        f"Để có chừng ấy hồ sơ cần {number(plan.rate * 3600)} lượt mỗi giờ, tức cứ {gap} giây một người đến,"
        " đến đúng giờ kể cả khi hệ thống đang chậm.",
        f"Số người cùng lúc = lượt mỗi giây × độ dài một lượt × {number(SPARE, 1)} dự phòng"
        f" = {number(plan.rate, 3)} × {number(plan.seconds, 1)} × {number(SPARE, 1)} → {plan.users} người.",
    ]


def _arrivals(plan: Plan) -> list[str]:
    return [
        f"Số người cùng lúc ấn định là {plan.profile.users}; chia cho độ dài một lượt và {number(SPARE, 1)} dự phòng:"
        f" {number(plan.rate * 3600)} lượt mỗi giờ, tức cứ {number(1 / plan.rate, 1)} giây một người đến."
    ]


def _total(plan: Plan) -> str:
    return (
        f"Người dân đến trong {number(plan.profile.duration)} giây: {number(len(plan.visits))} lượt,"
        f" {number(plan.filings)} hồ sơ, tối đa {plan.users} người cùng lúc."
    )


def _limit(limit: Limit) -> str:
    meaning = "vượt thì KHÔNG ĐẠT" if limit.verified else "chưa được xác minh nên vượt chỉ CẢNH BÁO"
    value = f"{MEASURE[limit.measure]} không quá {number(limit.milliseconds)} ms"
    return f"{limit.id}: {value}; {meaning}. Nguồn: {limit.source}."
