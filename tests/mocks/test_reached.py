"""Bound ports and names over real sockets, with TLS: every address in an answer follows the way it was asked."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from mocks.__main__ import main
from mocks.portal.gateway import DESTINATION

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def serving(*command: str) -> Iterator[str]:
    """The address of a process of mocks that tells its run's address."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", *command], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield process.stdout.readline().decode().strip()
    finally:
        process.terminate()
        process.wait(20)
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tls")


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    """A server with a run, whose ports speak TLS."""
    with serving("mocks", "--port", "0", "--tls", str(folder)) as line:
        address = line.removeprefix("READY ")
        assert httpx.post(f"{address}/_/runs", json={"key": "r1"}, timeout=60).status_code == 201
        yield address


@pytest.fixture(scope="module")
def ports(url: str) -> dict[str, int]:
    """Ports of the portal, the sign-in and the payment platform."""
    for system in ("portal", "identity", "payment"):
        answer = httpx.put(f"{url}/_/runs/r1/bindings", json={"system": system, "port": 0})
        assert answer.status_code == 200, answer.text
    bound = {one["system"]: one for one in answer.json()}
    assert all(one["url"] == f"https://127.0.0.1:{one['port']}" for one in bound.values())
    return {system: one["port"] for system, one in bound.items()}


@pytest.fixture
def trusted(folder: Path, url: str) -> ssl.SSLContext:
    """Trusts the test authority and nothing else."""
    assert url
    return ssl.create_default_context(cafile=str(folder / "ca.pem"))


@pytest.fixture
def client(trusted: ssl.SSLContext) -> Iterator[httpx.Client]:
    with httpx.Client(verify=trusted, trust_env=False, timeout=30) as client:
        yield client


def test_the_chain_is_verified_and_others_do_not_trust_it(ports: dict[str, int], client: httpx.Client) -> None:
    address = f"https://localhost:{ports['identity']}/.well-known/openid-configuration"
    assert client.get(address).status_code == 200
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(address, trust_env=False)


def test_the_discovery_document_names_the_bound_address(ports: dict[str, int], client: httpx.Client, url: str) -> None:
    base = f"https://127.0.0.1:{ports['identity']}"
    told = client.get(f"{base}/.well-known/openid-configuration").json()
    assert told["issuer"] == base
    assert told["token_endpoint"] == f"{base}/oauth2/token"
    told = httpx.get(f"{url}/r1/identity/.well-known/openid-configuration").json()
    assert told["issuer"] == f"{url}/r1/identity"


def test_form_links_follow_the_way_and_can_be_followed(ports: dict[str, int], client: httpx.Client, url: str) -> None:
    base = f"https://127.0.0.1:{ports['portal']}"
    environment = httpx.get(f"{url}/_/runs/r1/environment").json()
    gateway, headers = f"{base}/XrdAdapter/RestService/forward/mapi", {"dstcode": DESTINATION}
    account = {"username": environment["CITY_PORTAL_USERNAME"], "password": environment["CITY_PORTAL_PASSWORD"]}
    session = client.post(f"{gateway}/login", json=account, headers=headers).json()["session"]
    asked = {"session": session, "madonvi": "Y99", "service": "LayThuTuc", "maTTHC": "1.012907"}
    answer = client.post(f"{gateway}/g", json=asked, headers=headers)
    assert f'"{base}/bieu-mau/' in answer.text
    assert f'"{url}/' not in answer.text
    links = [paper["URL"] for case in answer.json()["result"][0]["THANHPHANHOSO"] for paper in case["GIAYTO"]]
    link = next(link for link in links if link)
    assert client.get(link).content.startswith(b"PK")
    assert f'href="{link}"' in client.get(f"{base}/thu-tuc/1.012907").text


def test_a_name_gets_a_certificate_of_its_own(
    ports: dict[str, int], client: httpx.Client, trusted: ssl.SSLContext, url: str
) -> None:
    httpx.put(f"{url}/_/runs/r1/bindings", json={"system": "payment", "host": "thanh-toan.test"})
    asked = {"sni_hostname": "thanh-toan.test"}
    answer = client.get(
        f"https://127.0.0.1:{ports['portal']}/thanh-toan/khong-co",
        headers={"host": "thanh-toan.test"},
        extensions=asked,
    )
    assert answer.status_code == 404
    entry = httpx.get(f"{url}/_/runs/r1/journal", params={"system": "payment"}).json()["entries"][-1]
    assert entry["refusal"]["rule"] == "payment.page"
    with httpx.Client(verify=trusted) as other, pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        other.get(f"https://127.0.0.1:{ports['portal']}/", extensions={"sni_hostname": "not_a_name"})


def test_a_port_that_is_taken_is_refused_and_closes_with_its_run(
    url: str, client: httpx.Client, trusted: ssl.SSLContext
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        answer = httpx.put(f"{url}/_/runs/r1/bindings", json={"system": "portal", "port": number})
        assert (answer.status_code, str(number) in answer.json()["title"]) == (409, True)
    assert httpx.post(f"{url}/_/runs", json={"key": "r2"}, timeout=60).status_code == 201
    (bound,) = httpx.put(f"{url}/_/runs/r2/bindings", json={"system": "axis", "port": 0}).json()
    again = httpx.put(f"{url}/_/runs/r1/bindings", json={"system": "portal", "port": bound["port"]})
    assert again.status_code == 409
    assert client.get(bound["url"]).status_code == 404
    assert httpx.delete(f"{url}/_/runs/r2").status_code == 204
    left = client.get(bound["url"])
    assert (left.status_code, str(bound["port"]) in left.json()["title"]) == (404, True)
    with pytest.raises(httpx.ConnectError):
        httpx.get(bound["url"], verify=trusted)


def test_the_command_line_binds(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    wanted = ["--run", "r1", "--port", "0", "--print-env", "--bind", f"identity={port}", "--tls", str(tmp_path)]
    with serving("toantrinh", "mocks", "up", *wanted, "--bind-host", "cong.test=portal") as line:
        assert line.startswith("CITY_")
        trusted = ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))
        told: Any = httpx.get(f"https://127.0.0.1:{port}/.well-known/openid-configuration", verify=trusted).json()
        assert told["issuer"] == f"https://127.0.0.1:{port}"


def test_each_process_would_have_an_authority_of_its_own(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    store = ["--store", "postgresql://nobody@127.0.0.1:1/x"]
    assert main(["--tls", str(tmp_path), "--workers", "2", *store]) == 2
    assert "--tls" in capsys.readouterr().err
    (tmp_path / "file").write_text("")
    assert main(["--tls", str(tmp_path / "file")]) == 3
    assert "ca.pem" in capsys.readouterr().err
