"""What officers do: queue, open, receive, refuse, ask for more, forward, propose, approve, return; read the log."""

from __future__ import annotations

from typing import Any

from harness.platforms.reference_city.following import dossier
from harness.platforms.reference_city.session import Session, part
from harness.port import results as r
from harness.port.platform import Actor


class Handling(Session):
    """Operations of the officers."""

    def list_queue(self, actor: Actor) -> r.Queue:
        found = self.as_officer(actor, "GET", "/queue")
        return r.Queue(dossiers=[row["dossier_code"] for row in found["dossiers"]])

    def open_dossier(self, actor: Actor, dossier_code: str) -> r.Dossier:
        return dossier(self.as_officer(actor, "GET", _path(dossier_code)))

    def receive(self, actor: Actor, dossier_code: str) -> r.Dossier:
        return self._step(actor, dossier_code, "receive")

    def refuse(self, actor: Actor, dossier_code: str, reason: str) -> r.Dossier:
        return self._step(actor, dossier_code, "refuse", {"reason": reason})

    def request_supplement(self, actor: Actor, dossier_code: str, reason: str, component_codes: list[str]) -> r.Dossier:
        body = {"reason": reason, "component_codes": list(component_codes)}
        return self._step(actor, dossier_code, "request-supplement", body)

    def forward(self, actor: Actor, dossier_code: str) -> r.Dossier:
        return self._step(actor, dossier_code, "forward")

    def propose(self, actor: Actor, dossier_code: str, opinion: str) -> r.Dossier:
        return self._step(actor, dossier_code, "propose", {"opinion": opinion})

    def approve(self, actor: Actor, dossier_code: str) -> r.Dossier:
        return self._step(actor, dossier_code, "approve")

    def return_result(self, actor: Actor, dossier_code: str) -> r.Dossier:
        return self._step(actor, dossier_code, "return-result")

    def read_log(self, actor: Actor, dossier_code: str) -> r.Log:
        data = self.as_officer(actor, "GET", f"{_path(dossier_code)}/log")
        return r.Log(
            dossier_code=data["dossier_code"],
            entries=[r.LogEntry(**entry) for entry in data["entries"]],
            process=[r.Step(**step) for step in data["process"]],
        )

    def _step(self, actor: Actor, dossier_code: str, step: str, body: dict[str, Any] | None = None) -> r.Dossier:
        return dossier(self.as_officer(actor, "POST", f"{_path(dossier_code)}/{step}", json=body))


def _path(dossier_code: str) -> str:
    return f"/dossiers/{part(dossier_code)}"
