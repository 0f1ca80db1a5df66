from pathlib import Path

import jsonschema
import pytest

from harness.port import docs
from harness.port import results as r
from harness.port.plain import plain
from harness.port.table import OPERATIONS

ROOT = Path(__file__).resolve().parents[3]


def test_the_published_page_and_schema_are_fresh(tmp_path):
    for part in (docs.PAGE, docs.SCHEMA):
        (tmp_path / part).parent.mkdir()
    docs.write(tmp_path)
    for part in (docs.PAGE, docs.SCHEMA):
        published = (ROOT / part).read_text(encoding="utf-8")
        assert published == (tmp_path / part).read_text(encoding="utf-8"), "run: python -P -m harness.port.docs"


def test_the_page_names_every_operation():
    text = docs.page()
    assert all(f"`{row.id}`" in text and row.title in text for row in OPERATIONS)


def step(operation: str, inputs: dict, result: r.Result | None) -> dict:
    return {"operation": operation, "outcome": "done", "inputs": inputs, "result": plain(result)}


def test_the_schema_accepts_recorded_steps():
    jsonschema.Draft202012Validator.check_schema(docs.schema())
    file = r.Blob(content=b"x", media_type="text/plain", filename="a")
    jsonschema.validate(
        step("download_result", {"dossier_code": "H"}, r.Download(status=200, file=file)), docs.schema()
    )
    jsonschema.validate(step("submit", {"draft_id": "d"}, None), docs.schema())


@pytest.mark.parametrize(
    "wrong",
    [
        step("fly", {}, None),
        step("submit", {}, None),
        step("submit", {"draft_id": "d", "more": 1}, None),
        step("submit", {"draft_id": "d"}, r.Queue(dossiers=[])),
        {"operation": "submit"},
    ],
)
def test_the_schema_refuses_other_shapes(wrong):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, docs.schema())
