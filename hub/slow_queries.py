"""A line in the log for each statement that takes longer than ``SLOW_QUERY_MS``, without the values in it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

SLOW = "HUB-SLOW-1"
LONGEST = 2000
logger = logging.getLogger(__name__)


def connect() -> None:
    """Called once, when the applications are ready."""
    if settings.SLOW_QUERY_MS:
        connection_created.connect(_watch, dispatch_uid=__name__)


def _watch(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if _timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(_timed)


def _timed(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    began = time.monotonic()
    try:
        return execute(sql, params, many, context)
    finally:
        milliseconds = round((time.monotonic() - began) * 1000, 1)
        if milliseconds >= settings.SLOW_QUERY_MS:
            facts = {"event_id": SLOW, "milliseconds": milliseconds, "statement": str(sql)[:LONGEST]}
            logger.warning("%s a statement took %s ms", SLOW, milliseconds, extra=facts)
