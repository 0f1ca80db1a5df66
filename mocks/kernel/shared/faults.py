"""The faults set in a run, to JSON and back, with what they have done so far."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any

from pydantic_core import from_json, to_json

from mocks.kernel.clock import local
from mocks.kernel.faults.plan import Plan
from mocks.kernel.faults.rule import Armed, Rule
from mocks.kernel.shared.agenda import SharedAgenda

NONE = to_json({})
"""No fault was ever set."""


def kept(plan: Plan) -> bytes:
    """Everything about ``plan``."""
    if not plan.armed and not plan.delayed and not plan._made:
        return NONE
    delayed = [delivery.id for delivery in plan.delayed]
    return to_json({"made": plan._made, "delayed": delayed, "armed": [_told(armed) for armed in plan]})


def restore(plan: Plan, text: bytes, agenda: SharedAgenda) -> None:
    """Make ``plan``, new, what :func:`kept` told of."""
    if text == NONE:
        return
    told = from_json(text)
    plan._made = told["made"]
    plan.armed = {one["id"]: _armed(one, plan._seed) for one in told["armed"]}
    waiting = set(told["delayed"])
    plan.delayed = [delivery for delivery in agenda.deliveries() if delivery.id in waiting] if waiting else []


def _told(armed: Armed) -> dict[str, Any]:
    chance = armed.chance.getstate() if armed.seen else None
    return {
        "id": armed.id,
        "rule": armed.rule.model_dump(mode="json"),
        "profile": armed.profile,
        "since": armed.since,
        "until": armed.until,
        "seen": armed.seen,
        "fired": armed.fired,
        "times": armed._times,
        "chance": chance,
    }


def _armed(told: dict[str, Any], seed: int) -> Armed:
    since = _moment(told["since"])
    assert since is not None
    armed = Armed(told["id"], Rule.model_validate(told["rule"]), since, seed, told["profile"])
    armed.since, armed.until = since, _moment(told["until"])
    armed.seen, armed.fired = told["seen"], told["fired"]
    armed._times = [local(datetime.fromisoformat(text)) for text in told["times"]]
    if told["chance"] is not None:
        armed.chance = _chance(told["chance"])
    return armed


def _chance(state: list[Any]) -> Random:
    chance = Random()
    chance.setstate((state[0], tuple(state[1]), state[2]))
    return chance


def _moment(text: str | None) -> datetime | None:
    return None if text is None else local(datetime.fromisoformat(text))
