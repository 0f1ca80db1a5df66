"""Papers that went over the document axis, taken out of their envelopes (axis-population-enterprise §1.3)."""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
from collections.abc import Iterator

from harness.facts.steps import Entry

ENCODED = re.compile(rb"ContentTransferEncoded>([A-Za-z0-9+/=\s]+)</")
LARGEST = 50 << 20
"""Bytes of an unpacked member that are looked at."""


def attached(entry: Entry) -> list[bytes]:
    """The PDF files attached to a ``sendEdoc`` message, unzipped; unreadable attachments are left out."""
    return [content for part in ENCODED.findall(entry.request) for content in _papers(part)]


def _papers(part: bytes) -> Iterator[bytes]:
    try:
        content = base64.b64decode(part)
    except (binascii.Error, ValueError):
        return
    if content.startswith(b"%PDF-"):
        yield content
    elif content.startswith(b"PK"):
        yield from _unzipped(content)


def _unzipped(content: bytes) -> Iterator[bytes]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = [member for member in archive.infolist() if member.file_size <= LARGEST]
        found = [archive.read(member) for member in members]
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return
    yield from (paper for paper in found if paper.startswith(b"%PDF-"))
