"""The mocks' kernel with one run, and messages for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks.mocks.workloads import MAKERS, Site, Workload
from mocks.kernel.calls import Incoming
from mocks.kernel.ground import Fixtures
from mocks.kernel.kernel import Kernel
from mocks.kernel.systems import installed

Send = Callable[[str, bytes, dict[str, str]], str]


@pytest.fixture(scope="module")
def kernel() -> Kernel:
    return Kernel(installed(("portal", "payment")), Fixtures())


@pytest.fixture
def send(kernel: Kernel) -> Send:
    """POST to a path below a run of its own; gives the body of the answer."""
    run = kernel.runs.create("http://127.0.0.1:8000")

    def post(path: str, body: bytes, headers: dict[str, str]) -> str:
        full = f"/{run.key}/{'payment' if path.startswith('/payment') else 'portal'}{path}"
        place = kernel.find("POST", full)
        assert place is not None
        return kernel.serve(place, Incoming("POST", full, "", headers, body)).body.decode()

    return post


@pytest.fixture
def site(kernel: Kernel, send: Send) -> Site:
    """A session and a partner of the run that ``send`` speaks to."""
    run = list(kernel.runs)[-1]
    given = run.environment
    login = f'{{"username":"{given["CITY_PORTAL_USERNAME"]}","password":"{given["CITY_PORTAL_PASSWORD"]}"}}'
    path = "/XrdAdapter/RestService/forward/mapi/login"
    answer = send(path, login.encode(), {"dstcode": given["CITY_PORTAL_DSTCODE"]})
    session = answer.partition('"session":"')[2].partition('"')[0]
    return Site(session, given["CITY_PAYMENT_PARTNER"], given["CITY_PAYMENT_SECRET"])


@pytest.fixture(params=["W1", "W2", "W3"])
def workload(request: pytest.FixtureRequest, site: Site) -> Workload:
    return MAKERS[request.param](site)
