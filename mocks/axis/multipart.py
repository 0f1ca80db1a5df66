"""One part out of a multipart/form-data body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MAX_PARTS = 20


def part(data: bytes, content_type: str, name: str) -> bytes | None:
    """The content of the first part called ``name``; None when there is none.

    Raises ValueError when ``data`` isn't multipart/form-data as ``content_type`` says, or holds more than
    :data:`MAX_PARTS` parts.
    """
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not boundary:
        raise ValueError(f"không phải multipart/form-data có boundary: {content_type!r}")
    parts = _Parts()
    try:
        parser = MultipartParser(boundary, parts.callbacks())
        parser.write(data)
        parser.finalize()
    except MultipartParseError as error:
        raise ValueError(f"multipart hỏng: {error}") from error
    if not parts.closed:
        raise ValueError("multipart thiếu dấu kết thúc")
    return next((content for called, content in parts.found if called == name), None)


class _Parts:
    """Collects parts as the parser finds them."""

    def __init__(self) -> None:
        self.found: list[tuple[str, bytes]] = []
        self.closed = False
        self._header = self._value = b""
        self._name = ""
        self._content: list[bytes] = []

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._field,
            "on_header_value": self._more,
            "on_header_end": self._header_end,
            "on_part_data": lambda data, start, end: self._content.append(data[start:end]),
            "on_part_end": self._end,
            "on_end": self._close,
        }

    def _begin(self) -> None:
        if len(self.found) >= MAX_PARTS:
            raise ValueError(f"quá {MAX_PARTS} phần")
        self._name, self._content = "", []

    def _field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _more(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._name = parse_options_header(self._value)[1].get(b"name", b"").decode("utf-8", "replace")
        self._header = self._value = b""

    def _end(self) -> None:
        self.found.append((self._name, b"".join(self._content)))

    def _close(self) -> None:
        self.closed = True
