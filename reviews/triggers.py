"""Ring 4, database: the rules again, below Python, for PostgreSQL and SQLite alike.

One generator makes the triggers of both: :func:`rules` says what is refused, :func:`install` writes it in the
database's dialect.  ``QuerySet.update()``, ``loaddata`` and a hand at the SQL prompt meet them like any code.
What they cannot stop is the owner of the tables, who can drop them; ``verify_publications`` finds what that did.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

from django.apps import apps as current_apps
from django.db import OperationalError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Page

from reviews import dialects
from reviews.dialects import PREFIX, Rule
from reviews.digests import BOOKKEEPING
from reviews.models.decisions import CLOSING, ENDING, PUBLISHING, Outcome
from reviews.models.publication import NEVER

# How often the tables are asked for before an installation fails, and how long it leaves them to others in between.
ATTEMPTS, PAUSE_SECONDS = 20, 0.2
_LIVE_WITHOUT_APPROVAL = "nothing goes live without the approval of a clinical reviewer. Submit it for review."
_LIVE_CONTENT = "live content changes only through review. Save a draft and submit it."
_KEPT = "this record is kept for ever as it was."
_FROZEN = "a version that was submitted for review never changes. Save a new version."
_TYPE = "a reviewed page keeps its type."
_SHOWN = "this stands on a page that was submitted for review, so it never changes. Add a new one."
_UNSCHEDULED = "only an approved version can be scheduled."

APPEND_ONLY = (
    "reviews_ledgerentry",
    "reviews_decision",
    "reviews_reviewrequest",
    "reviews_reviewerprofile",
    "reviews_referencedobject",
    "reviews_assignment",
    "reviews_approvalrequirement",
)


def reviewed_models() -> list[type[Page]]:
    """The concrete reviewed page types of the project, in a fixed order."""
    from reviews.models.pages import ReviewedPageMixin

    return sorted(
        (model for model in current_apps.get_models() if issubclass(model, ReviewedPageMixin)),
        key=lambda model: model._meta.label_lower,
    )


def shown_models() -> list[type[Model]]:
    """Models whose objects a page shows by reference (``reviews.references``)."""
    return sorted(
        (model for model in current_apps.get_models() if hasattr(model, "review_fingerprint")),
        key=lambda model: model._meta.label_lower,
    )


def child_models(model: type[Page]) -> dict[type[Model], str]:
    """Models whose rows are part of the page's content, with the column that names the page."""
    children = {
        relation.related_model: relation.field.column
        for relation in get_all_child_relations(model)
        if relation.get_accessor_name() != COMMENTS_RELATION_NAME
    }
    for many_to_many in model._meta.many_to_many:
        if isinstance(many_to_many, ParentalManyToManyField):
            children[many_to_many.remote_field.through] = many_to_many.m2m_column_name()
    return children


def content_columns() -> list[str]:
    """Columns of the base page table that a reader could notice."""
    return sorted(field.column for field in Page._meta.concrete_fields if field.name not in BOOKKEEPING)


def _content_types(models: Iterable[type[Model]]) -> str:
    labels = " OR ".join(
        f"(app_label = '{model._meta.app_label}' AND model = '{model._meta.model_name}')" for model in models
    )
    return f"(SELECT id FROM django_content_type WHERE {labels or '1 = 0'})"


def _live(page: str) -> str:
    return f"EXISTS (SELECT 1 FROM wagtailcore_page p WHERE p.id = {page} AND p.live)"


def _window(page: str) -> str:
    return f"EXISTS (SELECT 1 FROM reviews_publicationwindow w WHERE w.page_id = {page})"


def _submitted(revision: str) -> str:
    return f"EXISTS (SELECT 1 FROM reviews_reviewrequest r WHERE r.revision_id = {revision})"


def _quoted(outcomes: Iterable[str]) -> str:
    return ", ".join(f"'{outcome}'" for outcome in outcomes)


def _revoked(decision: str) -> str:
    """Somebody revoked the approval of the version that this decision publishes."""
    return (
        f"EXISTS (SELECT 1 FROM reviews_decision rv WHERE rv.page_id = {decision}.page_id"
        f" AND rv.version = {decision}.version AND rv.outcome = '{Outcome.REVOKED}'"
        f" AND rv.entry_id > {decision}.entry_id)"
    )


