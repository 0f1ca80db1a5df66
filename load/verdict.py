"""The verdict of a load run: the books compared, then speed, then whether the measuring can be trusted.

Lost or doubled dossiers, payments that don't agree, breakdowns and refusals FAIL; see :mod:`load.account` and
:mod:`load.measuring` for the rows.
"""

from __future__ import annotations

from load.account import broken, doubled, lost, payments, refused, standing, synced
from load.measuring import bench, generator, limited, mocks, pace
from load.rows import Case, Row, Status, Verdict

__all__ = ["Case", "Row", "Status", "Verdict", "judge"]


def judge(case: Case) -> Verdict:
    """Every row, in the order of a reader's interest."""
    rows = [lost(case), doubled(case), synced(case), *payments(case), broken(case), refused(case), *standing(case)]
    rows += [limited(limit, case) for limit in case.plan.profile.limits if limit.in_force(case.on)]
    return Verdict([*rows, pace(case), generator(case), mocks(case), bench(case)])
