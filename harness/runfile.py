"""What ``run.json`` says of a drive, so that judging needs nothing but the recording."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from typing import Any, get_args

from fixtures import services
from fixtures.services.model import Service, System

PACKAGES = ("toantrinh", "pyHanko", "httpx", "fastapi", "cryptography")
SIMULATOR = "simulator"


def opening(
    service: Service, *, platform_name: str, actor: Mapping[str, str], seed: int, attempt: int, defects: Sequence[str]
) -> dict[str, Any]:
    """The fields known before anything is started."""
    descriptor = services.dump(service)
    return {
        "service": service.id,
        "procedure_code": service.code,
        "descriptor": descriptor,
        "descriptor_digest": digest_of(descriptor),
        "platform": platform_name,
        "modes": dict.fromkeys(get_args(System), SIMULATOR),
        "actor": {name: actor.get(name, "") for name in ("name", "unit", "role")},
        "attempt": attempt,
        "seed": seed,
        "defects": list(defects),
        "versions": versions(),
        "started": now_text(),
    }


def digest_of(value: Any) -> str:
    """SHA-256 of ``value`` as canonical JSON (sorted keys, no spaces)."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that matter to a recording."""
    return {"python": platform.python_version(), **{name.lower(): _version(name) for name in PACKAGES}}


def now_text() -> str:
    """The real time, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
