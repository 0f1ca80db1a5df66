"""What happens in a run beside its wire calls: actions asked for (``act``), expiries, and committing a decision."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic_core import to_json

from mocks.kernel.agenda import Expiry
from mocks.kernel.operation import Later, Message, Reply
from mocks.kernel.problem import Problem
from mocks.kernel.run import Run

log = logging.getLogger(__name__)


def commit(run: Run, system: str, reply: Reply) -> list[str]:
    """Apply the changes of ``reply`` and put its effects on the agenda; gives the ids of new callbacks.

    Raises:
        ValueError: an expiry names no action, or a record can't be stored; nothing is changed then.
    """
    actions = run.systems[system].actions
    for effect in reply.effects:
        if isinstance(effect, Later) and effect.action not in actions:
            raise ValueError(f"{system} has no action {effect.action!r} to run later")
    if reply.changes:
        run.store.apply(system, reply.changes)
    return run.deliver(system, reply.effects) if reply.effects else []


def act(run: Run, system: str, action: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Do ``action`` in the world of ``system`` and give its answer, with the callbacks it made.

    Raises:
        Problem: 404 for an unknown system or action, or what the action refuses with.
    """
    if system not in run.systems:
        raise Problem(404, f"Không có hệ thống {system!r}", f"Có: {', '.join(run.systems)}")
    if action not in run.systems[system].actions:
        raise Problem(404, f"{system} không có hành động {action!r}", f"Có: {', '.join(run.systems[system].actions)}")
    reply = _perform(run, system, action, inputs, run.clock.now())
    if reply.status >= 400:
        raise _refusal(reply)
    callbacks = commit(run, system, reply)
    answer = dict(reply.answer) if isinstance(reply.answer, Mapping) else {}
    return {**answer, "callback": callbacks[0], "callbacks": callbacks} if callbacks else answer


def expire(run: Run, expiry: Expiry) -> None:
    """Run an action whose time has come, at that time; a refusal means there is nothing left to do."""
    try:
        reply = _perform(run, expiry.system, expiry.action, expiry.inputs, expiry.due)
        if reply.status < 400:
            commit(run, expiry.system, reply)
    except Exception:
        log.exception("%s.%s, due %s", expiry.system, expiry.action, expiry.due)


def _perform(run: Run, system: str, action: str, inputs: Mapping[str, Any], now: datetime) -> Reply:
    message = Message(
        body=inputs, raw=to_json(dict(inputs)), method="ACT", path=f"/{action}", params={}, query={}, headers={},
        base=f"{run.base}/{system}", run=run.key, seed=run.seed, serial=run.serial(),
    )  # fmt: skip
    return run.systems[system].actions[action](inputs, run.store.state(system), now, message)


def _refusal(reply: Reply) -> Problem:
    answer = dict(reply.answer) if isinstance(reply.answer, Mapping) else {}
    title = answer.pop("title", "Hành động bị từ chối")
    answer.pop("status", None)
    return Problem(reply.status, str(title), str(answer.pop("detail", "")), **answer)
