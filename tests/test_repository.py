"""Promises about the repository itself: what must never be committed, what must always exist."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted(ROOT.glob("requirements*.txt"))


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_locks_hold_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert text.count("==") <= text.count("--hash=sha256:")


def test_no_machine_path_is_committed() -> None:
    places = ("/" + "work/", "/" + "root/", "/" + "home/")
    offenders = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix in {".py", ".md", ".yaml", ".json", ".toml", ".txt", ".cfg", ".ndjson"}
        and any(place in path.read_text(encoding="utf-8", errors="replace") for place in places)
    ]
    assert offenders == []


@pytest.mark.parametrize(
    "name", ["README.md", "README.vi.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "LICENSE", ".ci/run", "Makefile"]
)
def test_the_front_door_exists(name: str) -> None:
    assert (ROOT / name).is_file()


@pytest.mark.parametrize("folder", ["mocks", "suites", "contracts", "load", "fixtures", "harness", "toantrinh", "docs"])
def test_the_named_folders_exist(folder: str) -> None:
    assert (ROOT / folder).is_dir()


def test_links_between_documents_lead_somewhere() -> None:
    import re

    dead = []
    for page in [ROOT / "README.md", ROOT / "README.vi.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                dead.append(f"{page.relative_to(ROOT)} → {target}")
    assert dead == []
