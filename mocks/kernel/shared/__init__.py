"""Runs in PostgreSQL: several mock processes, on one machine or more, behave as one."""
