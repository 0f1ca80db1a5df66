import ast
from pathlib import Path

import load

FOLDER = Path(load.__file__).parent


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {name.name.partition(".")[0] for name in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def test_only_the_locustfile_imports_locust():
    importers = [path.name for path in FOLDER.rglob("*.py") if imported(path) & {"locust", "gevent"}]
    assert importers == ["locustfile.py"]
