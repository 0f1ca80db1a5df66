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


def application(members: Mapping[str, Member] | None = None) -> MockApp:
    """All mocks (or ``members``) in this process, with one run called :data:`RUN`."""
    app = MockApp(Kernel(members or installed(), Fixtures()), home=HOME)
    app.kernel.runs.create(HOME, RUN)
    return app


def document(app: MockApp, system: str, seed: int = 1) -> Any:
    """The server's own OpenAPI document as a schema to generate from, and a caller of ``system`` with knowledge."""
    run = app.kernel.runs.get(RUN)
    assert run is not None
    app.state.known = known = KNOWN[system](run)
    run.targets.update(known.targets)
    run.store.apply(system, known.records)
    given = {"seed": seed, "parameters": {"path.run_key": RUN}, "checks": dict(CHECKS)}
    return schemathesis.openapi.from_asgi("/_/openapi.json", app, config=SchemathesisConfig.from_dict(given))


def try_out(case: Any) -> None:
    """Send a generated case as a caller with knowledge would, and hold the answer against document and checks.

    Raises schemathesis's failures, which say what was sent and how to send it again.
    """
    known: Knowledge = case.operation.app.state.known
    broken = _negative(case)
    mark = repr((case.path_parameters, case.query, case.body))
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

    Takes the place of the generic check for systems that refuse with HTTP 200 (portal-payment-sso §2, §9.9).
    """
    name, success = BY_CODE.get(case.operation.tags[0], ("", ""))
    if not name or case.method != "POST" or not _negative(case) or 400 <= response.status_code < 500:
        return
    told = response.json().get(name)
    assert told is not None, f"the answer to a message that breaks its schema has no {name}"
    assert told != success, f"{name} is {success!r} though the message breaks its schema"


def _negative(case: Any) -> bool:
    return case.meta is not None and bool(case.meta.generation.mode.is_negative)
