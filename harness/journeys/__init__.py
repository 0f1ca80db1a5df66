"""The named journeys that a drive plays, each with its own applicant. Checks name the journeys they need."""

from harness.journeys.journey import Journey
from harness.journeys.registry import BY_NAME, JOURNEYS, UnknownJourney, chosen

__all__ = ["BY_NAME", "JOURNEYS", "Journey", "UnknownJourney", "chosen"]
