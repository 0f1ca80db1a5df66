"""The test bed: the mocks and the service host as child processes, one run, one PKI, all stopped in the end.

Nobody imports what it starts: the mocks are spoken to over their control API, the host over HTTP.
"""

from harness.testbed.bed import Bed, Plan, open_bed
from harness.testbed.control import ActionRefused, Control
from harness.testbed.errors import TestBedError
from harness.testbed.hosts import HOSTS, Host, host_for

__all__ = ["HOSTS", "ActionRefused", "Bed", "Control", "Host", "Plan", "TestBedError", "host_for", "open_bed"]
