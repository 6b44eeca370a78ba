"""Django's question which database to use, answered by the request that asks."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model

from hub.replica import ALIAS, reading

# Wagtail keeps where sites begin for an hour in the cache that all workers share, so that is read where it is written.
ALWAYS_PRIMARY = frozenset({"wagtailcore.site"})


class ReplicaRouter:
    """``report=True`` among the hints: what is read is only counted and listed, and nothing is decided by it."""

    def db_for_read(self, model: type[Model], *, report: bool = False, **hints: Any) -> str:
        scope = reading.current()
        if scope is None or connection.in_atomic_block or model._meta.label_lower in ALWAYS_PRIMARY:
            return DEFAULT_DB_ALIAS
        return scope.alias(report=report)

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        scope = reading.current()
        if scope is not None:
            scope.leave()
        return DEFAULT_DB_ALIAS

    def allow_relation(self, *objects: Model, **hints: Any) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == ALIAS else None
