"""Keeping the triggers in step with the tables, whatever migrates.

Installed after every ``migrate`` rather than once: page types come and go, and SQLite loses the triggers of a
table that it rebuilds.  SQLite also refuses to rebuild a table that triggers elsewhere mention, so there they
are taken away while migrations run.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from reviews import triggers

MIGRATION = ("reviews", "0003_triggers")


def before_migrate(sender: AppConfig, using: str, plan: list | None = None, **kwargs: Any) -> None:
    connection = connections[using]
    if connection.vendor == "sqlite" and plan:
        triggers.remove(connection)


def after_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    connection = connections[using]
    if MIGRATION in MigrationRecorder(connection).applied_migrations():
        triggers.install(connection)
