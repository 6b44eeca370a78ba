"""Keeping the triggers in step with the tables, and the history in its tables, whatever migrates.

Installed after every ``migrate`` rather than once: page types come and go, and SQLite loses the triggers of a
table that it rebuilds.  SQLite also refuses to rebuild a table that triggers elsewhere mention, so there they
are taken away while migrations run.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig
from django.apps import apps as current_apps
from django.core.management import CommandError
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import CreateModel, Migration
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from reviews import triggers

MIGRATION = ("reviews", "0003_triggers")
Plan = list[tuple[Migration, bool]]


def before_migrate(sender: AppConfig, using: str, plan: Plan | None = None, **kwargs: Any) -> None:
    """``plan``: (migration, whether it is taken back).  Raises ``CommandError`` before anything is done."""
    connection = connections[using]
    require_history_kept(connection, plan or [])
    if connection.vendor == "sqlite" and plan:
        triggers.remove(connection)


def require_history_kept(connection: BaseDatabaseWrapper, plan: Plan) -> None:
    """Raise when ``plan`` drops a table of the history, or of reviewed pages, that is not empty: no trigger hears of
    that."""
    going = {
        (migration.app_label, operation.name_lower)
        for migration, is_taken_back in plan
        if is_taken_back
        for operation in migration.operations
        if isinstance(operation, CreateModel)
    }
    lost = [model for model in _kept_models() if (model._meta.app_label, model._meta.model_name) in going]
    if full := sorted(model._meta.db_table for model in lost if _has_rows(connection, model)):
        raise CommandError(
            f"This would drop {', '.join(full)}, with the history of what the public reads. Nothing was changed. "
            "To begin without that history, use another database."
        )


def _kept_models() -> Iterable[type[Model]]:
    records = (model for model in current_apps.get_models() if model._meta.db_table in triggers.APPEND_ONLY)
    return [*records, *triggers.reviewed_models()]


def _has_rows(connection: BaseDatabaseWrapper, model: type[Model]) -> bool:
    """Whatever columns the table has by now.  The first entry of every ledger says only that it was opened."""
    rows = model._base_manager.using(connection.alias).order_by("pk").values_list("pk", flat=True)
    return bool(rows[1:2] if model._meta.db_table == "reviews_ledgerentry" else rows[:1])


def after_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    connection = connections[using]
    if MIGRATION in MigrationRecorder(connection).applied_migrations():
        triggers.install(connection)
