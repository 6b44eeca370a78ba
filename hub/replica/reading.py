"""What one request may read from the replica."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar

from django.db import DEFAULT_DB_ALIAS, Error, connections, transaction

from hub.published_cache import epoch
from hub.replica import ALIAS
from reviews.outage import Outage

# Stable ids of the alarms.
AWAY, BEHIND = "HUB-REPLICA-1", "HUB-REPLICA-2"
logger = logging.getLogger(__name__)

REST_SECONDS = 10.0
# Replicas are a moment behind after each decision.
PATIENCE_SECONDS = 10.0


class Replica(Outage):
    """What this process knows of the replica."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        what = "the replica does not answer; the primary is read instead"
        super().__init__(AWAY, what, rest_seconds=REST_SECONDS, now=now)
        self._behind_since: float | None = None
        self._is_told = False

    def holds(self, is_so: bool) -> None:
        """It said whether it held what it was asked for."""
        now = self._now()
        if is_so:
            self._behind_since, self._is_told = None, False
        elif self._behind_since is None:
            self._behind_since = now
        elif now - self._behind_since > PATIENCE_SECONDS and not self._is_told:
            self._is_told = True
            logger.error(
                "%s the replica does not hold what the primary does; the primary is read until it does",
                BEHIND,
                extra={"event_id": BEHIND},
            )


# Of this process.
state = Replica()
# How many requests were answered from which, of those that might have been from the replica.
read_from: Counter[str] = Counter(replica=0, primary=0)


class Scope:
    """The reads of one request.

    ``wanted`` tells the publication epoch that the replica must hold; None: nothing may be read there.  It is asked,
    and so is the replica, when the request first reads something.  ``reports_only``: all else is read from the primary.
    """

    def __init__(self, wanted: Callable[[], Hashable | None], *, reports_only: bool) -> None:
        self._wanted = wanted
        self._reports_only = reports_only
        self._stack = ExitStack()
        self._holds: bool | None = None
        self._is_over = False

    def alias(self, *, report: bool) -> str:
        """Where the request reads from now."""
        if self._is_over or (self._reports_only and not report):
            return DEFAULT_DB_ALIAS
        if self._holds is None:
            self._holds = self._opened()
            read_from["replica" if self._holds else "primary"] += 1
        return ALIAS if self._holds else DEFAULT_DB_ALIAS

    def leave(self) -> None:
        """The request writes, and must see what it wrote."""
        self._is_over = True

    @property
    def is_read(self) -> bool:
        """Whether anything was read from the replica."""
        return bool(self._holds)

    def ended(self) -> bool:
        """Call it once, at the end.  False: the replica failed, and what was rendered from it must not be shown."""
        self._is_over = True
        if not self._holds:
            return True
        failed = connections[ALIAS].errors_occurred
        try:
            self._stack.close()
        except Error:
            failed = True
        if failed:
            self._failed()
        return not failed

    def _opened(self) -> bool:
        if state.is_resting():
            return False
        wanted = self._wanted()
        if wanted is None:
            return False
        try:
            # One snapshot: what is rendered is what was asked, whoever distributes statements among servers.
            self._stack.enter_context(transaction.atomic(using=ALIAS))
            held = epoch.ask(connections[ALIAS])
            if held != wanted:
                self._stack.close()
        except Error:
            self._failed()
            return False
        state.answered()
        state.holds(held == wanted)
        return held == wanted

    def _failed(self) -> None:
        state.failed()
        try:
            self._stack.close()
        except Error:
            logger.debug("the transaction on the replica is gone with it")
        connections[ALIAS].close()


_scope: ContextVar[Scope | None] = ContextVar("hub.replica", default=None)


def current() -> Scope | None:
    return _scope.get()


@contextmanager
def within(scope: Scope) -> Iterator[None]:
    """The block's reads are those of ``scope``."""
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)
