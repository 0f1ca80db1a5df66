"""The pytest plugin: checks judge a recording, one check one verdict.

    pytest suites/article13 --recording DIR [--as-of DATE] [--overlay FILE] [--judged DIR] [-k d03]
    pytest suites/article13 --service ID        drives first, only the journeys that the selected checks need

Without ``--recording`` or ``--service`` it does nothing: it can be loaded in any other test run.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import pytest

from harness.checks import check_of

if TYPE_CHECKING:
    from harness.judging.session import Judging

NAME = "toantrinh-judging"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of a judgement."""
    group = parser.getgroup("toantrinh", "judging recordings of online public services")
    group.addoption("--recording", metavar="DIR", help="judge the recording in DIR")
    group.addoption("--service", metavar="ID", help="drive this service first (bundled id or descriptor), then judge")
    group.addoption("--as-of", metavar="DATE", help="judge under the edition of DATE (default: day of the drive)")
    group.addoption(
        "--overlay", "--rulebook-overlay", dest="overlay", metavar="FILE", help="a city's overlay over the rulebook"
    )
    group.addoption("--judged", metavar="DIR", help="folder for verdicts.json and junit.xml")
    group.addoption("--driven", metavar="DIR", help="folder for the recording that --service makes")
    group.addoption(
        "--check", action="append", default=[], metavar="IDS", help="only these checks or criteria (d03,tc4,RETURN)"
    )
    group.addoption("--journeys-file", metavar="FILE", help=argparse.SUPPRESS)


def pytest_configure(config: pytest.Config) -> None:
    """Bring the judging in only when it is asked for."""
    config.addinivalue_line("markers", "check(id): a check of a suite; added by the plugin")
    if config.getoption("recording") or config.getoption("service"):
        from harness.judging.session import Judging

        config.pluginmanager.register(Judging(config), NAME)


def judging(config: pytest.Config) -> Judging | None:
    """The judgement going on in this run, if any."""
    found: Judging | None = config.pluginmanager.get_plugin(NAME)
    return found


def pytest_itemcollected(item: pytest.Item) -> None:
    """A check can be chosen by its id and by its criterion: ``-k d03``, ``-k tc4``."""
    found = check_of(getattr(item, "obj", None))
    if found:
        item.extra_keyword_matches.update({found.id, found.verifies, found.verifies.rsplit(".", 1)[-1]})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Checks can't run without something to judge."""
    if judging(config) is None and any(check_of(getattr(item, "obj", None)) for item in items):
        raise pytest.UsageError("checks judge a recording: give --recording DIR, or --service ID to drive one first")
