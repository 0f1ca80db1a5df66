import json

import pytest

from load.books import BooksError, Writer, add_up, read_books


def test_what_is_written_is_read_back(tmp_path):
    path = tmp_path / "books.ndjson"
    writer = Writer(path)
    writer.write("sent", visit=1, draft="d1", person="P1")
    writer.write("acknowledged", visit=1, draft="d1", code="Mã 1")
    assert read_books(path).acknowledged == {"d1": ["Mã 1"]}


def test_the_same_code_twice_is_one_dossier(told):
    assert told().acknowledged == {"d1": ["H1"], "d2": ["H2"]}
    assert told().codes == ["H1", "H2"]


def test_a_draft_without_an_answer_is_in_doubt(told):
    books = told({"kind": "sent", "visit": 3, "draft": "d3", "person": "P1"})
    assert books.in_doubt == {"P1": 1}


def test_a_line_cut_off_at_the_end_is_left_out(tmp_path):
    path = tmp_path / "books.ndjson"
    path.write_text(json.dumps({"kind": "sent", "draft": "d", "person": "P"}) + '\n{"kind":"ackn')
    assert read_books(path).sent == {"d": "P"}


def test_a_spoilt_line_is_named(tmp_path):
    path = tmp_path / "books.ndjson"
    path.write_text('{"kind":"sent","draft":"d","person":"P"}\nnonsense\n')
    with pytest.raises(BooksError, match="dòng 2"):
        read_books(path)


def test_no_books_are_an_error(tmp_path):
    with pytest.raises(BooksError):
        read_books(tmp_path / "none")


def test_endings_and_lateness_are_added_up():
    books = add_up(
        [
            {"kind": "started", "visit": 1, "late_ms": 5},
            {"kind": "started", "visit": 2, "late_ms": 1},
            {"kind": "ended", "visit": 1, "status": "failed", "why": "x"},
        ]
    )
    assert books.late() == [1, 5]
    assert books.endings() == {"failed": 1}
