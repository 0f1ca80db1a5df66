"""The partner that a run registers at the payment platform."""

from __future__ import annotations

from mocks.kernel.operation import RunSpec, SystemSeed

NEIGHBOUR = "Y98LANGSEN"
"""A second partner, so that one agency's questions about another's orders can be tried out."""


def seed(spec: RunSpec) -> SystemSeed:
    """Both partners with their secrets; code and secret of the first are the run's own.

    The return and notify addresses of a partner are the run's callback targets.
    """
    partner, secret = spec.secret("payment.partner"), spec.secret("payment.secret")
    partners = {
        partner: {"name": "Thành phố Hoa Sen", "secret": secret},
        NEIGHBOUR: {"name": "Thành phố láng giềng", "secret": spec.secret("payment.neighbour")},
    }
    environment = {
        "CITY_PAYMENT_URL": f"{spec.base}/payment",
        "CITY_PAYMENT_PARTNER": partner,
        "CITY_PAYMENT_SECRET": secret,
    }
    return SystemSeed({"partners": partners}, environment=environment)
