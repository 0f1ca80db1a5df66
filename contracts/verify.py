"""Verify pact files against the mocks: every interaction replayed over a run's base path, none forgotten.

The verifier of pact passes an empty or non-matching source, and retries a failing state for two minutes
(libraries §3): so the interactions are counted from the files first, states that nobody knows are refused before
anything is replayed, and a state that breaks is reported as such.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

os.environ.setdefault("PACT_DO_NOT_TRACK", "true")

from pact import Verifier

from contracts.states import SECRETS, STATES, Provider
from harness.testbed.child import Child
from harness.testbed.control import Control

START_SECONDS = 30.0


class ContractError(Exception):
    """A pact source that can't be verified: ``path``, ``field``, message and remedy."""

    def __init__(self, path: Path, field: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.path, self.field, self.message, self.remedy = path, field, message, remedy


@dataclass(frozen=True)
class Pact:
    """One pact file, read."""

    path: Path
    consumer: str
    provider: str
    interactions: list[dict[str, Any]]

    def states(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every provider state named, with its parameters."""
        for interaction in self.interactions:
            for state in interaction.get("providerStates", ()):
                yield state["name"], state.get("params", {})


@dataclass(frozen=True)
class Verified:
    """How one interaction went. ``problems`` are the verifier's mismatches in words."""

    file: str
    consumer: str
    provider: str
    description: str
    ok: bool
    problems: list[str]

    def as_json(self) -> dict[str, Any]:
        """For ``contracts verify --format json``."""
        return asdict(self)


def read(source: Path) -> list[Pact]:
    """The pacts in a file or folder. Raises :class:`ContractError` for none, a malformed one or an unknown provider."""
    if not source.exists():
        raise ContractError(
            source, "", "Không có tệp hoặc thư mục này.", "Chỉ tới tệp pact .json hoặc thư mục chứa chúng."
        )
    paths = sorted(source.glob("*.json")) if source.is_dir() else [source]
    if not paths:
        raise ContractError(
            source, "", "Thư mục không có tệp pact nào.", "Không có gì được kiểm chứng; chỉ tới nơi có tệp .json."
        )
    return [_read(path) for path in paths]


def _read(path: Path) -> Pact:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        pact = Pact(path, content["consumer"]["name"], content["provider"]["name"], content["interactions"])
    except (ValueError, KeyError, TypeError, OSError) as error:
        remedy = "Tạo lại tệp bằng thư viện Pact của bên gọi."
        raise ContractError(path, str(error), "Không đọc được tệp pact.", remedy) from None
    _require_known(pact)
    return pact


def _require_known(pact: Pact) -> None:
    if pact.provider not in STATES:
        remedy = "Đặt tên bên cung cấp là một trong: " + ", ".join(STATES)
        raise ContractError(pact.path, "provider.name", f"Không có hệ thống {pact.provider!r} để kiểm chứng.", remedy)
    if not pact.interactions:
        raise ContractError(pact.path, "interactions", "Tệp pact không có tương tác nào.", "Ghi ít nhất một tương tác.")
    for name, _ in pact.states():
        if name not in STATES[pact.provider]:
            remedy = "Dùng một trong: " + ", ".join(STATES[pact.provider])
            raise ContractError(
                pact.path, "providerStates", f"Không có trạng thái {name!r} của {pact.provider}.", remedy
            )


def verify(source: Path) -> list[Verified]:
    """Verify every pact of ``source`` against fresh mocks, each in a run of its own.

    Raises :class:`ContractError`, and TestBedError when the mocks can't be started.
    """
    pacts = read(source)
    with _mocks() as control:
        return [one for pact in pacts for one in _verify(control, pact)]


@contextmanager
def _mocks() -> Iterator[Control]:
    with tempfile.TemporaryDirectory(prefix="toantrinh-contracts-") as folder:
        child = Child("Hệ thống mô phỏng", "mocks", log=Path(folder) / "mocks.log")
        try:
            yield Control(child.ready(START_SECONDS))
        finally:
            child.stop()


def _verify(control: Control, pact: Pact) -> list[Verified]:
    secrets = {
        label: value
        for name, params in pact.states()
        if name in SECRETS
        for label, value in SECRETS[name](params).items()
    }
    run = control.create_run(secrets=secrets)
    base = f"{run['base']}/{pact.provider}"
    provider, broken = Provider(control.for_run(run["run"]), base), {}

    def handle(state: str, action: str, parameters: dict[str, Any] | None) -> None:
        """Never raises: a state that fails would be retried for two minutes."""
        if action == "setup":
            try:
                STATES[pact.provider][state](provider, parameters or {})
            except Exception as error:
                broken[state] = f"{type(error).__name__}: {error}"

    report = _replay(pact, base, handle)
    return _results(pact, report, broken)


def _replay(pact: Pact, base: str, handle: Any) -> dict[str, Any]:
    host = urlsplit(base).hostname or "127.0.0.1"
    verifier = (
        Verifier(pact.provider, host)
        .add_transport(url=base)
        .add_source(pact.path)
        .state_handler(handle, teardown=False)
        .set_coloured_output(enabled=False)
    )
    with _muted(), suppress(RuntimeError):  # the results say what failed
        verifier.verify()
    results: dict[str, Any] = verifier.results
    return results


@contextmanager
def _muted() -> Iterator[None]:
    """Nothing on the screen meanwhile: the verifier's Rust half prints to the file descriptors themselves."""
    sys.stdout.flush()
    saved = [os.dup(1), os.dup(2)]
    silent = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        yield
    finally:
        os.dup2(saved[0], 1)
        os.dup2(saved[1], 2)
        for descriptor in (silent, *saved):
            os.close(descriptor)


def _results(pact: Pact, report: dict[str, Any], broken: dict[str, str]) -> list[Verified]:
    rows = report.get("interactionResults", [])
    if len(rows) != len(pact.interactions):
        message = f"Chỉ {len(rows)} trên {len(pact.interactions)} tương tác được kiểm chứng."
        raise ContractError(pact.path, "interactions", message, "Báo lỗi này cho nhóm phát triển toantrinh.")
    return [_result(pact, row, broken) for row in rows]


def _result(pact: Pact, row: dict[str, Any], broken: dict[str, str]) -> Verified:
    names = [state["name"] if isinstance(state, dict) else state for state in row.get("providerStates", ())]
    states = [f"trạng thái {name!r}: {broken[name]}" for name in names if name in broken]
    problems = states + [_words(mismatch) for mismatch in (row.get("mismatch") or {}).get("mismatches", ())]
    ok = row.get("result") == "OK" and not states
    if not ok and not problems:
        problems = [json.dumps(row.get("mismatch"), ensure_ascii=False)]
    return Verified(pact.path.name, pact.consumer, pact.provider, row["description"], ok, problems)


def _words(mismatch: dict[str, Any]) -> str:
    where = mismatch.get("path") or mismatch.get("key") or mismatch.get("type") or ""
    return f"{where}: {mismatch.get('mismatch') or mismatch}"
