"""Setting faults and taking them back, over the control API."""

from __future__ import annotations

from typing import Any

import pytest


def test_faults_are_listed_with_what_they_did_and_taken_back(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        made = await server.fault(kind="latency", seconds=0.001, system="toy", lasting=60, count=5)
        assert made["id"] == "f1"
        assert (made["since"], made["until"]) == ("2026-11-22T08:00:00+07:00", "2026-11-22T08:01:00+07:00")
        await server.fault(kind="empty", id="mine")
        await server.keep("H1")
        shown = (await server.client.get("/_/runs/r1/faults")).json()
        assert [(one["id"], one["kind"], one["seen"], one["fired"]) for one in shown] == [
            ("f1", "latency", 1, 1),
            ("mine", "empty", 1, 1),
        ]
        assert shown[0]["fault"]["seconds"] == 0.001
        assert (await server.client.delete("/_/runs/r1/faults/mine")).status_code == 204
        lost = await server.client.delete("/_/runs/r1/faults/mine")
        assert (lost.status_code, lost.json()["detail"]) == (404, "Có: f1")
        assert (await server.client.delete("/_/runs/r1/faults")).status_code == 204
        assert (await server.client.get("/_/runs/r1/faults")).json() == []

    play(scenario)


@pytest.mark.parametrize(
    ("rule", "says"),
    [({"system": "axis", "fault": {"kind": "empty"}}, "không có hệ thống 'axis'; có: toy"),
     ({"operation": "KEPT", "fault": {"kind": "empty"}}, "không có thao tác 'KEPT'"),
     ({"fault": {"kind": "nope"}}, "fault"), ({"fault": {"kind": "empty"}, "wheree": 1}, "wheree"),
     ({"fault": {"kind": "latency"}}, "seconds"), ({}, "fault")],
)  # fmt: skip
def test_a_rule_that_cannot_strike_is_refused_by_name(play: Any, rule: dict[str, Any], says: str) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        answer = await server.client.post("/_/runs/r1/faults", json=rule)
        assert answer.status_code == 422
        assert says in answer.json()["detail"]
        assert (await server.client.get("/_/runs/r1/faults")).json() == []

    play(scenario)


def test_a_trouble_that_no_system_knows_is_refused(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        object.__setattr__(server.kernel.members["toy"].system, "troubles", {})
        answer = await server.client.post("/_/runs/r1/faults", json={"fault": {"kind": "session"}})
        assert "không có lỗi loại 'session'" in answer.json()["detail"]

    play(scenario)


def test_faults_of_one_run_are_not_felt_in_another_and_a_reset_ends_them(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run("a")
        await server.run("b")
        await server.fault("a", kind="status", status=503)
        assert (await server.keep("H1", "a")).status_code == 503
        assert (await server.keep("H1", "b")).status_code == 200
        await server.client.post("/_/runs/a/reset")
        assert (await server.keep("H1", "a")).status_code == 200
        assert (await server.fault("a", kind="empty"))["id"] == "f1"

    play(scenario)


def test_probability_strikes_the_same_calls_in_every_run_of_a_seed(play: Any) -> None:
    async def scenario(server: Any) -> None:
        seen = []
        for key, seed in (("a", 5), ("b", 5), ("c", 6)):
            await server.run(key, seed=seed)
            await server.fault(key, kind="status", status=503, probability=0.5)
            seen.append([(await server.keep(f"H{number}", key)).status_code for number in range(30)])
        assert seen[0] == seen[1] != seen[2]
        assert set(seen[0]) == {200, 503}

    play(scenario)


def test_an_unknown_profile_is_404(play: Any) -> None:
    async def scenario(server: Any) -> None:
        await server.run()
        for method in (server.client.put, server.client.delete):
            answer = await method("/_/runs/r1/faults/profiles/nope")
            assert answer.status_code == 404
            assert "dan-cu-ngung" in answer.json()["detail"]
        assert (await server.client.delete("/_/runs/r1/faults/profiles/dan-cu-ngung")).status_code == 404
        refused = await server.client.put("/_/runs/r1/faults/profiles/dan-cu-ngung")
        assert (refused.status_code, "population" in refused.json()["detail"]) == (422, True)

    play(scenario)
