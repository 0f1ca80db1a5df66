"""The law as dated data: one YAML per instrument in ``data/``, and what of it is in force on a day."""

from harness.rulebook.edition import Edition, edition
from harness.rulebook.errors import RulebookError
from harness.rulebook.model import Instrument, Param, Requirement, Surface, Verification
from harness.rulebook.overlay import Overlay

__all__ = [
    "Edition",
    "Instrument",
    "Overlay",
    "Param",
    "Requirement",
    "RulebookError",
    "Surface",
    "Verification",
    "edition",
]
