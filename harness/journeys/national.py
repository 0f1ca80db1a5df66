"""The person in front of a national page: the bench asks the national system to act for them."""

from __future__ import annotations

from typing import Any

from harness.port.platform import Actor, Broken, Refused
from harness.testbed import ActionRefused, Control
from harness.transport import Wire


class National:
    """National pages of a drive (:class:`harness.port.platform.NationalPages`)."""

    def __init__(self, control: Control, wire: Wire) -> None:
        self._control, self._wire = control, wire

    def sign_in(self, authorize_url: str, actor: Actor) -> str:
        """Sign ``actor`` in on the national sign-in page; the URL the browser is sent back to.

        Raises :class:`Refused` when the page refuses (a wrong client or redirect address, for one).
        """
        who = {"person": actor.person}
        if actor.organisation:
            who["organisation"] = actor.organisation
        inputs = {"authorize_url": authorize_url, **who}
        answer = self._act("identity", "sign_in", inputs)
        location = str(answer.get("location", ""))
        if not location:
            raise Broken("Trang đăng nhập quốc gia không chuyển trình duyệt về hệ thống.")
        return location

    def _act(self, system: str, action: str, inputs: dict[str, Any]) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = self._control.act(system, action, **inputs)
        except ActionRefused as refused:
            self._note(system, action, inputs, {"refused": refused.detail, "status": refused.status})
            raise Refused(f"Trang đăng nhập quốc gia từ chối: {refused.detail}", code=str(refused.status)) from refused
        self._note(system, action, inputs, answer)
        return answer

    def _note(self, system: str, action: str, inputs: dict[str, Any], answer: Any) -> None:
        self._wire.recorder.event(
            "national", journey=self._wire.journey, system=system, action=action, inputs=inputs, answer=answer
        )
