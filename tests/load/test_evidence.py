from types import SimpleNamespace

import pytest

from harness.port.platform import Broken
from load import evidence
from load.evidence import gather


class Control:
    """A portal that hears of dossiers one look after the other, a payment platform, the counts of both."""

    address = run = ""

    def __init__(self) -> None:
        self.portal = [{"H1": {"SoGiayToChuHoSo": "P1"}}]
        times = {"p50_ms": 1.04, "p95_ms": 3.0, "slowest_ms": 3.0}
        portal = {"calls": 2, "refused": 1, "busy_seconds": 0.004, **times, "saturated": True, "why": ["x"]}
        self.room = {
            "process": {"saturated": True, "why": ["vòng lặp trễ 60 ms (p95)"]},
            "systems": {"portal": portal, "axis": {**portal, "calls": 0}},
            "journal": {"last": 12, "dropped": 4},
        }

    def state(self, system, table):
        if system == "portal":
            return self.portal.pop(0) if len(self.portal) > 1 else self.portal[0]
        return {"R1": {"reference": "R1", "dossier": "H1", "amount": 200_000, "state": "PAID", table: ""}}

    def headroom(self):
        return self.room


class Tracking:
    """A service that knows H2 and breaks down over H3."""

    def __init__(self, bench) -> None:
        assert bench.base_url == "http://127.0.0.1:1"

    def track_public(self, _, dossier_code):
        if dossier_code == "H3":
            raise Broken("HTTP 500")
        return SimpleNamespace(found=dossier_code == "H2")


@pytest.fixture
def bed():
    host = SimpleNamespace(platform_class=lambda: Tracking)
    journal = SimpleNamespace(pause=lambda seconds: None)
    return SimpleNamespace(
        control=Control(), host=host, journal=journal, base_url="http://127.0.0.1:1", dead=lambda: None
    )


def test_national_systems_are_asked_for_what_they_hold(bed):
    found = gather(bed, ["H1"])
    assert found.dossiers == {"H1": "P1"}
    assert [(order.dossier, order.amount, order.paid) for order in found.orders] == [("H1", 200_000, True)]
    assert found.tracked == {}


def test_only_their_own_answers_count_as_their_time(bed):
    found = gather(bed, [])
    (portal,) = found.services
    assert (portal.calls, portal.refused, portal.p50, portal.slowest, portal.busy) == (2, 1, 1.0, 3.0, 0.004)
    assert (found.dropped, found.saturated) == (4, ["vòng lặp trễ 60 ms (p95)"])


def test_the_portal_is_given_time_to_hear_of_every_dossier(bed):
    bed.control.portal = [{}, {"H1": {}}, {"H1": {}, "H2": {}}]
    assert set(gather(bed, ["H1", "H2"]).dossiers) == {"H1", "H2"}


def test_what_the_portal_lacks_the_service_is_asked_for(bed, monkeypatch):
    monkeypatch.setattr(evidence, "SETTLE", 0.0)
    assert gather(bed, ["H1", "H2", "H3", "H4"]).tracked == {"H2": True, "H3": False, "H4": False}


def test_a_dead_service_is_not_waited_for(bed):
    bed.dead = lambda: "gone"
    assert gather(bed, ["H1", "H2"]).tracked == {"H2": True}
