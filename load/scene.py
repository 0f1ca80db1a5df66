"""One visit of one person under load: the stage that the journeys' own steps are played on, without a recording.

It stands where :class:`harness.journeys.stage.Stage` stands in a drive, so that filing is the same code in both. What
it keeps goes into the books.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn, Protocol, TypeVar
from urllib.parse import urljoin

from fixtures.services.model import Service
from harness.journeys.cast import Pair, Player
from harness.journeys.stage import JourneyFailed, Stage
from harness.port.platform import Actor, Broken, NotOffered, Platform, Refused, Transport
from harness.port.runner import Kind, Outcome
from harness.recording import Recorder
from harness.recording.redaction import Redactor
from harness.signing import Keyring
from harness.testbed import ActionRefused, Control, TestBedError
from harness.wait import Deadline, until
from load.books import Writer
from load.plan import Visit
from load.words import RETURN

T = TypeVar("T")
PATIENCE, LOOK_AGAIN = 20.0, 0.5
"""Seconds to wait for something the service does by itself, and between two looks."""
HOPS = 3


class Browser(Protocol):
    """The connections of one visit. Requests are named by ``operation``, the port operation going on."""

    operation: str

    def transport(self, actor: Actor) -> Transport: ...


@dataclass(frozen=True)
class Ground:
    """What the visits of a run share. ``pause`` waits so many seconds, ``think`` draws a person's pause."""

    service: Service
    base_url: str
    control: Control
    keyring: Keyring
    books: Writer
    clock: Callable[[], datetime]
    think: Callable[[], float]
    pause: Callable[[float], object]


class Silent(Recorder):
    """A recorder that keeps nothing: masks secrets, and that is all."""

    def __init__(self) -> None:
        self._masks = Redactor()

    def hide(self, *secrets: str) -> None:
        """Mask these from now on."""
        self._masks.hide(*secrets)

    def mask(self, text: str) -> str:
        """``text`` without secrets."""
        return str(self._masks.value(text))

    def describe(self, **fields: Any) -> None:
        """Not kept."""

    def event(self, kind: str, **fields: Any) -> int:  # noqa: ARG002 same shape as a recorder's
        """Not kept."""
        return 0

    def body(self, content: bytes) -> str:  # noqa: ARG002
        """Not kept."""
        return ""

    def blob(self, content: bytes) -> str:  # noqa: ARG002
        """Not kept."""
        return ""


class Scene(Stage):
    """The stage of ``visit``, played by ``player`` through ``platform`` in ``browser``."""

    def __init__(self, visit: Visit, player: Player, ground: Ground, browser: Browser, platform: Platform) -> None:
        self.visit, self.ground, self.browser, self.platform = visit, ground, browser, platform
        self.journey, self.service = f"{visit.kind}-{visit.number}", ground.service
        self.pair = Pair(player, player)
        self.applicant, self.public = player.actor(), Actor(role="public")
        self.keyring, self.clock, self.recorder = ground.keyring, ground.clock, Silent()
        self.keys = {}

    def attempt(self, operation: str, actor: Actor, /, label: str = "", **inputs: Any) -> Outcome:
        """Think, then perform a step. What isn't done goes into the books. Raises TestBedError when the mocks fail."""
        self.ground.pause(self.ground.think())
        return self._noted(operation, self._perform(operation, actor, label, inputs))

    def click(self, operation: str, times: int, /, **inputs: Any) -> list[Outcome]:
        """Perform a step ``times`` times at once, as a double click does. One that is done is enough."""
        if times == 1:
            return [self.attempt(operation, self.applicant, **inputs)]
        self.ground.pause(self.ground.think())
        with ThreadPoolExecutor(times) as hands:
            waiting = [hands.submit(self._perform, operation, self.applicant, "", inputs) for _ in range(times)]
            outcomes = [one.result() for one in waiting]
        accepted = any(outcome.done for outcome in outcomes)
        for outcome in outcomes:
            if outcome.kind == "broken" or not accepted:
                self._noted(operation, outcome)
        return outcomes

    def national(self, system: str, action: str, /, **inputs: Any) -> Any:
        """Let a national system act; never counted as the service's time."""
        try:
            return self.ground.control.act(system, action, **inputs)
        except ActionRefused as refused:
            self.fail(f"{system}.{action}", "refused", refused.detail)

    def wait(self, kind: str, condition: str, look: Callable[[], T | None]) -> T | None:  # noqa: ARG002
        """Wait until ``look`` finds something; ``None`` at the deadline."""

        def pause(_: float) -> object:
            return self.ground.pause(LOOK_AGAIN)

        try:
            return until(look, seconds=PATIENCE, condition=condition, pause=pause)
        except Deadline:
            return None

    def browse(self, url: str) -> None:
        """Follow ``url`` as the applicant's browser does, within the service."""
        self.browser.operation = RETURN
        transport = self.browser.transport(self.applicant)
        for _ in range(HOPS):
            if not url.startswith(self.ground.base_url):
                return
            try:
                answer = transport.request("GET", url)
            except Broken as reason:
                self.fail(RETURN, "broken", str(reason))
            if answer.status >= 400:
                self.fail(RETURN, "broken" if answer.status >= 500 else "refused", f"HTTP {answer.status}")
            if "location" not in answer.headers:
                return
            url = urljoin(url, answer.headers["location"])

    def fail(self, operation: str, outcome: Kind, why: str) -> NoReturn:
        """Note that ``operation`` wasn't done, and end the visit."""
        self.write("failed", operation=operation, outcome=outcome, why=why)
        raise JourneyFailed(f"{operation}: {why}")

    def write(self, kind: str, **fields: Any) -> None:
        """One line in the books, secrets in its texts masked."""
        plain = {name: self.recorder.mask(value) if isinstance(value, str) else value for name, value in fields.items()}
        self.ground.books.write(kind, visit=self.visit.number, **plain)

    def case(self, **keys: str) -> None:
        """Not kept: the books name the dossiers."""

    def signed(self, **fields: Any) -> None:
        """Not kept."""

    def _noted(self, operation: str, outcome: Outcome) -> Outcome:
        if not outcome.done:
            self.write("failed", operation=operation, outcome=outcome.kind, why=outcome.why)
        return outcome

    def _perform(self, operation: str, actor: Actor, label: str, inputs: dict[str, Any]) -> Outcome:
        self.browser.operation = operation
        step = ".".join(part for part in (self.journey, operation, label) if part)
        try:
            return Outcome(step, "done", result=getattr(self.platform, operation)(actor, **inputs))
        except Refused as refusal:
            return Outcome(step, "refused", refusal=refusal)
        except NotOffered as reason:
            return Outcome(step, "not_offered", reason=str(reason))
        except TestBedError:
            raise
        except Broken as reason:
            return Outcome(step, "broken", reason=str(reason))
        except Exception as error:
            return Outcome(step, "broken", reason=f"Không đọc được câu trả lời ({type(error).__name__}: {error})")


class Desk:
    """National pages of a load run: the mocks' control API signs the person in."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def sign_in(self, authorize_url: str, actor: Actor) -> str:
        """The URL the browser is sent back to. Raises :class:`Refused` when the page refuses."""
        inputs = {"authorize_url": authorize_url, "person": actor.person}
        if actor.organisation:
            inputs["organisation"] = actor.organisation
        try:
            answer = self._control.act("identity", "sign_in", **inputs)
        except ActionRefused as refused:
            raise Refused(f"Trang đăng nhập quốc gia từ chối: {refused.detail}", code=str(refused.status)) from refused
        return str(answer["location"])
