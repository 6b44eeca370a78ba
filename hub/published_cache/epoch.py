"""The publication epoch: a value that changes with whatever changes the public site, read a few times a second.

It is two numbers, read by one statement and so from one state of the database:

- the last sequence number of the **ledger**.  Every decision appends an entry in its own transaction, one after the
  other, so the number grows in the order of commits and nobody can forget to raise it.
- the sum of the newest ids of **public changes**, for what no decision made.  They are added without waiting for each
  other; one that commits late, behind a greater id, still raises the sum.

A row that everybody raises would be one number, but every publication would wait for every other on it.  Redis would
be no faster than this (TOOLCHAIN.md) and could not be raised in the deciding transaction, so there is no second store.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable

from django.db import Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

# Stable id of the alarm.
UNREADABLE = "HUB-EPOCH-1"
logger = logging.getLogger(__name__)

POLL_SECONDS = 0.25
# While one thread reads, the others go on with what is known until it is this old; then they wait for the answer.
PATIENCE_SECONDS = 0.5
WAIT_SECONDS = 2.0
# The database does not answer: how long what is known is still served, and how often it is asked again.
OUTAGE_SECONDS = 30.0
RETRY_SECONDS = 1.0

NEVER = float("-inf")
STATEMENT = (
    "SELECT (SELECT MAX(sequence) FROM reviews_ledgerentry),"
    " (SELECT COALESCE(SUM(id), 0) FROM (SELECT id FROM hub_publicchange ORDER BY id DESC LIMIT 256) AS newest)"
)


class Epoch:
    """The epoch as this process knows it; ``read`` returns it or raises ``django.db.Error`` or ``OSError``."""

    def __init__(self, read: Callable[[], Hashable], now: Callable[[], float] = time.monotonic) -> None:
        self._read = read
        self._now = now
        self._known: tuple[Hashable, float] = (None, NEVER)
        self._reading = threading.Lock()
        self._retry_at = NEVER

    def current(self) -> Hashable | None:
        """The epoch, at most ``POLL_SECONDS`` old while the database answers.

        When it does not, what was known for ``OUTAGE_SECONDS``; after that None: nothing that is kept may be served.
        """
        epoch, checked_at = self._known
        age = self._now() - checked_at
        if age < POLL_SECONDS:
            return epoch
        patient = age < PATIENCE_SECONDS or self._is_failing()
        if self._reading.acquire(timeout=0 if patient else WAIT_SECONDS):
            try:
                self._refresh()
            finally:
                self._reading.release()
        epoch, checked_at = self._known
        return epoch if self._now() - checked_at < OUTAGE_SECONDS else None

    def age(self) -> float:
        """Seconds since the database last answered."""
        return self._now() - self._known[1]

    def _is_failing(self) -> bool:
        return self._retry_at != NEVER

    def _refresh(self) -> None:
        # Taken before the question: what commits while it is answered may be missing from the answer.
        asked_at = self._now()
        if asked_at - self._known[1] < POLL_SECONDS or asked_at < self._retry_at:
            return
        try:
            self._known = (self._read(), asked_at)
        except (Error, OSError):
            if not self._is_failing():
                logger.exception(
                    "%s the publication epoch cannot be read; kept pages are served for %s s",
                    *(UNREADABLE, OUTAGE_SECONDS),
                    extra={"event_id": UNREADABLE},
                )
            self._retry_at = self._now() + RETRY_SECONDS
        else:
            self._retry_at = NEVER


class DatabaseEpoch:
    """Reads the epoch over a connection of its own, outside the requests' connections and their transactions.

    Called by one thread at a time.  A connection that failed is closed, and the next call opens another, so that a
    restart of the database is survived.
    """

    def __init__(self, alias: str = "default") -> None:
        self._alias = alias
        self._connection: BaseDatabaseWrapper | None = None

    def __call__(self) -> Hashable:
        kept_open = self._connection is not None
        try:
            return self._asked()
        except (Error, OSError):
            self.close()
            if not kept_open:
                raise
        try:
            # The database may have been restarted since the last question.
            return self._asked()
        except (Error, OSError):
            self.close()
            raise

    def _asked(self) -> Hashable:
        with self._open().cursor() as cursor:
            cursor.execute(STATEMENT)
            row: tuple[int, int] = cursor.fetchone()
        return tuple(row)

    def close(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.close()

    def _open(self) -> BaseDatabaseWrapper:
        if self._connection is None:
            # Not among the connections of threads; whichever thread's turn it is uses it.
            self._connection = connections.create_connection(self._alias)
            self._connection.inc_thread_sharing()
            if self._connection.vendor == "postgresql":
                self._limit_waiting(self._connection)
        return self._connection

    @staticmethod
    def _limit_waiting(connection: BaseDatabaseWrapper) -> None:
        """A server that accepts and does not answer must not hold readers up."""
        settings = dict(connection.settings_dict)
        settings["OPTIONS"] = {
            **settings["OPTIONS"],
            "connect_timeout": 2,
            "options": f"{settings['OPTIONS'].get('options', '')} -c statement_timeout=1000".strip(),
        }
        connection.settings_dict = settings
