"""The downloadable form as a real Word document, made from the descriptor's form; equal input, equal bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EPOCH = datetime(2025, 1, 1)  # noqa: DTZ001 - Word keeps no zone
_MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def document(form: Mapping[str, Any]) -> bytes:
    """The blank form of a ``forms`` record (code, title, agency, labels) as .docx bytes."""
    return _document(form["code"], form["title"], form["agency"], tuple(form["labels"]))


@lru_cache(maxsize=256)
def _document(code: str, title: str, agency: str, labels: Sequence[str]) -> bytes:
    paper = Document()
    paper.styles["Normal"].font.name = "Times New Roman"
    paper.styles["Normal"].font.size = Pt(13)
    _centred(paper, code)
    for line in _MOTTO:
        _centred(paper, line, bold=True)
    _centred(paper, title, bold=True)
    paper.add_paragraph(f"Kính gửi: {agency}")
    for place, label in enumerate(labels, 1):
        paper.add_paragraph(f"{place}. {label}: {'.' * 60}")
    paper.add_paragraph("Tôi cam đoan các nội dung kê khai trên là đúng sự thật.")
    _centred(paper, "Người làm đơn (ký, ghi rõ họ tên)")
    _stamp(paper, code, title)
    return _packed(paper)


def _centred(paper: Any, text: str, bold: bool = False) -> None:
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).bold = bold


def _stamp(paper: Any, code: str, title: str) -> None:
    properties = paper.core_properties
    properties.title, properties.subject = title, code
    properties.author, properties.language = "Cổng Dịch vụ công quốc gia (mô phỏng)", "vi-VN"
    properties.created = properties.modified = _EPOCH


def _packed(paper: Any) -> bytes:
    """The package written again with fixed times and order."""
    loose, fixed = io.BytesIO(), io.BytesIO()
    paper.save(loose)
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _EPOCH.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return fixed.getvalue()
