"""The database, as ``DATABASE_URL`` names it."""

from typing import Any

import dj_database_url
import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"
# What libpq calls Django's settings of a database.
NAMES = {"HOST": "host", "PORT": "port", "NAME": "dbname", "USER": "user", "PASSWORD": "password"}
# The longest that a report may take on a replica.
REPLICA_SECONDS = 10
# How long a request waits for one of its process's connections before it fails.  Meanwhile it keeps a thread from
# readers who would be answered from memory.
POOL_WAIT_SECONDS = 3
# How long the pool goes on asking a database that is away, after longer and longer pauses; then it asks whenever
# somebody needs it.  Its own five minutes would keep the site down long after the database is back.
POOL_RETRY_SECONDS = 1


def database(default: str, pool: str) -> dict[str, Any]:
    """One entry of ``DATABASES``.  ``default``: the address where the environment has none.

    ``pool``: the most connections of one process, as ``DATABASE_POOL`` has it; empty, each thread keeps one of its
    own.  SQLite knows no pool.  Raises ``ImproperlyConfigured`` when it is not a number above 0.
    """
    found: dict[str, Any] = {**dj_database_url.config(default=default, conn_max_age=600, conn_health_checks=True)}
    if pool and not (pool.isascii() and pool.isdigit() and int(pool)):
        raise ImproperlyConfigured(
            "DATABASE_POOL is not a number above 0. It is the most connections to PostgreSQL that one process opens."
        )
    if found["ENGINE"] == SQLITE:
        # Writers queue for the lock at BEGIN instead of failing half-way; readers never wait for a writer.
        found.setdefault("OPTIONS", {}).update(
            transaction_mode="IMMEDIATE",
            timeout=20,
            init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        )
    elif pool:
        _put_into_pool(found, int(pool))
    return found


def replica(address: str, primary: dict[str, Any], pool: str) -> dict[str, Any]:
    """Another entry of ``DATABASES``: copies of ``primary`` that are read from, and only by ``hub.replica``.

    ``address`` may name several hosts, as libpq has it; what it leaves out is as for ``primary``.  ``pool`` as for
    ``database``.  Raises ``ImproperlyConfigured`` without repeating the address, which may hold a password.
    """
    try:
        parts = conninfo_to_dict(address)
        is_possible = address.startswith(("postgresql://", "postgres://"))
    except psycopg.ProgrammingError:
        is_possible = False
    if not is_possible or primary["ENGINE"] != POSTGRESQL:
        raise ImproperlyConfigured(
            "DATABASE_REPLICA_URL is not the address of a copy of the PostgreSQL database that DATABASE_URL names. It "
            "looks like postgresql://user:password@replica.example.org/name; several hosts are separated by commas."
        )
    named = {setting: parts.pop(name, None) for setting, name in NAMES.items()}
    # Nothing is ever written there, and nobody waits for a replica that replays a lock or has lost its way.
    limits = f"-c default_transaction_read_only=on -c lock_timeout=1s -c statement_timeout={REPLICA_SECONDS}s"
    found = {
        **primary,
        **{setting: str(value) for setting, value in named.items() if value is not None},
        "OPTIONS": {
            "connect_timeout": 2,
            **parts,
            "options": f"{parts.get('options', '')} {limits}".strip(),
            "isolation_level": psycopg.IsolationLevel.REPEATABLE_READ,
        },
    }
    if pool:
        _put_into_pool(found, int(pool))
    return found


def _put_into_pool(found: dict[str, Any], most: int) -> None:
    # The pool keeps connections between requests; Django must give each back when its request ends.
    found["CONN_MAX_AGE"] = 0
    found.setdefault("OPTIONS", {})["pool"] = {
        "min_size": 1,
        "max_size": most,
        "timeout": POOL_WAIT_SECONDS,
        "reconnect_timeout": POOL_RETRY_SECONDS,
    }
