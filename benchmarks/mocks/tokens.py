"""OIDC tokens: our sign-in (ES256, refresh token against new tokens) beside MockPass (RS256, then encrypted)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from benchmarks.mocks.measure import Meter, Pair, Run
from benchmarks.mocks.servers import MODULES, Ours, Server
from benchmarks.mocks.workloads import Workload

_FORM = {"content-type": "application/x-www-form-urlencoded"}
_BACK = "http://127.0.0.1:9/dang-nhap"


class MockPass(Server):
    """MockPass; a code of its sign-in can be used again for five minutes."""

    name, title = "mockpass", "MockPass"
    does = "RS256 signature and encryption (JWE) of the id_token; stores the refresh token"

    def command(self) -> Sequence[str | Path]:
        return ["node", MODULES / "@opengovsg" / "mockpass" / "index.js"]

    def environ(self) -> dict[str, str]:
        return {"MOCKPASS_PORT": str(self.port), "SHOW_LOGIN_PAGE": "false"}

    def rest(self) -> None:
        query = {"redirect_uri": _BACK, "state": "s", "nonce": "n", "client_id": "bench"}
        answer = self.client.get(f"{self.url}/singpass/authorize?{urlencode(query)}")
        self.code = _code(answer.headers["location"])

    def workload(self, name: str) -> Workload:
        form = {"grant_type": "authorization_code", "code": self.code, "client_id": "bench", "redirect_uri": _BACK}
        return Workload(name, "/singpass/token", _FORM, urlencode(form), '"id_token":"')

    def _answers(self) -> bool:
        try:
            self.rest()
            return self.workload("token").expects in self.ask("token", 1)
        except httpx.HTTPError:
            return False


def seeds(ours: Ours, count: int) -> list[str]:
    """Fresh refresh tokens of ``count`` sign-ins."""
    base = ours.environment["CITY_SSO_URL"]
    ours.client.put(f"{ours.url}/_/runs/bench/targets", json={"identity.redirect": _BACK}).raise_for_status()
    people = [number for number in ours.control("/state/identity/accounts") if len(number) == 12]
    query = {"client_id": _client(ours)["client_id"], "redirect_uri": _BACK, "response_type": "code", "scope": "openid"}
    url = f"{base}/oauth2/authorize?{urlencode(query)}"
    return [_first(ours, url, people[place % len(people)]) for place in range(count)]


def renewal(ours: Ours) -> Workload:
    """A refresh token against new tokens; the next request takes the refresh token of an earlier answer."""
    form = urlencode({"grant_type": "refresh_token", **_client(ours)}) + "&refresh_token=@S@"
    return Workload("token", "/bench/identity/oauth2/token", _FORM, form, '"id_token":"')


def compare(meter: Meter, ours: Ours, other: MockPass, rounds: int) -> list[Pair]:
    """Pairs of runs, in turned order."""
    pairs = []
    for turn in range(rounds):
        if turn % 2:
            second, first = meter.run(other, "token", turn), _renew(meter, ours, turn)
        else:
            first, second = _renew(meter, ours, turn), meter.run(other, "token", turn)
        pairs.append(Pair(first, second))
        print(
            f"    {turn + 1} token {first.per_core:.0f} / {second.per_core:.0f} per core = {pairs[-1].rate:.2f}",
            flush=True,
        )
    return pairs


def _renew(meter: Meter, ours: Ours, turn: int) -> Run:
    tokens = seeds(ours, 2 * meter.connections)
    before, known = ours.child.cpu(), ours.control("/state/identity")["tokens"]
    fired = meter.generator.fire(ours.url, renewal(ours), meter.seconds, meter.connections, tokens)
    cpu = ours.child.cpu() - before
    if ours.control("/state/identity")["tokens"] != known:
        raise RuntimeError("the sign-in refused refresh tokens")
    return Run(ours.name, "token", turn, cpu=cpu, **asdict(fired))


def _first(ours: Ours, url: str, person: str) -> str:
    act = {"system": "identity", "action": "sign_in", "authorize_url": url, "person": person}
    made = ours.client.post(f"{ours.url}/_/runs/bench/act", json=act).raise_for_status().json()
    form = {"grant_type": "authorization_code", "code": _code(made["location"]), "redirect_uri": _BACK, **_client(ours)}
    answer = ours.client.post(f"{ours.url}/bench/identity/oauth2/token", data=form).raise_for_status()
    token: str = answer.json()["refresh_token"]
    return token


def _client(ours: Ours) -> dict[str, str]:
    given = ours.environment
    return {"client_id": given["CITY_SSO_CLIENT_ID"], "client_secret": given["CITY_SSO_CLIENT_SECRET"]}


def _code(location: str) -> str:
    return parse_qs(urlsplit(location).query)["code"][0]
