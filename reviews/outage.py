"""Whether something that the hub can do without answers, as far as this process knows."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

logger = logging.getLogger(__name__)


class Outage:
    """What failed is left alone for ``rest_seconds``: one that hangs holds up one request in that time.

    ``event`` is the stable id of the alarm, ``what`` the sentence beside it.
    """

    def __init__(
        self, event: str, what: str, *, rest_seconds: float, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._event = event
        self._what = what
        self._rest_seconds = rest_seconds
        self._now = now
        self._is_away = False
        self._rests_until = float("-inf")

    def is_resting(self) -> bool:
        """It failed a moment ago and is not to be asked."""
        return self._now() < self._rests_until

    def failed(self, why: str = "") -> bool:
        """Call it where the error is handled: it goes to the log, once for each outage.  True: it began now.

        ``why`` stands in the log in place of the error's own trace, for one that may repeat what somebody asked.
        """
        self._rests_until = self._now() + self._rest_seconds
        begins, self._is_away = not self._is_away, True
        if begins:
            said = f"{self._what}: {why}" if why else self._what
            logger.error("%s %s", self._event, said, exc_info=not why, extra={"event_id": self._event})
        return begins

    def answered(self) -> None:
        self._is_away = False
        self._rests_until = float("-inf")
