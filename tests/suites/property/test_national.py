"""Every JSON mock under generated input: never a 500, never an answer that its own document doesn't describe."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from suites.property import national

EFFORT = settings(
    max_examples=15,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@pytest.fixture(scope="module")
def portal() -> Any:
    return national.document("portal")


@pytest.fixture(scope="module")
def identity() -> Any:
    return national.document("identity")


@pytest.fixture(scope="module")
def enterprise() -> Any:
    return national.document("enterprise")


@pytest.fixture(scope="module")
def payment() -> Any:
    return national.document("payment")


@schemathesis.pytest.from_fixture("portal").include(tag="portal").exclude(path_regex="VXPAdapter").parametrize()
@EFFORT
def test_portal(case: Any) -> None:
    national.try_out(case)


@schemathesis.pytest.from_fixture("identity").include(tag="identity").parametrize()
@EFFORT
def test_identity(case: Any) -> None:
    national.try_out(case)


@schemathesis.pytest.from_fixture("enterprise").include(tag="enterprise").parametrize()
@EFFORT
def test_enterprise(case: Any) -> None:
    national.try_out(case)


@schemathesis.pytest.from_fixture("payment").include(tag="payment").parametrize()
@EFFORT
def test_payment(case: Any) -> None:
    national.try_out(case)
