"""Few verdicts, a strict algebra, and whom to blame."""

from harness.verdicts.algebra import class_of, criterion_status, exit_code
from harness.verdicts.rows import CheckRow, CriterionRow, Outcome
from harness.verdicts.status import Class, Grade, Status, Strength

__all__ = [
    "CheckRow",
    "Class",
    "CriterionRow",
    "Grade",
    "Outcome",
    "Status",
    "Strength",
    "class_of",
    "criterion_status",
    "exit_code",
]
