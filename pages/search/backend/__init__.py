"""Wagtail's search backend for the database, with a bound on what a common word costs.

Wagtail ranks every page that has the words before it takes the best: for a word on a third of 100,000 pages that is
seconds on PostgreSQL, and on SQLite the time grows with the square.  Here at most ``CANDIDATES`` pages are ranked.
Those with the words in their title are candidates first; words on more pages than that say little about which of the
others is meant.  The index and the query language are Wagtail's, and so is every kind of query but words and their
combinations.

Of its upkeep, one step is bounded too.  Wagtail weighs titles by their length against that of all titles, for which
it reads the whole index twice each time that a page is published.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

CANDIDATES = 200


def SearchBackend(params: dict[str, Any]) -> Any:
    """By the name that Wagtail looks for.  Each can be imported on its own kind of database only."""
    if connection.vendor == "sqlite":
        from pages.search.backend.sqlite import SQLiteBackend

        return SQLiteBackend(params)
    from pages.search.backend.postgresql import PostgreSQLBackend

    return PostgreSQLBackend(params)
