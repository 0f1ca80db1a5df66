"""From (system, method, path, selector) to the operation: dictionary look-ups over the declarations."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import TypeAdapter

from mocks.kernel import decode
from mocks.kernel.decode import UNREAD
from mocks.kernel.operation import Message, Operation, System

Parser = Callable[[bytes], Any]


class Prepared:
    """An operation made ready to be called."""

    def __init__(self, operation: Operation, clause: str = "") -> None:
        self.operation = operation
        self.clause = clause
        """The source of the operation's rules, from its fidelity card."""
        self.adapter = TypeAdapter(operation.request) if operation.request is not None else None
        keys = operation.keys
        self._paths = {} if callable(keys) else {name: path.split(".") for name, path in keys.items()}

    def decode(self, raw: bytes, tree: Any, parse: Parser | None) -> Any:
        """What the handler gets as body; ``tree``: the body if it is parsed already.

        ``parse``: read JSON with it; None: model and bytes in one go. ValueError (so ValidationError too) refuses.
        """
        if self.adapter is not None:
            if tree is UNREAD and parse is not None:
                tree = parse(raw)
            return self.adapter.validate_json(raw) if tree is UNREAD else self.adapter.validate_python(tree)
        return self.operation.decode(raw) if self.operation.decode is not None else raw

    def keys(self, message: Message) -> Mapping[str, str]:
        """The correlation keys that the request carries."""
        keys = self.operation.keys
        if callable(keys):
            return keys(message)
        found = {name: _at(message.body, path) for name, path in self._paths.items()}
        return {name: str(value) for name, value in found.items() if value is not None and value != ""}


class Slot:
    """What answers one method and path of a system: one operation, or several told apart by selectors."""

    def __init__(self, method: str, path: str) -> None:
        self.method, self.path = method, path
        self.operations: list[Prepared] = []
        self._plain: Prepared | None = None
        self._selected: dict[tuple[str, str], dict[str, Prepared]] = {}

    def add(self, prepared: Prepared) -> None:
        """One more operation for this method and path.

        Raises:
            ValueError: two operations can't be told apart.
        """
        selector = prepared.operation.selector
        if selector is None:
            if self._plain is not None:
                raise ValueError(f"{self.method} {self.path}: two operations without selector")
            self._plain = prepared
        else:
            group = self._selected.setdefault((selector.kind, selector.name), {})
            if selector.value in group:
                raise ValueError(f"{self.method} {self.path}: two operations for {selector}")
            group[selector.value] = prepared
        self.operations.append(prepared)

    def choose(self, raw: bytes, headers: Mapping[str, str], parse: Parser | None) -> tuple[Prepared | None, Any]:
        """The operation the message names (None: none of them) and its body, if it had to be parsed for that.

        Raises ValueError when a selector must look inside and the body can't be read.
        """
        tree = UNREAD
        for (kind, name), group in self._selected.items():
            if kind == "field" and tree is UNREAD:
                tree = (parse or decode.quick)(raw)
            value = decode.named(tree, raw, headers, kind, name)
            if value in group:
                return group[value], tree
        return self._plain, tree

    def received(self, raw: bytes, headers: Mapping[str, str]) -> str:
        """The value that should have named an operation, for the diagnosis."""
        for kind, name in self._selected:
            tree = decode.quick(raw) if kind == "field" else UNREAD
            return f"{name} = {decode.named(tree, raw, headers, kind, name)}"
        return ""

    def nearest(self, received: str) -> Prepared:
        """The operation whose selector comes closest to what was received."""
        names = {_named(prepared): prepared for prepared in self.operations}
        close = get_close_matches(received, names, 1, 0.0)
        return names[close[0]] if close else self.operations[0]


class Table:
    """All slots of one system."""

    def __init__(self, system: System, clauses: Mapping[str, str] | None = None) -> None:
        self.system = system
        self.slots: dict[tuple[str, str], Slot] = {}
        self._patterns: list[tuple[str, re.Pattern[str], Slot]] = []
        for operation in system.operations:
            prepared = Prepared(operation, (clauses or {}).get(operation.name, ""))
            for path in (operation.path, *operation.aliases):
                self._slot(operation.method, path).add(prepared)

    def find(self, method: str, path: str) -> tuple[Slot, dict[str, str]] | None:
        """The slot for a request and the values of its path's ``{name}`` segments."""
        slot = self.slots.get((method, path))
        if slot is not None:
            return slot, {}
        for wanted, pattern, candidate in self._patterns:
            if wanted == method and (match := pattern.fullmatch(path)):
                return candidate, match.groupdict()
        return None

    def methods(self, path: str) -> list[str]:
        """The methods that ``path`` answers to."""
        return sorted({method for method, _ in self.slots if self.find(method, path)})

    def nearest(self, method: str, path: str) -> str:
        """The operation closest to a path that nothing answers, as ``NAME (METHOD path)``."""
        labels = {f"{slot.method} {slot.path}": slot for slot in self.slots.values()}
        close = get_close_matches(f"{method} {path}", labels, 1, 0.0)
        return f"{labels[close[0]].operations[0].operation.name} ({close[0]})" if close else ""

    def _slot(self, method: str, path: str) -> Slot:
        slot = self.slots.get((method, path))
        if slot is None:
            slot = self.slots[method, path] = Slot(method, path)
            if "{" in path:
                self._patterns.append((method, _pattern(path), slot))
        return slot


def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", path)
    return re.compile(
        "".join(f"(?P<{part}>[^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts))
    )


def _named(prepared: Prepared) -> str:
    selector = prepared.operation.selector
    return f"{selector.name} = {selector.value}" if selector else prepared.operation.name


_ROWS = (list, tuple)


def _at(body: Any, path: Sequence[str]) -> Any:
    for part in path:
        if isinstance(body, dict):
            body = body.get(part)
        elif isinstance(body, _ROWS):
            body = body[int(part)] if part.isdigit() and int(part) < len(body) else None
        else:
            body = getattr(body, part, None)
    return body
