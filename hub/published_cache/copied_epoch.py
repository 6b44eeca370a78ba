"""The publication epoch for many machines: one worker asks the database, the others read the copy that it leaves.

The database's epoch (``epoch``) stays the truth; ``CACHE_URL`` names where the copy lies.  A copy says at what moment,
by the clock of the server that keeps it, the database was asked, and is believed for ``LIFE_SECONDS`` from then on.
Whoever finds none to believe asks the database and leaves another.  When something is decided, nothing is written.

So an epoch that comes from here was the database's less than ``LIFE_SECONDS`` ago, whatever happens:

- *a worker is killed after the commit*: nothing was left to be done.
- *a worker stands still between the question and its copy*: the moment was noted before the question, so the copy is
  old when it arrives, and is not believed.
- *the server is gone, was restarted empty, lost its last second, woke up with an old dump, or another took over*: there
  is no copy, or one that is old by its own words.  The database is asked, by every worker while there is no server.
- *the server's clock is set, or the one that took over has another*: a copy is old, or from the future, which is not
  believed either, and whoever asks first replaces it.  What remains is a clock set back by exactly as long as no worker
  of any machine asked; then a copy could be believed once more, for 0.25 s.
- *the database is restored to an earlier state*: epochs are compared for being the same, never for their order, so a
  lower one counts as any other.  It holds the hash of the last ledger entry, which stands for all before it: another
  history of the same length is another epoch.
- *another site uses the server*: each has a key of its own (``KEY_PREFIX``).

Workers that ask at the same time may leave their copies in either order: the older one is believed no longer for it.
Pages are rendered from the database after the epoch was read, so what is kept under an epoch is never older than it.
A worker asks again after ``POLL_SECONDS``.  A withdrawal is therefore gone within both spans, half a second, and within
0.75 s from a thread that does not wait for another one's question; without copies each is 0.25 s less.

What it is for is many machines, not speed: a copy is read as fast as the row, in 0.3 ms.  But 120 workers that ask four
times a second put 480 questions to PostgreSQL over 120 connections; with the copy it was four questions, measured, and
whoever asked hangs up.
"""

from __future__ import annotations

import json
from collections.abc import Hashable

from redis import Redis
from redis.exceptions import RedisError

from hub.published_cache.epoch import POLL_SECONDS, DatabaseEpoch, Known, read_from
from hub.shared_cache import Server

LIFE_SECONDS = POLL_SECONDS
# The server may forget a copy that nobody believes any more.
KEPT_MILLISECONDS = 1000


class CopiedEpoch:
    """Reads the epoch as ``DatabaseEpoch`` does, and raises what that raises.  Called by one thread at a time."""

    def __init__(self, client: Redis, key: str, database: DatabaseEpoch, server: Server) -> None:
        self._client = client
        self._key = key
        self._database = database
        self._server = server

    def __call__(self) -> Hashable:
        if self._server.is_resting():
            return self._database()
        try:
            copy, moment = self._copy()
            self._server.answered()
        except RedisError:
            self._server.failed()
            return self._database()
        if copy is not None:
            read_from["copy"] += 1
            return copy
        epoch = self._database()
        try:
            self._client.set(self._key, json.dumps([moment, *epoch]), px=KEPT_MILLISECONDS)
        except RedisError:
            self._server.failed()
        else:
            self._database.close()
        return epoch

    def _copy(self) -> tuple[Known | None, float]:
        """What is to be believed, and what time it is there.  The time is asked last: a copy is never thought younger
        than it is, nor one that is made now.
        """
        both = self._client.pipeline(transaction=False)
        both.get(self._key)
        both.time()
        said, (seconds, microseconds) = both.execute()
        now = seconds + microseconds / 1_000_000
        try:
            moment, entry, changes = json.loads(said or b"")
            is_good = 0 <= now - moment < LIFE_SECONDS and isinstance(entry, str) and isinstance(changes, int)
        except (ValueError, TypeError):
            return None, now
        return ((entry, changes) if is_good else None), now
