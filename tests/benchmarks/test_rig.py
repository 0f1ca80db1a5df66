"""The rig itself: what it commits, how it speaks to its generators, and one whole short run without peers."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from benchmarks.mocks import peers, run
from benchmarks.mocks.generator import Plan, whole
from benchmarks.mocks.load import lua

FOLDER = Path(peers.__file__).parent


def test_peers_are_pinned_to_exact_versions() -> None:
    assert set(peers.pinned()) >= {"wiremock", "@mockoon/cli", "@stoplight/prism-cli"}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in peers.pinned().values())


def test_nothing_about_packages_holds_an_address() -> None:
    for name in ("package.json", ".npmrc"):
        assert "://" not in (FOLDER / name).read_text()
    assert "package-lock=false" in (FOLDER / ".npmrc").read_text()


def test_missing_node_is_told_with_the_package_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(peers.NotReady, match="apt-get install nodejs"):
        peers.install()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("aZ9", '"aZ9"'),
        ('đ"\n', '"\\196\\145\\034\\010"'),
        (["@N@", 1], '{"\\064N\\064", 1}'),
        ({"a": True}, '{["a"] = true}'),
    ],
)
def test_values_as_lua(value: object, text: str) -> None:
    assert lua(value) == text


@pytest.mark.parametrize(
    ("data", "complete"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no", False),
        (b"HTTP/1.1 200 OK\r\nContent-Le", False),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", False),
        (b"HTTP/1.1 204 No Content\r\n\r\n", True),
    ],
)
def test_an_answer_is_whole_or_not(data: bytes, complete: bool) -> None:
    assert whole(data) == complete


def test_our_generator_fills_in_numbers_and_seals_and_counts_errors(tmp_path: Path) -> None:
    (tmp_path / "seals").write_text("aa\nbb\n")
    spec = {"method": "POST", "headers": {"x": "y"}, "parts": ["n", "@N@", "s", "@S@"], "first": 10, "length": 6}
    plan = Plan({**spec, "seals": str(tmp_path / "seals"), "renews": False}, "http://127.0.0.1:1/p")
    sent = [plan.request() for _ in range(3)]
    assert [request.partition(b"\r\n\r\n")[2] for request in sent] == [b"n11saa", b"n12sbb", b"n13saa"]
    assert sent[0].startswith(b"POST /p HTTP/1.1\r\nHost: 127.0.0.1:1\r\nx: y\r\nContent-Length: 6\r\n")
    plan.took(b"HTTP/1.1 200 OK\r\n\r\n", 0.001)
    plan.took(b"HTTP/1.1 500 No\r\n\r\n", 0.003)
    assert plan.result(1.0) == {
        "requests": 2, "errors": 1, "seconds": 1.0, "p50_us": 3000.0, "p99_us": 3000.0, "max_us": 3000.0,
    }  # fmt: skip


def test_a_used_refresh_token_is_replaced_by_the_one_of_its_answer(tmp_path: Path) -> None:
    (tmp_path / "seals").write_text("t1\n")
    spec = {"method": "POST", "headers": {}, "parts": ["@S@"], "first": 0, "length": 2, "renews": True}
    plan = Plan({**spec, "seals": str(tmp_path / "seals")}, "http://127.0.0.1:1/")
    assert plan.request().endswith(b"t1")
    plan.took(b'HTTP/1.1 200 OK\r\n\r\n{"refresh_token":"t2"}', 0.001)
    assert plan.request().endswith(b"t2")


@pytest.mark.slow
def test_a_short_run_beside_the_limit_writes_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cores = sorted(os.sched_getaffinity(0))
    pins = [
        "--server-core",
        str(cores[0]),
        "--generator-core",
        str(cores[-1]),
        "--own-generator",
        "--out",
        str(tmp_path),
    ]
    short = ["--rounds", "1", "--seconds", "0.3", "--warm-up", "0.1", "--connections", "4"]
    assert run.main([*pins, *short, "--only", "bare", "rules", "--parts", "peers"]) == 0
    (place,) = tmp_path.glob("*-mocks.json")
    found = {row["key"]: row for row in json.loads(place.read_text())["targets"]}
    for key in [f"{server}.{name}" for server in ("bare", "rules") for name in ("W1", "W2", "W3")]:
        assert found[key]["measured"]["median"] > 0
    assert found["wiremock.W1"]["verdict"] == found["delay"]["verdict"] == "not measured"
    assert "# Mocks beside other mock servers" in capsys.readouterr().out
