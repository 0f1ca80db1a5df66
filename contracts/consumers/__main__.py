"""``python -m contracts.consumers``: write every consumer's pact to ``contracts/pacts/``."""

from contracts.consumers import PACTS, record
from contracts.consumers.all import CONSUMERS

for module in CONSUMERS:
    print(record(module.PROVIDER, module.INTERACTIONS, PACTS).name)
