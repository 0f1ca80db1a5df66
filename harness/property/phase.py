"""The property phase of a drive: sign in for each area of the service, let the tool loose, record what it found."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from harness.phases import Scene
from harness.port.platform import Actor, Broken, Refused
from harness.port.table import Role
from harness.property import tool
from harness.testbed import ActionRefused, TestBedError

JOURNEY = "property"
KNOWN_DOSSIERS = 8
Json = dict[str, Any]

missing = tool.missing


def perform(scene: Scene) -> None:
    """Test every documented operation with generated input; one event ``property`` tells what came of it."""
    scene.wire.begin(JOURNEY, f"{JOURNEY}.sign_in")
    actors = [_signed_in(scene, role, number) for number, (_, role) in enumerate(scene.bed.host.areas)]
    signed_in = areas(scene, actors)
    scene.recorder.hide(*(cookie for area in signed_in for cookie in area["cookies"].values()))
    told = {"areas": signed_in, "values": values(scene, actors)}
    url = urljoin(scene.bed.base_url + "/", scene.bed.host.document.lstrip("/"))
    with tempfile.TemporaryDirectory(prefix="toantrinh-property-") as folder:
        found = tool.run(url, told, Path(folder), seed=scene.seed, say=scene.say)
    record(scene, url, found)


def _signed_in(scene: Scene, role: Role, number: int) -> Actor | None:
    """An actor of ``role`` signed in for the ``number``-th area alone; None, with a note, when it doesn't work."""
    try:
        if role == "applicant":
            actor = scene.player.actor()
            actor = replace(actor, name=f"{actor.name} ({number})")
            link = str(scene.bed.control.act("portal", "deep_link", MaTTHC=scene.service.code)["url"])
            scene.platform.sign_in(actor, link)
        else:
            account = scene.bed.host.accounts[role]
            password = scene.bed.staff_password
            actor = Actor(role=role, name=f"{account} ({number})", account=account, password=password)
            scene.platform.list_queue(actor)
    except (Refused, Broken, ActionRefused, TestBedError) as trouble:
        _note(scene, f"Không đăng nhập được cho phần kiểm thử thuộc tính ({role}): {trouble}")
        return None
    return actor


def areas(scene: Scene, actors: Sequence[Actor | None]) -> list[Json]:
    """The host's areas with the cookies of the actor who is signed in for each."""
    patterns = [pattern for pattern, _ in scene.bed.host.areas]
    return [
        {"pattern": pattern, "cookies": _cookies(scene, actor)} for pattern, actor in zip(patterns, actors, strict=True)
    ]


def _cookies(scene: Scene, actor: Actor | None) -> dict[str, str]:
    return {one.name: one.value or "" for one in scene.wire.transport(actor).cookies} if actor else {}


def values(scene: Scene, actors: Sequence[Actor | None]) -> dict[str, list[str]]:
    """Values that mean something to the service now, by parameter name."""
    kinds = {
        "procedure": [scene.service.code],
        "component": [component.code for component in scene.service.components],
        "dossier": _dossiers(scene),
        "draft": _draft(scene, [actor for actor in actors if actor and actor.role == "applicant"]),
    }
    wanted = scene.bed.host.parameters.items()
    return {name: [value for kind in named for value in kinds[kind]] for name, named in wanted}


def _dossiers(scene: Scene) -> list[str]:
    """Dossiers that the journeys left, as the portal knows them."""
    try:
        known: Mapping[str, Any] = scene.bed.control.state("portal", "dossiers") or {}
    except (ActionRefused, TestBedError):
        return []
    return sorted(known)[:KNOWN_DOSSIERS]


def _draft(scene: Scene, applicants: Sequence[Actor]) -> list[str]:
    """A draft opened for this by whoever is signed in for most of the applicant's operations: the last one."""
    try:
        return [scene.platform.open_form(actor, scene.service.code).draft_id for actor in applicants[-1:]]
    except (Refused, Broken):
        return []


def record(scene: Scene, url: str, found: tool.Found) -> None:
    """The event ``property``: reports as bodies, each failure with how to send it again."""
    summary: Json = json.loads(found.summary) if found.summary else {}
    operations, cases = summary.get("operations") or {}, summary.get("test_cases") or {}
    scene.recorder.event(
        "property",
        tool=tool.NAME,
        version=tool.version(),
        url=url,
        seed=scene.seed,
        exit_code=found.exit_code,
        complete=bool(summary.get("complete")),
        operations={name: int(operations.get(name) or 0) for name in ("total", "tested", "errored")},
        cases=int(cases.get("generated") or 0),
        reached=reached(summary),
        signed_in=list(found.signed_in),
        failures=[dict(failure) for failure in found.failures],
        errors=[str(one.get("title")) for one in summary.get("errors") or ()],
        junit=scene.recorder.body(found.junit) if found.junit else "",
        json=scene.recorder.body(found.summary) if found.summary else "",
    )
    if not summary.get("complete"):
        _note(scene, f"Phần kiểm thử thuộc tính không chạy hết: {found.said or 'không có thông báo'}")


def reached(summary: Json) -> list[str]:
    """The operations that took at least one generated request."""
    rates = summary.get("valid_rates") or {}
    return sorted(label for label, phases in rates.items() if any(rate["accepted"] for rate in phases.values()))


def _note(scene: Scene, text: str) -> None:
    scene.recorder.event("note", level="warning", text=text)
