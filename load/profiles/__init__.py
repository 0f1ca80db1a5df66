"""Load profiles as data: how many dossiers, by whom, how fast, and which limits to hold the answers to."""

from load.profiles.loader import ProfileError, adapt, bundled, parse, read
from load.profiles.model import MEASURES, VISITS, Limit, Profile, Think, VisitKind

__all__ = [
    "MEASURES",
    "VISITS",
    "Limit",
    "Profile",
    "ProfileError",
    "Think",
    "VisitKind",
    "adapt",
    "bundled",
    "parse",
    "read",
]
