"""For tests: a client that takes a sign-in through its steps, as the known ones do."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, urlencode, urlsplit

from mocks.kernel.testing import Answer, Bench

REDIRECT = "http://127.0.0.1:9/sso/callback"


class Client:
    """The city's client at the sign-in of ``bench``."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.id = bench.environment["CITY_SSO_CLIENT_ID"]
        self.secret = bench.environment["CITY_SSO_CLIENT_SECRET"]

    def url(self, **other: str) -> str:
        """The authorize address; ``other`` replaces or adds parameters, a blank one is left out."""
        query = {
            "response_type": "code",
            "client_id": self.id,
            "redirect_uri": REDIRECT,
            "scope": "openid",
            "acr_values": "LoA1",
            "state": "YWJjQC90cmFuZw==",
            **other,
        }
        return "/oauth2/authorize?" + urlencode({name: value for name, value in query.items() if value})

    def login_page(self, **other: str) -> str:
        """Start a sign-in; gives the login page's address."""
        answer = self.bench.call("GET", self.url(**other))
        assert answer.status == 302
        return answer.location

    def choose(self, page: str, decision: str = "agree", **form: str) -> Answer:
        """Press a button of the login page."""
        key = parse_qs(urlsplit(page).query)["sessionDataKey"][0]
        return self.bench.call("POST", "/dang-nhap", form={"sessionDataKey": key, "decision": decision, **form})

    def code(self, account: str, **other: str) -> str:
        """A code for ``account``, over the login page."""
        return self.choose(self.login_page(**other), account=account).parameters()["code"]

    def post(self, path: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
        """A form post with the client's id and secret; a blank field is left out."""
        whole = {"client_id": self.id, "client_secret": self.secret, **form}
        filled = {name: value for name, value in whole.items() if value}
        return self.bench.call("POST", path, form=filled, headers=headers)

    def exchange(self, code: str, **other: str) -> Answer:
        """Code against tokens."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, **other}
        return self.post("/oauth2/token", form)

    def tokens(self, account: str, **other: str) -> dict[str, str]:
        """The whole flow; gives the token answer."""
        answer = self.exchange(self.code(account, **other))
        assert answer.status == 200
        return dict(answer.json())

    def userinfo(self, token: str) -> Answer:
        """The claims, asked for with the token as Bearer and an empty JSON body."""
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        return self.bench.call("POST", "/oauth2/userinfo", headers=headers)