def rules() -> Iterator[Rule]:
    """Everything the database refuses."""
    models = reviewed_models()
    yield from _page_rules(_content_types(models))
    for model in models:
        yield from _content_rules(model, _content_types(models))
    for shown in shown_models():
        yield from _reference_rules(shown)
    yield from _revision_rules(_content_types(models))
    yield from _record_rules(_content_types(models))
    yield Rule(
        "window_opens",
        "reviews_publicationwindow",
        "INSERT",
        # Of an entry that exists, the database would not ask at the end of the transaction whether it is closed.
        f"NEW.must_close_id <> {NEVER}"
        " OR NOT EXISTS (SELECT 1 FROM reviews_decision d JOIN reviews_reviewrequest r ON r.id = d.request_id"
        " WHERE d.entry_id IS NOT NULL AND d.id = NEW.decision_id AND d.page_id = NEW.page_id"
        f" AND d.outcome IN ({_quoted(PUBLISHING)}) AND r.revision_id = d.revision_id AND r.digest = d.digest"
        f" AND NOT {_revoked('d')}"
        # The standing decision only: nothing that was replaced, withdrawn or archived since.
        " AND NOT EXISTS (SELECT 1 FROM reviews_decision later WHERE later.page_id = d.page_id"
        f" AND later.entry_id > d.entry_id AND (later.outcome IN ({_quoted(ENDING)})"
        f" OR (later.outcome IN ({_quoted(PUBLISHING)}) AND NOT {_revoked('later')}))))",
        _LIVE_WITHOUT_APPROVAL,
    )
    yield Rule("window_moves", "reviews_publicationwindow", "UPDATE", "1 = 1", _KEPT)


def _page_rules(types: str) -> Iterator[Rule]:
    reviewed = f"NEW.content_type_id IN {types}"
    approved = (
        "EXISTS (SELECT 1 FROM reviews_publicationwindow w JOIN reviews_decision d ON d.id = w.decision_id"
        " WHERE w.page_id = NEW.id AND d.revision_id = NEW.live_revision_id)"
    )
    yield Rule("page_insert", "wagtailcore_page", "INSERT", f"NEW.live AND {reviewed}", _LIVE_WITHOUT_APPROVAL)
    yield Rule(
        "page_goes_live",
        "wagtailcore_page",
        "UPDATE",
        f"NEW.live AND {reviewed} AND (NOT OLD.live OR NEW.live_revision_id IS DISTINCT FROM OLD.live_revision_id"
        f" OR NEW.content_type_id <> OLD.content_type_id) AND NOT {approved}",
        _LIVE_WITHOUT_APPROVAL,
    )
    changed = _changed(content_columns())
    yield Rule(
        "page_content",
        "wagtailcore_page",
        "UPDATE",
        f"OLD.live AND NEW.live AND {reviewed} AND ({changed}) AND NOT {_window('NEW.id')}",
        _LIVE_CONTENT,
    )
    history = "EXISTS (SELECT 1 FROM reviews_reviewrequest r WHERE r.page_id = OLD.id)"
    yield Rule("page_delete", "wagtailcore_page", "DELETE", f"OLD.content_type_id IN {types} AND {history}", _KEPT)
    # A live reviewed page that is renamed to an unreviewed type would escape every other rule.
    yield Rule(
        "page_type",
        "wagtailcore_page",
        "UPDATE",
        f"OLD.content_type_id IN {types} AND NEW.content_type_id <> OLD.content_type_id",
        _TYPE,
    )
    yield Rule("page_alias", "wagtailcore_page", "UPDATE", f"{reviewed} AND NEW.alias_of_id IS NOT NULL", _LIVE_CONTENT)


def _content_rules(model: type[Page], types: str) -> Iterator[Rule]:
    table, key = model._meta.db_table, model._meta.pk.column
    # The words of a reviewed page under the name of an unreviewed type would escape the rules of its page row.
    of_reviewed_type = (
        f"EXISTS (SELECT 1 FROM wagtailcore_page p WHERE p.id = NEW.{key} AND p.content_type_id IN {types})"
    )
    for operation in ("INSERT", "UPDATE"):
        yield Rule(f"{table}_type_{operation.lower()}", table, operation, f"NOT {of_reviewed_type}", _TYPE)
    yield from _guarded_table(model, key)
    for child, column in child_models(model).items():
        yield from _guarded_table(child, column)


def _guarded_table(model: type[Model], page_column: str) -> Iterator[Rule]:
    table = model._meta.db_table
    changed = _changed(str(field.column) for field in model._meta.local_concrete_fields)

    def outside(row: str) -> str:
        return f"({_live(f'{row}.{page_column}')} AND NOT {_window(f'{row}.{page_column}')})"

    for operation, condition in (
        ("INSERT", outside("NEW")),
        # Saving what is there already is no change.
        ("UPDATE", f"({changed}) AND ({outside('OLD')} OR {outside('NEW')})"),
        ("DELETE", outside("OLD")),
    ):
        yield Rule(f"{table}_{operation.lower()}", table, operation, condition, _LIVE_CONTENT)


