"""What search finds of copies: their names, and their words in Wagtail's index of the database.

Made from what the indexes hold of the original, because what pages say differs by the name only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Field
from django.db.models.sql.subqueries import InsertQuery
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from hub.demo import copying as rows
from hub.demo.copying import Copy, Renaming
from pages.search import indexing, names

if TYPE_CHECKING:
    from wagtail.models import Page


def file(original: Page, renaming: Renaming, copies: Sequence[Copy]) -> None:
    """Put live copies, those that were told of last, into both indexes.  The topics of the original are there."""
    page = type(original)._default_manager.select_related("live_revision").get(pk=original.pk)
    called = names.names_of(page)
    indexing.learn(copy.name for copy in copies)
    indexing.store_names(
        (copy.page.pk, names.Name(name.kind, renaming.apply(name.label, copy.name)))
        for copy in copies
        for name in called
    )
    rows.insert(
        IndexEntry,
        {"content_type_id": page.content_type_id, "object_id": str(page.pk)},
        renaming,
        {"object_id": rows.Sql(f"CAST({rows.COPIES}.id AS text)")} | _vectors(page, renaming),
    )


def _vectors(page: Page, renaming: Renaming) -> dict[str, rows.Sql]:
    """What PostgreSQL keeps instead of words: the expressions that Wagtail makes of a page, under other names."""
    if connection.vendor != "postgresql":
        return {}
    from modelsearch.backends.database.postgres.postgres import ObjectIndexer

    indexer = ObjectIndexer(page, get_search_backend())
    compiler = InsertQuery(IndexEntry).get_compiler(connection=connection)

    def renamed(column: str) -> rows.Sql:
        kept: Field[Any, Any] = IndexEntry._meta.get_field(column)
        text, given = compiler.prepare_value(kept, getattr(indexer, column)).as_sql(compiler, connection)
        return rows.renamed_parameters(text, given, renaming)

    return {column: renamed(column) for column in ("title", "autocomplete", "body")}
