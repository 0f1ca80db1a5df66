"""One load run: bed up, generator out, bed asked what it holds, verdict and report written."""

from __future__ import annotations

import importlib.util
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from fixtures.world import World
from harness.journeys.cast import Player, players
from harness.performance import LOCAL
from harness.testbed import Bed, TestBedError, host_for, open_bed
from harness.testbed import Plan as BedPlan
from load import books, latency, report
from load.evidence import gather
from load.generator import FIGURES, Generator
from load.plan import Plan
from load.profiles import ProfileError
from load.scene import Silent
from load.verdict import Case, Verdict, judge
from load.words import ELSEWHERE
from load.work import Work, plan_fields, worker

SCOPE = "trong môi trường mô phỏng, trên một máy; không phải kết luận về hạ tầng vận hành"


@dataclass(frozen=True)
class Order:
    """What is asked of a run. ``out``: an empty or new folder; ``say`` is told where the run is at, in Vietnamese."""

    plan: Plan
    out: Path
    seed: int = 1
    defects: Sequence[str] = ()
    platform: str = "reference-city"
    say: Callable[[str], None] = lambda text: None


@dataclass(frozen=True)
class Result:
    """A finished run: its folder, verdict, and what ``load.json`` says."""

    folder: Path
    verdict: Verdict
    data: dict[str, Any]


def run(order: Order) -> Result:
    """Run the load and write ``load.json`` and ``report.html``.

    Raises :class:`TestBedError` when the bed or the generator doesn't come up or the mocks die, ProfileError when the
    world has too few people.
    """
    if importlib.util.find_spec("locust") is None:
        raise TestBedError("Chưa cài Locust, máy phát tải.", 'Cài bằng: pip install "toantrinh[load]".')
    people = _people(order)
    order.out.mkdir(parents=True, exist_ok=True)
    started = datetime.now(LOCAL)
    case = _play(order, people)
    verdict = judge(case)
    asked = {"seed": order.seed, "defects": list(order.defects), "platform": order.platform, "scope": SCOPE}
    data = report.data(case, verdict, started=started, ended=datetime.now(LOCAL), **asked)
    return _written(order.out, verdict, data)


def _people(order: Order) -> list[Player]:
    """A person for every visit while there are enough of them, and at least one for every user."""
    everybody, plan = players(World(order.seed), order.plan.service), order.plan
    if plan.users > len(everybody):
        message = f"cần {plan.users} người cùng lúc, thế giới giả lập có {len(everybody)}"
        raise ProfileError(plan.profile.id, "users", message, "giảm yearly, k hoặc users")
    return everybody[: len(plan.visits)]


def _play(order: Order, people: Sequence[Player]) -> Case:
    service, host = order.plan.service, host_for(order.platform)
    logs = order.out / "logs"
    plan = BedPlan(service, host, seed=order.seed, defects=order.defects, logs=logs, say=order.say)
    with open_bed(plan, Silent()) as bed, tempfile.TemporaryDirectory(prefix="toantrinh-load-") as folder:
        bed.journal.stop()  # nothing is recorded; the mocks shall not be asked for every body while they are measured
        order.say("khởi động máy phát tải")
        trouble = Generator(_work(order, bed, people), order.out, order.say).run(bed, Path(folder))
        order.say("đối chiếu sổ sách")
        return _case(order, bed, trouble)


def _work(order: Order, bed: Bed, people: Sequence[Player]) -> Work:
    return Work(
        base_url=bed.base_url,
        control=bed.control.address,
        run=bed.control.run,
        platform=order.platform,
        seed=order.seed,
        workers=[worker(bed.trust.keyring, player) for player in people],
        chain=bed.trust.ca.read_text(encoding="utf-8"),
        books=(order.out / books.FILE).resolve(),
        **plan_fields(order.plan),
    )


def _case(order: Order, bed: Bed, trouble: str) -> Case:
    try:
        kept = books.read_books(order.out / books.FILE)
        figures = latency.read_figures(order.out / f"{FIGURES}.json")
    except (books.BooksError, latency.FiguresError) as error:
        raise TestBedError(f"Máy phát tải không để lại số liệu: {error}", "Xem nhật ký logs/locust.log.") from error
    own = [one for one in figures if one.operation != ELSEWHERE]
    return Case(order.plan, kept, own, gather(bed, kept.codes), datetime.now(LOCAL).date(), trouble)


def _written(folder: Path, verdict: Verdict, data: dict[str, Any]) -> Result:
    (folder / "load.json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "report.html").write_text(report.render(data), encoding="utf-8")
    return Result(folder, verdict, data)