def _reference_rules(model: type[Model]) -> Iterator[Rule]:
    """An image, document or topic on a submitted page stays as it was."""
    table = model._meta.db_table
    shown = (
        "EXISTS (SELECT 1 FROM reviews_referencedobject o WHERE o.object_id = OLD.id"
        f" AND o.content_type_id IN {_content_types([model])})"
    )
    reviewed = model.reviewed_fields  # type: ignore[attr-defined]
    columns = [str(field.column) for field in model._meta.concrete_fields if field.name in reviewed]
    yield Rule(f"{table}_update", table, "UPDATE", f"({_changed(['id', *columns])}) AND {shown}", _SHOWN)
    yield Rule(f"{table}_delete", table, "DELETE", shown, _SHOWN)


def _changed(columns: Iterable[str]) -> str:
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


def _revision_rules(types: str) -> Iterator[Rule]:
    reviewed = f"OLD.content_type_id IN {types}"
    relied_on = (
        f"({_submitted('OLD.id')} OR EXISTS (SELECT 1 FROM wagtailcore_page p WHERE p.live_revision_id = OLD.id))"
    )
    changed = _changed(
        ("id", "user_id", "created_at", "object_id", "content_type_id", "base_content_type_id", "object_str")
    )
    content = "CAST(NEW.content AS text) IS DISTINCT FROM CAST(OLD.content AS text)"
    yield Rule(
        "revision_update",
        "wagtailcore_revision",
        "UPDATE",
        f"{reviewed} AND {relied_on} AND ({changed} OR {content})",
        _FROZEN,
    )
    yield Rule("revision_delete", "wagtailcore_revision", "DELETE", f"{reviewed} AND {relied_on}", _KEPT)
    unapproved = (
        "NEW.approved_go_live_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reviews_decision d"
        f" WHERE d.revision_id = NEW.id AND d.outcome IN ({_quoted(PUBLISHING)}))"
    )
    for operation in ("INSERT", "UPDATE"):
        yield Rule(
            f"revision_schedule_{operation.lower()}",
            "wagtailcore_revision",
            operation,
            f"NEW.content_type_id IN {types} AND {unapproved}",
            _UNSCHEDULED,
        )


def _record_rules(types: str) -> Iterator[Rule]:
    for table in APPEND_ONLY:
        for operation in ("UPDATE", "DELETE"):
            yield Rule(f"{table}_{operation.lower()}", table, operation, "1 = 1", _KEPT)
    for operation in ("UPDATE", "DELETE"):
        yield Rule(
            f"page_log_{operation.lower()}",
            "wagtailcore_pagelogentry",
            operation,
            f"OLD.content_type_id IN {types}",
            _KEPT,
        )
    for operation in ("UPDATE", "DELETE"):
        yield Rule(
            f"content_type_{operation.lower()}",
            "django_content_type",
            operation,
            f"OLD.id IN {types}",
            "the page types that are reviewed are part of the gate.",
        )
    # Whoever reads to the end of the ledger reads all of it; and no entry makes up one that others refer to.
    yield Rule(
        "ledger_append",
        "reviews_ledgerentry",
        "INSERT",
        "NEW.sequence <> 0 AND NOT EXISTS (SELECT 1 FROM reviews_ledgerentry k"
        " WHERE k.sequence = NEW.sequence - 1 AND k.hash = NEW.previous_hash)",
        "an entry of the ledger follows the one before it.",
    )
    yield Rule("contribution_update", "reviews_contribution", "UPDATE", "1 = 1", _KEPT)
    yield Rule(
        "contribution_delete",
        "reviews_contribution",
        "DELETE",
        "EXISTS (SELECT 1 FROM reviews_reviewrequest r WHERE r.page_id = OLD.page_id)",
        _KEPT,
    )


def _replacements() -> Iterator[Rule]:
    """SQLite only (``dialects.replacements``)."""
    from reviews.models import Decision

    yield from dialects.replacements(rules(), current_apps.get_models(include_auto_created=True))
    table, closing = Decision._meta.db_table, _quoted(CLOSING)
    # Unique under a condition, which the rows in the way of each other both meet.
    same = (
        f"(k.request_id = NEW.request_id AND k.outcome IN ({closing}) AND NEW.outcome IN ({closing}))"
        " OR (k.page_id = NEW.page_id AND k.version = NEW.version"
        " AND k.outcome = 'approved' AND NEW.outcome = 'approved')"
    )
    condition = f"EXISTS (SELECT 1 FROM {table} k WHERE {same})"
    yield Rule(f"{table}_replace_again", table, "INSERT", condition, _KEPT)


