"""Reads from replicas of the database (``DATABASE_REPLICA_URL``), and never a word that the primary has replaced.

==================  =================================================================================================
who reads there     anonymous GET and HEAD of the public site, also of the API; and what the staff's reports count
who never does      everybody who writes, decides, signs or signs in; the admin but for its reports; files, health, the
                    epoch, the ledger's append, ``verify_publications`` and every other command; a transaction on the
                    primary; a request that has written, from then on
when                the replica says that it holds the publication epoch (``hub.published_cache.epoch``) that was read
                    from the primary before the page was begun: the same last entry of the ledger, the same changes.
                    One statement on the replica; what is read after it is read in the same snapshot of the same server
when behind         this one request reads the primary; the next one asks again.  ``HUB-REPLICA-2`` when it lasts
when away           the request is answered from the primary, also when the replica fails in its middle;
                    ``HUB-REPLICA-1``, and nobody asks the replica for ten seconds
==================  =================================================================================================

So what is kept under an epoch was rendered from a database that held it, as without replicas: a withdrawal is gone
within a second however far a replica is behind.  A replica is a copy by streaming replication, which replays commits in
their order; a logical one may not.

*What costs more.*  An anonymous request that nobody has in memory asks its replica one statement more.  Without
``DATABASE_REPLICA_URL`` there is no router and nothing of this runs.
"""

from __future__ import annotations

ALIAS = "replica"
