"""What a file really is."""

from __future__ import annotations

import io
import zipfile

import pytest

from harness.facts.book import Book
from harness.facts.forms import Forms
from harness.facts.papers import PERSONAL_NUMBER, Paper, kind_of, paper


def zipped(**members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return made.getvalue()


def of(content: bytes) -> Paper:
    return Paper(content, len(content), "", "", "", "x1")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "doc"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"\x89PNG\r\n", "png"),
        (zipped(word__document="x"), "docx"),
        (zipped(xl__workbook="x"), "xlsx"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "odt"),
        (zipped(readme="x"), "other"),
        (b"<!DOCTYPE html><title>x</title>", "html"),
        (b"hello", "other"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_first_bytes_tell_the_kind(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


def test_real_forms_open_and_have_text(book: Book) -> None:
    files = [item.file for item in Forms(book).downloads]
    assert {file.kind for file in files if file} == {"docx", "pdf"}
    for file in files:
        assert file
        assert file.problem == ""
        assert "chứng chỉ" in file.text.lower()
        assert not file.macros


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\nnothing", zipped(word__document="x"), b"<html>", b""],
    ids=["pdf", "docx", "html", "empty"],
)
def test_what_does_not_open_says_so(content: bytes) -> None:
    assert "không mở được" in of(content).problem
    assert of(content).text == ""


def test_macros_are_found() -> None:
    assert of(zipped(word__document="x", word__vbaProject_bin="x").replace(b"_bin", b".bin")).macros
    assert of(b"%PDF-1.7 /JavaScript (app.alert)").macros
    assert not of(b"%PDF-1.7").macros


def test_personal_numbers_are_found_in_texts() -> None:
    assert PERSONAL_NUMBER.findall("Số: 001085000123.") == ["001085000123"]
    assert PERSONAL_NUMBER.findall("0010850001234 và 12345") == []


def test_no_reference_no_file(book: Book) -> None:
    assert paper(book, None, "x1") is None
