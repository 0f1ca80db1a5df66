"""Run as a child process: sends the requests in ALL over Locust's client, prints what came of each.

Importing locust patches the whole process, so the tests themselves must not.
"""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace
from typing import Any

ALL: list[dict[str, Any]] = [
    {"method": "GET", "url": "/plain", "params": {"q": "cấp lại & mất"}},
    {"method": "GET", "url": "/thu-tuc/1.012907?ma=1&b=%2F"},
    {"method": "POST", "url": "/json", "json": {"tên": "Nguyễn", "n": [1, None]}},
    {"method": "POST", "url": "/form", "data": {"a": "1", "tên": "Hoa Sen"}},
    {"method": "PUT", "url": "/raw", "content": b"\x00\xff", "headers": {"content-type": "application/pdf"}},
    {
        "method": "POST",
        "url": "/parts",
        "data": {"c": "KQ.1"},
        "files": {"file": ("Ảnh.jpg", b"\xff\xd8", "image/jpeg")},
    },
    {"method": "POST", "url": "/empty"},
    {"method": "GET", "url": "/cookies/set"},
    {"method": "GET", "url": "/cookies/show"},
    {"method": "GET", "url": "/redirect"},
    {"method": "GET", "url": "/missing"},
    {"method": "GET", "url": "/broken"},
    {"method": "GET", "url": "/gone"},
    {"method": "POST", "url": "/after-gone", "json": {}},
]


def main(base: str) -> None:
    """Print a JSON object a request, then the figures."""
    from locust.env import Environment  # patches everything, so it comes first

    from harness.port.platform import Actor, Broken
    from load import locustfile
    from load.locustfile import FastBrowser

    environment = Environment()
    figures: list[tuple[str, str]] = []
    environment.events.request.add_listener(
        lambda name, exception, **_: figures.append((name, str(exception) if exception else ""))
    )
    browser = FastBrowser(SimpleNamespace(environment=environment, context=dict), base)  # type: ignore[arg-type]
    browser.operation = "probe"
    transport = browser.transport(Actor(role="applicant"))
    for request in [*ALL, {"method": "GET", "url": "//elsewhere"}]:
        options = {name: value for name, value in request.items() if name not in ("method", "url")}
        url = request["url"]
        address = base.replace("127.0.0.1", "localhost") + "/plain" if url == "//elsewhere" else base + url
        try:
            answer = transport.request(request["method"], address, **options)
            shown = {"status": answer.status, "headers": dict(answer.headers), "text": answer.text, "url": answer.url}
        except Broken as reason:
            shown = {"broken": str(reason)}
        print(json.dumps(shown), flush=True)
    other = browser.transport(Actor(role="public")).request("GET", base + "/cookies/show")
    print(json.dumps({"text": other.text}))
    print(json.dumps(figures))
    for locustfile.IDLE in (60.0, -1.0):
        for _ in range(2):
            transport.request("GET", f"{base}/idle")


if __name__ == "__main__":
    main(sys.argv[1])
