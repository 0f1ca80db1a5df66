"""Fixtures for every test: a real PostgreSQL, from wherever this machine can get one."""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def daemon_settings() -> dict[str, str]:
    """What ``make daemon`` wrote, when its daemon still answers; else the environment's own Docker, if any."""
    path = ROOT / ".daemon" / "env"
    if path.exists():
        settings = dict(line.split("=", 1) for line in path.read_text().splitlines())
        if _answers({**os.environ, **settings}):
            return settings
    image = os.environ.get("TOANTRINH_POSTGRES_IMAGE")
    return {"TOANTRINH_POSTGRES_IMAGE": image} if image and _answers(dict(os.environ)) else {}


def _answers(env: dict[str, str]) -> bool:
    if not shutil.which("docker"):
        return False
    return subprocess.run(["docker", "info"], env=env, capture_output=True, timeout=20, check=False).returncode == 0


@contextlib.contextmanager
def _container(settings: dict[str, str]) -> Iterator[str]:
    os.environ.update(settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from testcontainers.community.postgres import PostgresContainer

    image = settings["TOANTRINH_POSTGRES_IMAGE"]
    with PostgresContainer(image, username="city", password="city", dbname="city", driver="psycopg") as container:
        yield container.get_connection_url()


def local_binaries() -> Path | None:
    """The folder of a packaged PostgreSQL server on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _local_server(binaries: Path) -> Iterator[str]:
    """A throw-away cluster; PostgreSQL refuses to run as root, so root hands it to the user postgres."""
    prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="toantrinh-postgresql-"))
    if prefix:
        shutil.chown(folder, "postgres", "postgres")
    data, port = folder / "data", _free_port()
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off"

    def call(*command: str) -> None:
        subprocess.run([*prefix, *command], check=True, capture_output=True, cwd=folder)

    try:
        call(
            str(binaries / "initdb"),
            "-D",
            str(data),
            "-U",
            "city",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        )
        call(str(binaries / "pg_ctl"), "-D", str(data), "-l", str(folder / "log"), "-o", options, "-w", "start")
        try:
            yield f"postgresql+psycopg://city@127.0.0.1:{port}/postgres"
        finally:
            call(str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql(pytestconfig: pytest.Config) -> Iterator[str]:
    """A SQLAlchemy URL of a real PostgreSQL: a given one, a container, a local server; else skipped with the reason.

    ``TOANTRINH_TEST_DATABASE_URL`` gives one. ``make daemon`` starts a Docker daemon with an image to take it from.
    """
    given = os.environ.get("TOANTRINH_TEST_DATABASE_URL")
    settings, binaries = ({}, None) if given else (daemon_settings(), local_binaries())
    if given:
        _announce(pytestconfig, "the given URL")
        yield given
    elif settings:
        _announce(pytestconfig, f"testcontainers, image {settings['TOANTRINH_POSTGRES_IMAGE']}")
        with _container(settings) as url:
            yield url
    elif binaries:
        _announce(pytestconfig, f"the local server in {binaries}")
        with _local_server(binaries) as url:
            yield url
    else:
        user = getpass.getuser()
        pytest.skip(
            f"no PostgreSQL for {user}: no Docker daemon answers (make daemon) and no local server is installed"
        )


SOURCES: set[str] = set()


def _announce(config: pytest.Config, source: str) -> None:
    SOURCES.add(source)
    output = getattr(config, "workeroutput", None)
    if output is not None:
        output["postgresql"] = source


def pytest_testnodedown(node: object) -> None:
    """Carry what a worker used to the controller, so that the log of ``-n 2`` tells it too."""
    source = getattr(node, "workeroutput", {}).get("postgresql")
    if source:
        SOURCES.add(source)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for source in sorted(SOURCES):
        terminalreporter.write_line(f"PostgreSQL from {source}")
