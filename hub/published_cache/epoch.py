"""The publication epoch: a value that changes with whatever changes the public site, read a few times a second.

It is two values, read by one statement and so from one state of the database:

- the hash of the last entry of the **ledger**.  Every decision appends an entry in its own transaction, one after the
  other, so it changes with each commit and nobody can forget to change it.  It stands for all entries before it: a
  database that was restored and went on differently has other epochs, even with as many entries.
- the sum of the newest ids of **public changes**, for what no decision made.  They are added without waiting for each
  other; one that commits late, behind a greater id, still raises the sum.

A row that everybody raises would be one number, but every publication would wait for every other on it.  Redis could
not be raised in the deciding transaction: it holds copies (``copied_epoch``).
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
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
    "SELECT (SELECT hash FROM reviews_ledgerentry ORDER BY sequence DESC LIMIT 1),"
    " (SELECT COALESCE(SUM(id), 0) FROM (SELECT id FROM hub_publicchange ORDER BY id DESC LIMIT 256) AS newest)"
)

# What ``DatabaseEpoch`` tells: hash of the last ledger entry, sum of the newest public changes.
Known = tuple[str | None, int]
# How often this process was told by the database, and by a copy of what it told another.
read_from: Counter[str] = Counter(database=0, copy=0)


def ask(connection: BaseDatabaseWrapper) -> Known:
    """The epoch that this database holds.  Raises ``django.db.Error``."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT)
        entry, changes = cursor.fetchone()
    # PostgreSQL adds numbers up to a decimal.
    return entry, int(changes)


class Epoch:
    """The epoch as this process knows it; ``read`` returns it or raises ``django.db.Error`` or ``OSError``."""

    def __init__(self, read: Callable[[], Hashable], now: Callable[[], float] = time.monotonic) -> None:
        self._read = read
        self._now = now
        self._known: tuple[Hashable, float] = (None, NEVER)
        self._reading = threading.Lock()
        self._retry_at = NEVER

    def current(self) -> Hashable | None:
        """The epoch, read at most ``POLL_SECONDS`` ago while it can be read.

        When it cannot, what was known for ``OUTAGE_SECONDS``; after that None: nothing that is kept may be served.
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
        """Seconds since the epoch was last read."""
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

    def __call__(self) -> Known:
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

    def _asked(self) -> Known:
        known = ask(self._open())
        read_from["database"] += 1
        return known

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
        """A server that accepts and does not answer must not hold readers up; nor does this take from their pool."""
        settings = dict(connection.settings_dict)
        settings["OPTIONS"] = {
            **settings["OPTIONS"],
            "pool": None,
            "connect_timeout": 2,
            "options": f"{settings['OPTIONS'].get('options', '')} -c statement_timeout=1000".strip(),
        }
        connection.settings_dict = settings
