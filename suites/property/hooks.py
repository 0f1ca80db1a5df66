"""Loaded by schemathesis in its child process: sign-in, known values, notes on failures, where it is at."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import schemathesis

from suites.property.visit import VARIABLE, Visit

VISIT = Visit.read(Path(os.environ[VARIABLE]))
SEEN: set[str] = set()


@schemathesis.auth(refresh_interval=None, retry_on=[])
class SignedIn:
    """The sign-in that the operation is for, as the browser carries it."""

    def get(self, case: Any, context: Any) -> Mapping[str, str] | None:  # noqa: ARG002 the provider's signature
        return VISIT.cookies(case.method, case.operation.path) or None

    def set(self, case: Any, data: Mapping[str, str], context: Any) -> None:  # noqa: ARG002
        case.cookies.update(data)


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:  # noqa: ARG001 the hook's signature
    """Known values, and a line on standard error for each operation that begins."""
    VISIT.complete(case)
    if case.operation.label not in SEEN:
        SEEN.add(case.operation.label)
        print(f"OPERATION {len(SEEN)} {case.operation.label}", file=sys.stderr, flush=True)


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:  # noqa: ARG001
    """Note which operations a sign-in opened."""
    VISIT.answer(case, response.status_code)


@schemathesis.hook
def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:  # noqa: ARG001
    """Note every failure; none is dropped."""
    VISIT.fail(failure, case, response)
    return True
