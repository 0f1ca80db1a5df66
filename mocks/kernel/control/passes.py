"""Pass-through: which systems of a run a real endpoint answers for."""

from __future__ import annotations

from fastapi import APIRouter, Request

from mocks.kernel import targets
from mocks.kernel.control.common import NamedRun, application, checked_system
from mocks.kernel.problem import Problem
from mocks.kernel.run import Run

router = APIRouter()


@router.get("/runs/{run}/pass-through", summary="Systems that a real endpoint answers for")
async def read(run: NamedRun) -> dict[str, str]:
    return dict(run.passes)


@router.put("/runs/{run}/pass-through", summary="Let real endpoints answer: system → URL, or null for the mock again")
async def write(request: Request, run: NamedRun, values: dict[str, str | None]) -> dict[str, str]:
    hosts = application(request).kernel.limits.hosts
    checked = {checked_system(run, system): _endpoint(run, url, hosts) for system, url in values.items()}
    for system, url in checked.items():
        if url is None:
            run.passes.pop(system, None)
        else:
            run.passes[system] = url
    return dict(run.passes)


def _endpoint(run: Run, url: str | None, hosts: frozenset[str]) -> str | None:
    if url is None:
        return None
    try:
        found = targets.checked(url, hosts)
    except targets.TargetRefused as error:
        raise Problem(422, "Địa chỉ chuyển tiếp bị từ chối", str(error)) from None
    if "?" in found:
        raise Problem(422, "Địa chỉ chuyển tiếp bị từ chối", f"địa chỉ không được mang truy vấn: {url!r}")
    if f"{found}/".startswith(f"{run.base}/"):
        raise Problem(422, "Địa chỉ chuyển tiếp bị từ chối", f"{url!r} là chính lượt chạy này")
    return found
