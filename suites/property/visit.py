"""What the child process is told about the service under test, and what it notes down: one JSON file in, one out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from suites.property.mixing import fill

VARIABLE = "TOANTRINH_PROPERTY"
"""Environment variable that names the file."""


EXCERPT = 400
NO_SIGN_IN = "ST401"
"""The failure that shows without the sign-in which the input was first sent with."""
COOKIE = re.compile(r" -H 'Cookie: [^']*'")


@dataclass(frozen=True)
class Area:
    """Operations that one sign-in is for: ``pattern`` is held against ``METHOD /path``."""

    pattern: str
    cookies: Mapping[str, str]


@dataclass(frozen=True)
class Visit:
    """Sign-ins by area (the first that fits counts), values by parameter name, where failures are noted."""

    areas: Sequence[Area]
    values: Mapping[str, Sequence[str]]
    notes: Path

    @classmethod
    def read(cls, path: Path) -> Visit:
        """From the file that the harness wrote."""
        told = json.loads(path.read_text(encoding="utf-8"))
        return cls([Area(**area) for area in told["areas"]], told["values"], Path(told["notes"]))

    def cookies(self, method: str, path: str) -> Mapping[str, str]:
        """The sign-in for an operation; empty when it needs none."""
        wanted = f"{method.upper()} {path}"
        return next((area.cookies for area in self.areas if re.match(area.pattern, wanted)), {})

    def complete(self, case: Any) -> None:
        """Put known values into what was generated, except where the input is broken on purpose."""
        mark = repr((case.path_parameters, case.query, case.body))
        for place, location in ((case.path_parameters, "path"), (case.query, "query"), (case.body, "body")):
            if not broken_at(case, location):
                fill(place, self.values, mark)

    def fail(self, failure: Any, case: Any, response: Any) -> None:
        """Note one failure: what is wrong, what was answered, how to send the input again."""
        command = case.as_curl_command()
        self._note(
            "failure",
            operation=case.operation.label,
            code=failure.code,
            title=failure.title,
            message="\n".join(part for part in (failure.message, answered(response)) if part),
            reproduce=COOKIE.sub("", command) if failure.code == NO_SIGN_IN else command,
        )

    def answer(self, case: Any, status: int) -> None:
        """Note an operation that took a request with its sign-in."""
        cookies = self.cookies(case.method, case.operation.path)
        given = dict(case.cookies or {})
        if 200 <= status < 300 and cookies and all(given.get(name) == value for name, value in cookies.items()):
            self._note("signed_in", operation=case.operation.label)

    def _note(self, kind: str, **fields: str) -> None:
        """Add a note, one JSON object a line."""
        with self.notes.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"kind": kind, **fields}, ensure_ascii=False) + "\n")


def answered(response: Any) -> str:
    """Status and beginning of an answer."""
    text = " ".join(response.text.split())
    return f"HTTP {response.status_code}: {text[:EXCERPT]}{'…' if len(text) > EXCERPT else ''}"


def broken_at(case: Any, location: str) -> bool:
    """Whether the generated input breaks its schema in this place (path, query, body)."""
    from schemathesis.core.parameters import ParameterLocation

    return case.meta is not None and bool(case.meta.is_negative_at(ParameterLocation(location)))
