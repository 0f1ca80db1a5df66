"""What a journey is: a name, what it needs of a platform, when it applies, how it is played."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fixtures.services.model import Service
from harness.journeys.stage import Stage

NO_SIGNATURE = "Không thành phần hồ sơ nào phải ký số (NO_SIGNATURE_REQUIRED)."


def always(service: Service) -> str:  # noqa: ARG001 - same shape as the other rules
    """The journey applies to every service."""
    return ""


def when_signed(service: Service) -> str:
    """The journey applies to services where something must be signed."""
    return "" if any(component.signature_required for component in service.components) else NO_SIGNATURE


@dataclass(frozen=True)
class Journey:
    """One journey. ``needs``: the port operations without which it shows nothing; ``why_not``: reason why it doesn't
    apply to a service, in Vietnamese, empty when it does."""

    name: str
    title: str
    play: Callable[[Stage], None]
    needs: tuple[str, ...] = ("sign_in", "open_form", "save_draft", "submit")
    why_not: Callable[[Service], str] = always
