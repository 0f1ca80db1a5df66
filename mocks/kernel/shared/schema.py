"""The tables, and the steps from each version of them to the next."""

from __future__ import annotations

import psycopg

NAME = "toantrinh_mocks"
"""The PostgreSQL schema that holds them, and the channel on which news is told."""

LOCK = 0x70A7_0001
"""Advisory lock while the schema is made, so that processes that start together don't meet in it."""

_RUNS = """
CREATE TABLE runs (
    uid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key text NOT NULL UNIQUE,
    touched float8 NOT NULL, wake float8, serial bigint NOT NULL DEFAULT 0,
    origin timestamptz NOT NULL, mark float8 NOT NULL, scale float8 NOT NULL, frozen boolean NOT NULL,
    targets bytea NOT NULL, faults bytea NOT NULL, passes bytea NOT NULL DEFAULT '{}',
    hold boolean NOT NULL DEFAULT false,
    made bigint NOT NULL DEFAULT 0, planned bigint NOT NULL DEFAULT 0,
    last bigint NOT NULL DEFAULT 0, held bigint NOT NULL DEFAULT 0, dropped bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
CREATE INDEX runs_wake ON runs (wake) WHERE wake IS NOT NULL;
CREATE TABLE births (
    uid bigint PRIMARY KEY REFERENCES runs ON DELETE CASCADE, birth bytea NOT NULL, settings bytea NOT NULL
);
CREATE TABLE records (
    uid bigint NOT NULL REFERENCES runs ON DELETE CASCADE, system text NOT NULL, part bytea NOT NULL,
    key bytea NOT NULL, place bigint GENERATED ALWAYS AS IDENTITY, record bytea NOT NULL,
    PRIMARY KEY (uid, system, part, key)
);
"""
_WORK = """
CREATE TABLE callbacks (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, uid bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
    number bigint NOT NULL, state text NOT NULL, due timestamptz NOT NULL, sender int,
    delivery bytea NOT NULL, body bytea NOT NULL, UNIQUE (uid, number)
);
CREATE INDEX callbacks_open ON callbacks (uid, due) WHERE state IN ('queued', 'held');
CREATE INDEX callbacks_sender ON callbacks (sender) WHERE sender IS NOT NULL;
CREATE TABLE expiries (
    uid bigint NOT NULL REFERENCES runs ON DELETE CASCADE, due timestamptz NOT NULL, number bigint NOT NULL,
    system text NOT NULL, action text NOT NULL, inputs bytea NOT NULL, PRIMARY KEY (uid, due, number)
);
"""
_JOURNAL = """
CREATE TABLE journal (
    uid bigint NOT NULL REFERENCES runs ON DELETE CASCADE, seq bigint NOT NULL, system text NOT NULL,
    operation text NOT NULL, direction text NOT NULL, keys bytea[] NOT NULL, entry bytea NOT NULL,
    request bytea NOT NULL, response bytea NOT NULL, request_sha bytea NOT NULL, response_sha bytea NOT NULL,
    PRIMARY KEY (uid, seq)
);
CREATE INDEX journal_request ON journal (uid, request_sha);
CREATE INDEX journal_response ON journal (uid, response_sha);
CREATE TABLE counters (name text PRIMARY KEY, value bigint NOT NULL);
INSERT INTO counters VALUES ('runs', 0), ('processes', 0);
"""

_NAMES = """
CREATE TABLE names (host text PRIMARY KEY, uid bigint NOT NULL REFERENCES runs ON DELETE CASCADE, system text NOT NULL);
"""

STEPS = (_RUNS + _WORK + _JOURNAL, _NAMES)
"""The first makes version 1 out of nothing, and so on. Never change one that has been released: add another."""


class TooNew(Exception):
    """The tables are of a later version than this program knows."""


def prepare(connection: psycopg.Connection) -> None:
    """Bring the tables to the newest version; safe when several processes do it at once.

    Raises:
        TooNew: they are beyond it.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {NAME}")
        connection.execute(f"CREATE TABLE IF NOT EXISTS {NAME}.version (number int NOT NULL)")
        found = connection.execute(f"SELECT coalesce(max(number), 0) FROM {NAME}.version").fetchone()
        version = found[0] if found else 0
        if version > len(STEPS):
            raise TooNew(f"kho trạng thái ở phiên bản {version}, chương trình này biết đến {len(STEPS)}")
        connection.execute(f"SET LOCAL search_path TO {NAME}")
        for number, step in enumerate(STEPS[version:], version + 1):
            connection.execute(step.encode())
            connection.execute("INSERT INTO version VALUES (%s)", [number])
