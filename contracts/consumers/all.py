"""Every consumer module: a new one is added here."""

from contracts.consumers import payment, portal

CONSUMERS = (portal, payment)
