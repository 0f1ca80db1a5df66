"""The language checks are written in: declare, look, compare, or say why nothing can be concluded.

    @check("d03", verifies="TT01-2023.13.1.tc4", strength=MUST, journeys=["main"], vi="…", clause="…")
    def test_order_carries_the_published_fee(payment, procedure):
        \"\"\"The payment order is for exactly the fee published for the online channel.\"\"\"
        expect(payment.order.amount, seen_in=payment.order, what="…").equals(procedure.fee_due)

Parameters name facts (:mod:`harness.facts`); nothing else is in reach of a check.
"""

from harness.checks.declare import DERIVED, GOOD, MUST, PROFILE, Check, CheckError, check, check_of
from harness.checks.endings import CheckFailure, Ending, blocked, inconclusive, not_applicable, review
from harness.checks.expect import Expectation, expect

__all__ = [
    "DERIVED",
    "GOOD",
    "MUST",
    "PROFILE",
    "Check",
    "CheckError",
    "CheckFailure",
    "Ending",
    "Expectation",
    "blocked",
    "check",
    "check_of",
    "expect",
    "inconclusive",
    "not_applicable",
    "review",
]
