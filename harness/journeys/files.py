"""Small real files to hand in: a one-page PDF, a JPEG photograph, a PNG scan. Each drawn copy differs by its note."""

from __future__ import annotations

import struct
import zlib

from harness.port.results import Blob

JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300100b0c0e0c0a100e0d0e1211101318281a181616183123251d283a333d3c39"
    "33383740485c4e404457453738506d51575f626768673e4d71797064785c656763ffc0000b080008000801011100ffc40014000100000000"
    "000000000000000000000000ffc40014100100000000000000000000000000000000ffda0008010100003f003fffd9"
)
"""A grey 8×8 baseline JPEG."""


def pdf(note: str) -> bytes:
    """A one-page PDF whose text is ``note`` (ASCII)."""
    text = note.encode("ascii", "replace").replace(b"\\", b"").replace(b"(", b"").replace(b")", b"")
    stream = b"BT /F1 12 Tf 72 720 Td (" + text + b") Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    return _assemble(objects)


def _assemble(objects: list[bytes]) -> bytes:
    out, offsets = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start, size = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(out)


def jpeg(note: str) -> bytes:
    """A small JPEG with ``note`` as its comment."""
    comment = note.encode()
    return JPEG[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + JPEG[2:]


def png(note: str) -> bytes:
    """A white 8×8 PNG with ``note`` as its comment."""
    header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\xff" * 8 for _ in range(8)))
    text = b"Comment\0" + note.encode("latin-1", "replace")
    chunks = [_chunk(b"IHDR", header), _chunk(b"tEXt", text), _chunk(b"IDAT", rows), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def file_for(name: str, required: bool, note: str) -> Blob:
    """A file for a component called ``name``: photographs as JPEG, optional papers as a PNG scan, the rest as PDF."""
    if "ảnh" in name.lower():
        return Blob(content=jpeg(note), media_type="image/jpeg", filename="Ảnh 4x6 chân dung.jpg")
    if not required:
        return Blob(content=png(note), media_type="image/png", filename="Bản chụp giấy tờ cũ.png")
    return Blob(content=pdf(note), media_type="application/pdf", filename="Tài liệu kèm theo.pdf")
