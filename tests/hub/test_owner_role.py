"""``hub/deploy/roles.sql`` on PostgreSQL: the web's own role runs the whole review and cannot take the gate apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from reviews import triggers
from reviews.models import Decision
from tests import factories
from tests.editorial import newsroom, public_text

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has roles")
SQL = Path(settings.BASE_DIR) / "hub/deploy/roles.sql"


@pytest.fixture
def as_the_web(committed_db: None) -> Iterator[None]:
    """The connection of this test has the rights of ``hub_web``."""
    with connection.cursor() as cursor:
        cursor.execute(SQL.read_text())
        cursor.execute("SET ROLE hub_web")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("REASSIGN OWNED BY hub_owner TO CURRENT_USER")
        for role in ("hub_owner", "hub_web"):
            cursor.execute(f"DROP OWNED BY {role}")
            cursor.execute(f"DROP ROLE {role}")


def test_the_web_runs_a_review_and_can_neither_drop_nor_disable_nor_rewrite(as_the_web: None) -> None:
    room = newsroom()
    live = room.publish(factories.standard(lead="Approved as hub_web."))
    assert "Approved as hub_web." in public_text(live)
    table = Decision._meta.db_table
    name = min(trigger for trigger, on in triggers.installed(connection).items() if on == table)
    for statement in (
        f"DROP TRIGGER {name} ON {table}",
        f"ALTER TABLE {table} DISABLE TRIGGER ALL",
        f"DROP FUNCTION {name}() CASCADE",
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "SET session_replication_role = replica",
        f"UPDATE {table} SET comment = 'Other words.'",
        f"DELETE FROM {table}",
        f"TRUNCATE {table}",
        f"CREATE TEMPORARY TABLE {table} (id bigint)",
    ):
        with (
            pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert triggers.expected("postgresql") == set(triggers.installed(connection))
