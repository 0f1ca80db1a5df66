"""Steps, exchanges and journal entries of a recording, typed and read-only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from harness.facts.missing import FactMissing

M = TypeVar("M", bound=BaseModel)
StepOutcome = Literal["done", "refused", "broken", "not_offered"]


@dataclass(frozen=True)
class Exchange:
    """One HTTP exchange of an actor with the service. ``status`` is 0 when no answer came."""

    id: str
    step: str
    method: str
    url: str
    status: int
    response_headers: Mapping[str, str]
    response_body: str
    """SHA-256, empty without an answer."""


@dataclass(frozen=True)
class Step:
    """One port operation as it went. ``status`` is the HTTP status of its last exchange, 0 without an answer."""

    id: str
    journey: str
    operation: str
    outcome: StepOutcome
    inputs: Mapping[str, Any]
    result: Mapping[str, Any] | None
    message: str
    """The refusal's message."""
    code: str
    fields: Mapping[str, str]
    """Field name → message of the refusal."""
    reason: str
    exchanges: tuple[str, ...]
    status: int
    actor: Mapping[str, Any]
    at: str

    @property
    def done(self) -> bool:
        return self.outcome == "done"

    @property
    def answered(self) -> bool:
        """Whether the service answered the last exchange at all."""
        return self.status > 0

    @property
    def why(self) -> str:
        """Why it wasn't done, empty when it was."""
        return self.message or self.reason

    @property
    def seen_in(self) -> str:
        """Its last exchange; its own id when it had none."""
        return self.exchanges[-1] if self.exchanges else self.id

    def read(self, model: type[M]) -> M:
        """Its result as ``model``. Raises :class:`FactMissing` when it has none, or one that can't be read."""
        if self.result is None:
            raise FactMissing(f"Bước {self.id} không thực hiện được: {self.why}", seen_in=self.seen_in)
        try:
            return model.model_validate(shaped(model, self.result))
        except ValidationError as error:
            raise FactMissing(f"Kết quả của bước {self.id} không đọc được: {error}", seen_in=self.seen_in) from error


@dataclass(frozen=True)
class Entry:
    """One call between the service and a national system, from that system's journal."""

    seq: int
    system: str
    operation: str
    direction: Literal["in", "out"]
    clock: str
    path: str
    keys: Mapping[str, str]
    accepted: bool
    refusal: Mapping[str, Any] | None
    request: bytes
    response: bytes
    status: int
    """HTTP status of the answer, 0 when none came."""
    callback: str = ""
    request_headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def seen_in(self) -> str:
        return f"journal:{self.seq}"

    @property
    def sent(self) -> dict[str, Any]:
        """The request as JSON. Raises :class:`FactMissing` when it isn't."""
        return self._json(self.request)

    @property
    def answer(self) -> dict[str, Any]:
        """The answer as JSON. Raises :class:`FactMissing` when it isn't."""
        return self._json(self.response)

    def _json(self, content: bytes) -> dict[str, Any]:
        try:
            value = json.loads(content)
        except ValueError:
            raise FactMissing(f"Thông điệp {self.operation} không phải JSON", seen_in=self.seen_in) from None
        return value if isinstance(value, dict) else {"": value}


@dataclass(frozen=True)
class Journey:
    """How a journey went. ``status``: complete, failed, interrupted; empty while it has no end."""

    name: str
    status: str
    reason: str


def shaped(model: type[BaseModel], value: Any) -> Any:
    """``value`` without the keys that ``model`` doesn't know (yet, or any more): old recordings stay readable."""
    if not isinstance(value, Mapping):
        return value
    return {
        name: _shaped_field(model.model_fields[name].annotation, item)
        for name, item in value.items()
        if name in model.model_fields
    }


def _shaped_field(annotation: Any, item: Any) -> Any:
    inner = _model_in(annotation)
    if inner is None:
        return item
    return [shaped(inner, part) for part in item] if isinstance(item, list) else shaped(inner, item)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
