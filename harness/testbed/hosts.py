"""The service hosts that the test bed can start by itself, and the platform that operates each."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from harness.port.table import Role
from harness.testbed.errors import TestBedError


@dataclass(frozen=True)
class Host:
    """A startable service host.

    ``platform`` is ``module:Class``, ``accounts`` the officers' accounts by role, ``clock`` the path where its clock is
    set, ``document`` that of its OpenAPI document. ``areas`` say which role's sign-in an operation is for: a pattern
    over ``METHOD /path``, the first that fits counts, each area signs in for itself. ``parameters`` say which
    parameters of the document name a procedure, dossier, draft or component.
    """

    name: str
    title: str
    module: str
    platform: str
    accounts: Mapping[Role, str]
    clock: str
    document: str = "/openapi.json"
    areas: Sequence[tuple[str, Role]] = ()
    parameters: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def platform_class(self) -> Any:
        """The platform's class (a :class:`harness.port.platform.Platform` with ``targets``)."""
        module, _, name = self.platform.partition(":")
        return getattr(importlib.import_module(module), name)


HOSTS: Mapping[str, Host] = {
    host.name: host
    for host in (
        Host(
            name="reference-city",
            title="Hệ thống mẫu của thành phố Hoa Sen",
            module="fixtures.reference_city",
            platform="harness.platforms.reference_city:ReferenceCity",
            accounts={
                "receiver": "tiepnhan01",
                "processor": "xuly01",
                "signer": "kyso01",
                "other_officer": "canbo-khac",
            },
            clock="/api/clock",
            areas=(
                ("DELETE /api/account/session", "applicant"),
                (r"\w+ /api/(account|drafts|dossiers)", "applicant"),
                (r"\w+ /api/officers/(?!session)", "receiver"),
            ),
            parameters={
                "code": ("procedure", "dossier"),
                "procedure_code": ("procedure",),
                "component_code": ("component",),
                "component_codes": ("component",),
                "draft_id": ("draft",),
                "masohoso": ("dossier",),
            },
        ),
    )
}


def host_for(platform: str) -> Host:
    """The host by its platform's name. Raises :class:`TestBedError` naming those there are."""
    if platform not in HOSTS:
        raise TestBedError(f"Không có nền tảng {platform!r}.", "Chọn một trong: " + ", ".join(HOSTS) + ".")
    return HOSTS[platform]
