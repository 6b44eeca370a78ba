"""Ring 4: every table that holds reviewed content is guarded in the database."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError
from django.db import IntegrityError, connection, transaction
from django.db.migrations import Migration
from wagtail.models import Page

from pages.models import DoseFormPage, DrugOverviewPage, StandardPage, StudySummaryPage
from reviews import triggers, verification
from reviews.dialects import PREFIX
from reviews.migration_signals import before_migrate, require_history_kept
from reviews.models import Decision
from tests import factories
from tests.editorial import Newsroom


def test_every_reviewed_type_and_child_table_has_its_triggers() -> None:
    tables = {rule.table for rule in triggers.rules()}
    for model in (DrugOverviewPage, DoseFormPage, StudySummaryPage, StandardPage):
        assert model in triggers.reviewed_models()
        assert model._meta.db_table in tables
        children = triggers.child_models(model)
        assert children
        for child in children:
            assert child._meta.db_table in tables


def test_tags_and_parental_many_to_many_are_content() -> None:
    tables = {child._meta.db_table for child in triggers.child_models(StudySummaryPage)}
    assert {"pages_studyconditionitem", "pages_studysummarypage_drugs", "pages_studyreference"} <= tables


@pytest.mark.django_db
def test_the_database_has_exactly_the_triggers_of_the_code() -> None:
    assert set(triggers.installed(connection)) == triggers.expected(connection.vendor)


@pytest.mark.django_db
def test_installing_again_changes_nothing() -> None:
    triggers.install(connection)
    assert set(triggers.installed(connection)) == triggers.expected(connection.vendor)


@pytest.mark.django_db
def test_while_some_applications_are_not_migrated_the_tables_of_the_others_are_guarded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As after ``migrate reviews`` in an empty database.  SQLite makes no trigger of a table that is not there."""
    there = [table for table in connection.introspection.table_names() if not table.startswith("pages_")]
    monkeypatch.setattr(connection.introspection, "table_names", lambda: there)
    triggers.install(connection)
    installed = triggers.installed(connection)
    assert set(installed.values()) <= set(there)
    assert {"wagtailcore_page", "wagtailcore_revision", *triggers.APPEND_ONLY} <= set(installed.values())
    assert not triggers.missing(connection)
    monkeypatch.undo()
    assert {f"{PREFIX}pages_strength_update", f"{PREFIX}pages_hubimage_update"} <= triggers.missing(connection)


def test_a_rule_names_every_table_that_it_reads() -> None:
    rules = {rule.name: rule for rule in triggers.rules()}
    assert rules["page_content"].tables == {"wagtailcore_page", "django_content_type", "reviews_publicationwindow"}
    assert {"pages_strength", "wagtailcore_page"} < rules["pages_strength_update"].tables
    there = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    for vendor in ("postgresql", "sqlite"):
        assert not {table for rule in triggers.rules_for(vendor) for table in rule.tables} - there


def test_names_fit_postgresql() -> None:
    assert max(len(name) for name in triggers.expected("postgresql")) <= 63


def test_a_trigger_that_does_something_else_is_found(db: None) -> None:
    """Its name alone proves nothing."""
    assert not triggers.altered(connection)
    name = "reviews_gate_page_content"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON wagtailcore_page BEGIN SELECT 1; END")
            assert triggers.altered(connection) == {name}
            return
        cursor.execute("ALTER TABLE wagtailcore_page DISABLE TRIGGER reviews_gate_page_insert")
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
        )
    assert triggers.altered(connection) == {name, "reviews_gate_page_insert"}
    assert "2 triggers are switched off or do something else" in str([*verification.check_triggers()])


def test_sqlite_replaces_no_kept_row(room: Newsroom) -> None:
    """``INSERT OR REPLACE`` fires no delete trigger; PostgreSQL has no such statement."""
    if connection.vendor != "sqlite":
        assert not any("_replace" in name for name in triggers.expected(connection.vendor))
        return
    room.publish(factories.standard())
    decision = Decision.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reviews_decision")
        row = list(cursor.fetchone())
        columns = [column[0] for column in cursor.description]
    for changes in ({"comment": "forged"}, {"id": 99, "comment": "forged"}):
        forged: list[Any] = [changes.get(name, value) for name, value in zip(columns, row, strict=True)]
        statement = f"INSERT OR REPLACE INTO reviews_decision VALUES ({', '.join(['%s'] * len(row))})"
        with pytest.raises(IntegrityError, match="Review gate"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, forged)
    assert Decision.objects.get() == decision
    assert Decision.objects.get().comment == ""


def taken_back(app: str, name: str) -> tuple[Migration, bool]:
    return import_module(f"{app}.migrations.{name}").Migration(name, app), True


@pytest.mark.django_db
def test_no_migration_is_taken_back_that_drops_the_history(live: Page) -> None:
    """P4: no trigger hears of a table that is dropped."""
    before = triggers.installed(connection)
    for app, name, table in (
        ("reviews", "0001_initial", "reviews_decision, reviews_ledgerentry"),
        ("pages", "0001_initial", "pages_standardpage"),
    ):
        plan = [taken_back("reviews", "0006_restamped"), taken_back(app, name)]
        with pytest.raises(CommandError, match=f"would drop {table}.* Nothing was changed"):
            before_migrate(apps.get_app_config("reviews"), connection.alias, plan=plan)
    assert triggers.installed(connection) == before
    # No assignment was made, so there is nothing to lose in its table.
    require_history_kept(connection, [taken_back("reviews", "0007_desk")])
    require_history_kept(connection, [(taken_back("reviews", "0001_initial")[0], False)])
