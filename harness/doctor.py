"""Doctoring a recording: the same drive with one fact changed, in memory or sealed into a new folder.

For tests of checks: each must fail on some doctored recording and stay silent on others.
"""

from __future__ import annotations

import json
import pickle
import tarfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.recording import Recording
from harness.recording.seal import BODIES, EVENTS, MANIFEST, RUN, digest, manifest_of, write_json

Event = dict[str, Any]
Part = dict[str, Any]
"""The request or the response of an exchange or a journal entry: ``{"body": sha, "size": n, …}``."""


@dataclass(frozen=True)
class Doctored(Recording):
    """A recording whose changed bodies live in memory."""

    bodies: Mapping[str, bytes] = field(default_factory=dict)

    def body(self, sha: str) -> bytes:
        return self.bodies[sha] if sha in self.bodies else super().body(sha)


def unpack(archive: Path, folder: Path) -> Path:
    """A packed recording (tar.xz), unpacked into ``folder``."""
    with tarfile.open(archive, "r:xz") as packed:
        packed.extractall(folder, filter="data")
    return folder


class Doctor:
    """Works on a private copy; every editing method changes it and answers what was edited.

    Looking for something that isn't there raises LookupError: a doctored recording that changes nothing proves nothing.
    """

    def __init__(self, recording: Recording) -> None:
        self._source = recording
        self.run: dict[str, Any] = pickle.loads(pickle.dumps(recording.run))
        self.events: list[Event] = pickle.loads(pickle.dumps(recording.events))
        self._bodies: dict[str, bytes] = dict(getattr(recording, "bodies", {}))

    def all(self, kind: str, **wanted: Any) -> list[Event]:
        """The events of a kind whose fields are as wanted. Raises LookupError when there is none."""
        found = [e for e in self.events if e["kind"] == kind and all(e.get(k) == v for k, v in wanted.items())]
        if not found:
            raise LookupError(f"no {kind} with {wanted}")
        return found

    def step(self, ident: str) -> Event:
        """The step ``ident``."""
        return self.all("step", id=ident)[0]

    def result(self, ident: str) -> dict[str, Any]:
        """The result of step ``ident``, to be edited in place."""
        found: dict[str, Any] = self.step(ident)["result"]
        return found

    def results(self, operation: str, journey: str = "main") -> list[dict[str, Any]]:
        """The results of every done step of an operation."""
        return [e["result"] for e in self.all("step", operation=operation, journey=journey) if e["outcome"] == "done"]

    def entries(self, system: str, operation: str = "", **keys: str) -> list[Event]:
        """Journal entries of a system, of an operation and with keys when given."""
        entries = [event["entry"] for event in self.all("journal")]
        found = [
            entry
            for entry in entries
            if entry["system"] == system
            and operation in ("", entry["operation"])
            and all(entry["keys"].get(name) == value for name, value in keys.items())
        ]
        if not found:
            raise LookupError(f"no journal entry of {system} {operation} {keys}")
        return found

    def observation(self, ident: str) -> Event:
        """The last observation ``ident``."""
        return self.all("observation", id=ident)[-1]

    def json(self, part: Part, change: Callable[[Any], Any]) -> Any:
        """Let ``change`` edit a JSON body in place (or answer another one); the new body is stored."""
        value = json.loads(self.body(part["body"]))
        changed = change(value)
        value = value if changed is None else changed
        self.store(part, json.dumps(value, ensure_ascii=False).encode())
        return value

    def store(self, part: Part, content: bytes) -> None:
        """Make ``content`` the body of ``part``."""
        part["body"], part["size"] = self.put(content), len(content)

    def file(self, blob: dict[str, Any], content: bytes) -> None:
        """Make ``content`` the bytes of a file in a result (``{"sha256", "size", …}``)."""
        blob["sha256"], blob["size"] = self.put(content), len(content)

    def put(self, content: bytes) -> str:
        """Store bytes; their SHA-256."""
        sha = digest(content)
        self._bodies[sha] = content
        return sha

    def body(self, sha: str) -> bytes:
        """Stored bytes, changed ones included."""
        return self._bodies[sha] if sha in self._bodies else self._source.body(sha)

    def refuse(self, ident: str, message: str = "Không được phép.", code: str = "403", **fields: str) -> Event:
        """Let step ``ident`` have been refused."""
        refusal = {"message": message, "code": code, "fields": fields}
        return self._ended(ident, outcome="refused", refusal=refusal, reason="")

    def allow(self, ident: str, result: Mapping[str, Any]) -> Event:
        """Let step ``ident`` have been done, with ``result``."""
        return self._ended(ident, outcome="done", refusal=None, reason="", result=dict(result))

    def break_down(self, ident: str, reason: str = "HTTP 500") -> Event:
        """Let step ``ident`` have broken down."""
        return self._ended(ident, outcome="broken", refusal=None, reason=reason)

    def withhold(self, ident: str, reason: str = "không có thao tác này") -> Event:
        """Let the platform not have offered step ``ident``."""
        return self._ended(ident, outcome="not_offered", refusal=None, reason=reason)

    def _ended(self, ident: str, **fields: Any) -> Event:
        event = self.step(ident)
        event.update({"result": None, **fields})
        return event

    def drop(self, unwanted: Callable[[Event], bool]) -> int:
        """Take events out; how many. Raises LookupError when there was none."""
        kept = [event for event in self.events if not unwanted(event)]
        gone = len(self.events) - len(kept)
        if not gone:
            raise LookupError("nothing to take out")
        self.events[:] = kept
        return gone

    def forget(self, journey: str) -> int:
        """Let ``journey`` never have been driven."""
        return self.drop(lambda event: event.get("journey") == journey)

    def recording(self) -> Doctored:
        """The doctored recording, in memory; events numbered anew."""
        events = [{**event, "seq": number} for number, event in enumerate(self.events, 1)]
        source = self._source
        return Doctored(source.folder, self.run, events, source.sealed, list(source.problems), bodies=self._bodies)

    def seal(self, folder: Path) -> Path:
        """The doctored recording as a sealed folder of its own."""
        made = self.recording()
        (folder / BODIES).mkdir(parents=True)
        for sha in sorted(set(_digests(made.run, made.events))):
            if sha in self._bodies or (self._source.folder / BODIES / sha).exists():
                (folder / BODIES / sha).write_bytes(self.body(sha))
        lines = (json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n" for event in made.events)
        (folder / EVENTS).write_text("".join(lines), encoding="utf-8")
        write_json(folder / RUN, made.run)
        write_json(folder / MANIFEST, manifest_of(folder))
        return folder


BODY_NAMES = frozenset({"body", "sha256", "ca", "crl", "official_certificate", "document", "signed", "junit", "json"})
"""Fields that refer to a stored body."""


def _digests(*values: Any) -> Iterator[str]:
    for value in values:
        if isinstance(value, Mapping):
            for name, item in value.items():
                if name in BODY_NAMES and isinstance(item, str) and len(item) == 64:
                    yield item
                else:
                    yield from _digests(item)
        elif isinstance(value, list | tuple):
            yield from _digests(*value)
