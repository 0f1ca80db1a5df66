"""For tests: a portal in a run of its own, and a client that speaks to its gateway as the known ones do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mocks.kernel.testing import Answer, Bench
from mocks.portal.gateway import DESTINATION


class Client:
    """Calls the gateway of ``bench``; ``adapter`` is the spelling of its path."""

    def __init__(self, bench: Bench, adapter: str = "XrdAdapter") -> None:
        self.bench = bench
        self.path = f"/{adapter}/RestService/forward/mapi"
        self.headers: Mapping[str, str] = {"dstcode": DESTINATION}
        self.query = ""
        self.session = ""
        self.agency = "Y99"

    def login(self, username: str = "", password: str = "") -> Answer:
        """Log in as the city, or as somebody else; keeps the session."""
        given = self.bench.environment
        body = {
            "username": username or given["CITY_PORTAL_USERNAME"],
            "password": password or given["CITY_PORTAL_PASSWORD"],
        }
        answer = self.bench.call("POST", f"{self.path}/login{self.query}", json=body, headers=self.headers)
        if answer.status == 200:
            self.session = answer.json().get("session", "")
        return answer

    def post(self, service: Any, **body: Any) -> Answer:
        """Call a service; the answer as it is."""
        whole = {"session": self.session, "madonvi": self.agency, "service": service, **body}
        return self.bench.call("POST", f"{self.path}/g{self.query}", json=whole, headers=self.headers)

    def ask(self, service: Any, **body: Any) -> dict[str, Any]:
        """Call a service that must answer in the envelope: HTTP 200 and an ``error_code`` that is a string."""
        answer = self.post(service, **body)
        document: dict[str, Any] = answer.json()
        assert answer.status == 200
        assert isinstance(document["error_code"], str)
        return document

    def create(self, *items: dict[str, Any], update: Any = "False") -> dict[str, Any]:
        """``DongBoHoSoMC``, one batch"""
        return self.ask("DongBoHoSoMC", isUpdating=update, data=list(items))

    def update(self, *items: dict[str, Any]) -> dict[str, Any]:
        """``DongBoHoSoMC`` of dossiers already there"""
        return self.create(*items, update="True")
