"""The JSON mocks under generated input: their own OpenAPI document, and the checks every answer is held against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zlib import crc32

import schemathesis
from schemathesis.config import SchemathesisConfig

from mocks.kernel.app import MockApp
from mocks.kernel.ground import Fixtures
from mocks.kernel.kernel import Kernel
from mocks.kernel.systems import Member, installed
from suites.property.known import KNOWN, Knowledge
from suites.property.mixing import chosen, fill

HOME = "http://127.0.0.1:8000"
RUN = "property"

OFF = {"enabled": False}
CHECKS: Mapping[str, Any] = {
    "positive_data_acceptance": OFF,  # a well-formed message about something that doesn't exist is rightly refused
    "negative_data_rejection": OFF,  # refusals may come with HTTP 200: refused() takes its place
}
BY_CODE = {"portal": ("error_code", "0"), "payment": ("MaLoi", "00")}
"""Systems that refuse with HTTP 200: the field that tells how a call went, and its value when it went well."""


def document(system: str, member: Member | None = None, seed: int = 1) -> Any:
    """The OpenAPI document of ``system`` served alone in this process, as a schema to generate from.

    ``member`` takes the system's place. The run is called :data:`RUN`; its caller has the knowledge of
    :mod:`suites.property.known`.
    """
    app = MockApp(Kernel({system: member} if member else installed([system]), Fixtures()), home=HOME)
    run = app.kernel.runs.create(HOME, RUN)
    app.state.known = known = KNOWN[system](run)
    run.targets.update(known.targets)
    run.store.apply(system, known.records)
    given = SchemathesisConfig.from_dict({"seed": seed, "checks": dict(CHECKS)})
    return schemathesis.openapi.from_asgi("/_/openapi.json", app, config=given)


def try_out(case: Any) -> None:
    """Send a generated case as a caller with knowledge would, and hold the answer against document and checks.

    Raises schemathesis's failures, which say what was sent and how to send it again.
    """
    known: Knowledge = case.operation.app.state.known
    broken = _negative(case)
    mark = repr((case.path_parameters, case.query, case.body))
    case.path_parameters["run_key"] = RUN
    case.headers.update(chosen(known.headers, mark))
    if crc32(mark.encode("utf-8", "replace")) % 3:
        fill(case.path_parameters, known.path, mark, broken)
        fill(case.query, known.query, mark, broken)
        fill(case.body, known.body, mark, broken)
    if isinstance(case.body, dict):
        case.body = known.finish(case.body)
    case.call_and_validate(additional_checks=[refused])


def refused(context: Any, response: Any, case: Any) -> None:  # noqa: ARG001 a check's signature
    """A body that breaks its schema gives an error code, or a status of the 400s.

    Takes the place of the generic check for systems that refuse with HTTP 200 (portal-payment-sso §2, §9.9). They
    don't look at Content-Type, so a sound body under a wrong one is no broken message.
    """
    name, success = BY_CODE.get(case.operation.tags[0], ("", ""))
    if not name or case.method != "POST" or not _negative(case) or 400 <= response.status_code < 500:
        return
    if "json" not in response.request.headers.get("Content-Type", "json"):
        return
    told = response.json().get(name)
    assert told is not None, f"the answer to a message that breaks its schema has no {name}"
    assert told != success, f"{name} is {success!r} though the message breaks its schema"


def _negative(case: Any) -> bool:
    return case.meta is not None and bool(case.meta.generation.mode.is_negative)
