"""The database, as ``DATABASE_URL`` names it."""

from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SQLITE = "django.db.backends.sqlite3"
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
        # The pool keeps connections between requests; Django must give each back when its request ends.
        found["CONN_MAX_AGE"] = 0
        found.setdefault("OPTIONS", {})["pool"] = {
            "min_size": 1,
            "max_size": int(pool),
            "timeout": POOL_WAIT_SECONDS,
            "reconnect_timeout": POOL_RETRY_SECONDS,
        }
    return found
