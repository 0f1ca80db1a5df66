"""What faults do to the callbacks of a run: once when one is made, and at each try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mocks.kernel.agenda import Delivery
from mocks.kernel.faults.rule import Armed
from mocks.kernel.faults.ways import Delay, Duplicate, Reorder

if TYPE_CHECKING:
    from mocks.kernel.run import Run


def made(run: Run, delivery: Delivery) -> None:
    """A callback has been put on the agenda: repeat it, put it off, or let the next one pass."""
    for armed in run.faults.befall(delivery, ("duplicate", "delay", "reorder"), run.clock.now()):
        fault = armed.fault
        if isinstance(fault, Duplicate):
            _repeat(run, delivery, armed, fault)
            continue
        _note(delivery, armed)
        if isinstance(fault, Delay):
            run.agenda.postpone(delivery, fault.seconds)
        elif isinstance(fault, Reorder):
            run.agenda.postpone(delivery, fault.seconds)
            run.faults.delayed.append(delivery)


def lost(run: Run, delivery: Delivery) -> bool:
    """Whether the try that is due now never arrives."""
    struck = run.faults.befall(delivery, ("lost",), run.clock.now())[:1]
    for armed in struck:
        _note(delivery, armed)
    return bool(struck)


def tried(run: Run, delivery: Delivery) -> None:
    """A callback has been sent: those it was to overtake follow at once."""
    waiting = [one for one in run.faults.delayed if one is not delivery]
    run.faults.delayed[:] = [one for one in waiting if one.system != delivery.system]
    for passed in waiting:
        if passed.system == delivery.system:
            run.agenda.hasten(passed, run.clock.now())


def _repeat(run: Run, delivery: Delivery, armed: Armed, fault: Duplicate) -> None:
    for number in range(1, fault.times + 1):
        copy = run.agenda.call(delivery.system, delivery.callback, run.clock.now())
        run.agenda.postpone(copy, fault.seconds * number)
        _note(copy, armed)


def _note(delivery: Delivery, armed: Armed) -> None:
    delivery.faults = [*(one for one in delivery.faults if one["id"] != armed.id), armed.noted()]
