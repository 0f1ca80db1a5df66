"""The Python platform for the reference city: every port operation over its JSON interface and pages.

Operations raise :class:`~harness.port.platform.Refused` when the city refuses (4xx, with its field messages)
and :class:`~harness.port.platform.Broken` when it breaks down (5xx, or an answer that can't be read).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from harness.platforms.reference_city.filing import Filing
from harness.platforms.reference_city.following import Following
from harness.platforms.reference_city.handling import Handling
from harness.platforms.reference_city.reading import Reading
from harness.port.table import OPERATIONS

NOT_OFFERED = frozenset({"consult"})
"""The bundled procedures have no consultation of other agencies, so the city has no such step."""


class ReferenceCity(Reading, Filing, Following, Handling):
    """Operates the reference city. Build it with a :class:`~harness.port.platform.Bench`."""

    name = "reference-city"
    offers = frozenset(operation.id for operation in OPERATIONS) - NOT_OFFERED
    targets: ClassVar[Mapping[str, str]] = {
        "payment.confirm": "/thanh-toan/xac-nhan",
        "payment.return": "/thanh-toan/ket-qua",
        "identity.redirect": "/dang-nhap/callback",
        "portal.deeplink": "/vi/nps/apply",
        "portal.lookup": "/lienthong/tracuuhoso",
        "portal.file": "/lienthong/downloadfile",
    }
    """Where national systems call the city: target → path below its address."""
