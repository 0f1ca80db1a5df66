"""The servers under measurement: how each is started, asked, and made ready for a run."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from benchmarks.mocks import mockoon, prism, wiremock
from benchmarks.mocks.children import Child, free_port
from benchmarks.mocks.stubs import stubs
from benchmarks.mocks.workloads import MAKERS, Site, Workload

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
PATIENCE = 60.0


class Server:
    """A target: started on ``core`` with its files in ``folder``, ready when it has answered W2 rightly."""

    name = ""
    title = ""
    does = ""
    """What it does of the workload, for the report."""
    compiles = True
    """Whether it gets faster while it runs."""

    def __init__(self, core: int, folder: Path) -> None:
        self.folder = folder / self.name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.site = Site()
        self.client = httpx.Client(trust_env=False, timeout=20)
        started = time.perf_counter()
        self.child = Child(self.command(), core, self.folder / "log", self.environ())
        self._wait()
        self.start_seconds = time.perf_counter() - started
        """From the start of the process to its first right answer."""

    def command(self) -> Sequence[str | Path]:
        raise AssertionError("each server has its command")

    def environ(self) -> dict[str, str]:
        """Variables for the process."""
        return {}

    def prepare(self) -> None:
        """What must happen before messages make sense; raises httpx.HTTPError until the server is there."""

    def rest(self) -> None:
        """Before each run."""

    def workload(self, name: str) -> Workload:
        """The messages of a workload for this server."""
        return MAKERS[name](self.site)

    def ask(self, name: str, number: int) -> str:
        """One request of a workload; gives the answer."""
        workload = self.workload(name)
        headers, body = dict(workload.headers), workload.rendered(number)
        return self.client.post(self.url + workload.path, headers=headers, content=body).text

    def probe(self, name: str, number: int) -> None:
        """Make sure that the server does the workload. Raises RuntimeError when its answer is wrong."""
        answer = self.ask(name, number)
        if self.workload(name).expects not in answer:
            raise RuntimeError(f"{self.title} answers {name} wrongly: {answer[:300]}")

    def stop(self) -> None:
        self.client.close()
        self.child.stop()

    def _wait(self) -> None:
        deadline, pause = time.monotonic() + PATIENCE, threading.Event()
        while not self._answers():
            if not self.child.alive or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"{self.title} did not start: {(self.folder / 'log').read_text()[-800:]}")
            pause.wait(0.01)

    def _answers(self) -> bool:
        try:
            self.prepare()
            return self.workload("W2").expects in self.ask("W2", 1)
        except httpx.HTTPError:
            return False


class Ours(Server):
    """The mocks as a user runs them, with one run."""

    name, title = "ours", "toantrinh mocks"
    compiles = False
    does = "all: run, rules of every field, state, journal, clock, correlation keys"

    def command(self) -> Sequence[str | Path]:
        return [sys.executable, "-P", "-m", "mocks", "--port", str(self.port), "--with-parent"]

    def prepare(self) -> None:
        made = self.client.post(f"{self.url}/_/runs", json={"key": "bench"})
        if made.status_code == httpx.codes.CREATED:
            self.environment: dict[str, str] = made.json()["environment"]
        self.rest()

    def rest(self) -> None:
        """A session lives half an hour, so log in anew."""
        given = self.environment
        login = {"username": given["CITY_PORTAL_USERNAME"], "password": given["CITY_PORTAL_PASSWORD"]}
        path = f"{given['CITY_PORTAL_URL']}/XrdAdapter/RestService/forward/mapi/login"
        session = self.client.post(path, json=login, headers={"dstcode": given["CITY_PORTAL_DSTCODE"]}).json()[
            "session"
        ]
        self.site = Site(session, given["CITY_PAYMENT_PARTNER"], given["CITY_PAYMENT_SECRET"])

    def reset(self) -> None:
        """Back to a run without dossiers, orders and journal."""
        self.client.post(f"{self.url}/_/runs/bench/reset").raise_for_status()

    def workload(self, name: str) -> Workload:
        made = super().workload(name)
        return replace(made, path=f"/bench/{'payment' if name == 'W3' else 'portal'}{made.path}")

    def stored(self, name: str) -> int | None:
        """How many records W1 or W3 have left; None for W2."""
        if name == "W2":
            return None
        system, table = ("portal", "dossiers") if name == "W1" else ("payment", "orders")
        return int(self.control(f"/state/{system}").get(table, 0))

    def control(self, path: str) -> Any:
        """GET of the run's control API."""
        return self.client.get(f"{self.url}/_/runs/bench{path}").raise_for_status().json()


class Bare(Server):
    name, title = "bare", "bare ASGI on uvicorn"
    compiles = False
    does = "the work, by hand: rules, checksum, state; no kernel"

    def command(self) -> Sequence[str | Path]:
        return [sys.executable, "-m", "benchmarks.mocks.bare", str(self.port)]


class Rules(Server):
    name, title = "rules", "the mocks' own rules on bare ASGI"
    compiles = False
    does = "the mocks' models, handlers and store; no kernel"

    def command(self) -> Sequence[str | Path]:
        return [sys.executable, "-m", "benchmarks.mocks.rules", str(self.port)]


class WireMock(Server):
    """WireMock with its request journal."""

    name, title = "wiremock", "WireMock, functional, journal on"
    does = "required-field matchers, templated answer, journal; no state, no checksum"
    journal = True

    def command(self) -> Sequence[str | Path]:
        wiremock.arrange(self.folder, stubs())
        (jar,) = (MODULES / "wiremock" / "build").glob("wiremock-standalone-*.jar")
        return ["java", "-jar", jar, *wiremock.options(self.folder, self.port, self.journal)]

    def rest(self) -> None:
        """Its journal has no bound; emptied before each run it stays in memory."""
        if self.journal:
            self.client.delete(f"{self.url}/__admin/requests").raise_for_status()


class WireMockQuiet(WireMock):
    """WireMock without."""

    name, title = "wiremock-quiet", "WireMock, functional, journal off"
    does = "required-field matchers, templated answer; no state, no checksum"
    journal = False


class Mockoon(Server):
    name, title = "mockoon", "Mockoon CLI"
    does = "a rule on every required field, templated answer; no state, no checksum"

    def command(self) -> Sequence[str | Path]:
        place = mockoon.arrange(self.folder, stubs(), self.port)
        run = MODULES / "@mockoon" / "cli" / "bin" / "run.js"
        quiet = ["--disable-log-to-file", "--disable-admin-api"]
        return ["node", run, "start", "--data", place, "--port", str(self.port), "--hostname", "127.0.0.1", *quiet]


class Prism(Server):
    name, title = "prism", "Prism CLI"
    does = "validates required fields, fixed example; no state, no checksum"

    def command(self) -> Sequence[str | Path]:
        place = prism.arrange(self.folder, stubs())
        run = MODULES / "@stoplight" / "prism-cli" / "dist" / "index.js"
        quiet = ["--errors", "--verboseLevel", "silent"]
        return ["node", run, "mock", place, "--port", str(self.port), "--host", "127.0.0.1", *quiet]

    def workload(self, name: str) -> Workload:
        return replace(super().workload(name), path=prism.path(name))


SERVERS: Sequence[type[Server]] = (Ours, Bare, Rules, WireMock, WireMockQuiet, Mockoon, Prism)
"""In the order of the report."""
