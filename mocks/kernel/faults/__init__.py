"""Faults on purpose: what a run's systems do wrong, when, and how it is told."""
