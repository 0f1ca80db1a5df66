"""What one server of mocks takes on, and refuses beyond."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, times in seconds of real time."""

    runs: int = 200
    body: int = 16 << 20
    idle: float = 6 * 3600.0
    """A run nobody touched for so long is removed."""
    journal: int = 10_000
    """Entries kept per run."""
    journal_bytes: int = 64 << 20
    """Bodies kept per run."""
    poll: float = 25.0
    """Longest wait for news of a journal."""
    try_timeout: float = 10.0
    """How long the system under test may take to answer a callback."""
    forward_timeout: float = 60.0
    """How long a real endpoint may take to answer a passed-through call."""
    hosts: frozenset[str] = frozenset()
    """Hosts, in lower case, to which callbacks and passed-through calls may go beside local ones."""
