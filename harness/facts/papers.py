"""Files of a recording: their bytes, what kind they really are, the text in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from harness.facts.book import Book

Kind = Literal["docx", "odt", "xlsx", "doc", "pdf", "html", "jpeg", "png", "other", "empty"]
PERSONAL_NUMBER = re.compile(r"(?<!\d)0\d{11}(?!\d)")
"""Twelve digits that look like a personal identification number."""


@dataclass(frozen=True)
class Paper:
    """A file as it was received or sent."""

    content: bytes
    size: int
    sha256: str
    media_type: str
    filename: str
    seen_in: str

    @property
    def kind(self) -> Kind:
        """What the first bytes say it is, whatever its name or media type says."""
        return kind_of(self.content)

    @cached_property
    def problem(self) -> str:
        """Why it can't be opened, in Vietnamese; empty when it opens."""
        try:
            text_of(self.content)
        except Exception as error:
            return f"không mở được bằng bộ đọc {self.kind} ({type(error).__name__})"
        return ""

    @cached_property
    def text(self) -> str:
        """The text in it; empty when there is none or it doesn't open."""
        return "" if self.problem else text_of(self.content)

    @property
    def macros(self) -> bool:
        """Whether it carries code."""
        if self.kind == "pdf":
            return b"/JavaScript" in self.content or b"/JS" in self.content
        return self.kind in ("docx", "xlsx") and b"vbaProject.bin" in self.content


def paper(book: Book, value: Mapping[str, Any] | None, seen_in: str) -> Paper | None:
    """The file that a step's result refers to; None when there is none."""
    if not value:
        return None
    return Paper(
        content=book.body(value["sha256"]),
        size=value["size"],
        sha256=value["sha256"],
        media_type=value.get("media_type", ""),
        filename=value.get("filename", ""),
        seen_in=seen_in,
    )


def kind_of(content: bytes) -> Kind:
    """The kind of a file by its first bytes, and by its members when it is a zip."""
    if not content:
        return "empty"
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "doc"
    if content.startswith(b"\xff\xd8"):
        return "jpeg"
    if content.startswith(b"\x89PNG"):
        return "png"
    if content.startswith(b"PK"):
        return _zipped(content)
    return "html" if b"<html" in content[:2000].lower() or b"<!doctype" in content[:200].lower() else "other"


def _zipped(content: bytes) -> Kind:
    if b"word/" in content:
        return "docx"
    if b"xl/" in content:
        return "xlsx"
    return "odt" if b"opendocument.text" in content[:200] else "other"


def text_of(content: bytes) -> str:
    """The text of a document. Raises whatever its reader raises when it doesn't open."""
    kind = kind_of(content)
    if kind == "docx":
        return _docx(content)
    if kind == "pdf":
        return _pdf(content)
    if kind in ("odt", "xlsx"):
        zipfile.ZipFile(io.BytesIO(content)).testzip()
        return ""
    if kind == "doc":
        return ""
    raise ValueError(f"not a document: {kind}")


def _docx(content: bytes) -> str:
    import docx

    document = docx.Document(io.BytesIO(content))
    lines = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        lines += [cell.text for row in table.rows for cell in row.cells]
    return "\n".join(lines)


def _pdf(content: bytes) -> str:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(content), strict=True)
    return "\n".join(page.extract_text() for page in reader.pages)