def _truncations() -> Iterator[Rule]:
    """PostgreSQL only: TRUNCATE fires no row trigger.  SQLite has none: its flush deletes row by row."""
    for table in sorted({rule.table for rule in rules() if rule.operation == "DELETE"}):
        yield Rule(f"truncate_{table}", table, "TRUNCATE", "1 = 1", _KEPT)


def rules_for(vendor: str) -> list[Rule]:
    """Every rule that a database of this vendor (``postgresql`` or ``sqlite``) has a trigger for."""
    return [*rules(), *(_replacements() if vendor == "sqlite" else _truncations())]


def install(connection: BaseDatabaseWrapper) -> None:
    """Create every trigger, replacing what an earlier version of this module made.

    In one transaction: while a release replaces another, nobody writes past the gate.  It takes every table for a
    moment, so it gives up and asks again before somebody who decides could wait for it, and it for them.
    """
    for patience in range(ATTEMPTS, 0, -1):
        try:
            with transaction.atomic(using=connection.alias):
                _replace(connection)
        except OperationalError:
            if patience == 1:
                raise
            threading.Event().wait(PAUSE_SECONDS)
        else:
            return


def _replace(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Shorter than the second after which PostgreSQL looks for deadlocks, and ends one of the two.
            cursor.execute("SET LOCAL lock_timeout = '500ms'")
        remove(connection)
        for statement in statements(connection.vendor, _schema(connection), possible(connection)):
            cursor.execute(statement)


def possible(connection: BaseDatabaseWrapper) -> list[Rule]:
    """The rules whose tables are all there.  While some applications are not migrated, the others' rules hold."""
    tables = set(connection.introspection.table_names())
    return [rule for rule in rules_for(connection.vendor) if rule.tables <= tables]


def statements(vendor: str, schema: str = "public", chosen: Iterable[Rule] | None = None) -> Iterator[str]:
    """The SQL that makes every trigger, or those of the ``chosen`` rules, in the dialect of ``vendor``, for tables in
    ``schema``."""
    for rule in rules_for(vendor) if chosen is None else chosen:
        if vendor == "sqlite":
            yield dialects.sqlite(rule)
        else:
            yield from dialects.postgresql(rule, schema)


def _schema(connection: BaseDatabaseWrapper) -> str:
    """Where PostgreSQL keeps the tables; SQLite has no such thing."""
    if connection.vendor == "sqlite":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        return str(cursor.fetchone()[0])


def remove(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for name, table in installed(connection).items():
            cursor.execute(
                f"DROP TRIGGER {name}"
                if connection.vendor == "sqlite"
                else f"DROP TRIGGER {name} ON {table}; DROP FUNCTION IF EXISTS {name}()"
            )


def installed(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Name → table of the gate's triggers in this database."""
    sql = (
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {name: table for name, table in cursor.fetchall() if name.startswith(PREFIX)}


def expected(vendor: str) -> set[str]:
    """Names of the triggers that a database of this vendor should have."""
    return {rule.trigger for rule in rules_for(vendor)}


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of triggers that should be there and are not.  One for which a table is missing cannot be there."""
    return {rule.trigger for rule in possible(connection)} - set(installed(connection))


def unknown(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the gate's triggers that are there and that the code does not know."""
    return set(installed(connection)) - expected(connection.vendor)


def altered(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of triggers that are there and do something else than the code says, or are switched off."""
    return {
        rule.trigger
        for rule, (found, wanted) in _definitions(connection).items()
        if found is not None and found != wanted
    }


def _definitions(connection: BaseDatabaseWrapper) -> dict[Rule, tuple[object, object]]:
    """For each rule, what the database has (None: no such trigger) and what it should have."""
    every = rules_for(connection.vendor)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            stored = dict(cursor.fetchall())
            return {rule: (stored.get(rule.trigger), dialects.sqlite(rule)) for rule in every}
        cursor.execute(
            "SELECT t.tgname, pg_get_triggerdef(t.oid, true), p.prosrc, p.proconfig, t.tgenabled::text"
            " FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
        )
        found = {name: facts for name, *facts in cursor.fetchall()}
    path = [f"search_path={_schema(connection)}, pg_temp"]
    return {rule: (found.get(rule.trigger), [rule.trigger_statement, rule.function_body, path, "O"]) for rule in every}
