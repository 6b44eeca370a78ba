"""SQLite: the best of its full-text index by BM25.

It has no stemming, so a word of four letters or more also finds longer ones that begin with it.
"""

from __future__ import annotations

import re

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When
from django.db.models.functions import Cast
from modelsearch.backends.database.sqlite.query import BM25, MatchExpression
from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex, SQLiteSearchBackend, SQLiteSearchQueryCompiler
from modelsearch.query import And, Or, PlainText, SearchQuery
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.search.models import SQLiteFTSIndexEntry

from pages.search.backend import CANDIDATES

SHORTEST_STEM = 4
_PLURAL = re.compile(r"[^isu]s$", re.IGNORECASE)


class Rank(BM25):
    """A word of the title says more about a page than one of its text.  Columns: autocomplete, body, title."""

    def as_sql(self, *args: object, **kwargs: object) -> tuple[str, list]:
        return f"bm25({SQLiteFTSIndexEntry._meta.db_table}, 0, 1, 8)", []


def match_expression(query: SearchQuery) -> str:
    """``query`` in the language of FTS5: every word quoted, so that none is an operator."""
    if isinstance(query, PlainText):
        joined = f" {query.operator.upper()} ".join(_term(word) for word in query.query_string.split())
    else:
        operator = " AND " if isinstance(query, And) else " OR "
        joined = operator.join(match_expression(part) for part in query.subqueries)
    return f"({joined})"


def _term(word: str) -> str:
    is_plural = len(word) > SHORTEST_STEM and _PLURAL.search(word)
    stem = word[:-1] if is_plural else word
    return '"' + stem.replace('"', '""') + '"' + ("*" if len(stem) >= SHORTEST_STEM else "")


class BoundedCompiler(SQLiteSearchQueryCompiler):
    def search(self, config: None, start: int, stop: int, score_field: str | None = None) -> QuerySet:
        if self.fields is not None or not isinstance(self.query, PlainText | And | Or):
            return super().search(config, start, stop, score_field)
        keys = self.candidates()
        if not keys:
            return self.queryset.none()
        order = Case(*(When(pk=key, then=Value(n)) for n, key in enumerate(keys)), output_field=IntegerField())
        return self.queryset.filter(pk__in=keys).order_by(order)[start:stop]

    def candidates(self) -> list[int]:
        """Keys of at most ``CANDIDATES`` objects that match, best first.  One query."""
        key = Cast("index_entry__object_id", IntegerField())
        entries = SQLiteFTSIndexEntry.objects.annotate(key=key, rank=Rank()).filter(
            MatchExpression(self.FTS_TABLE_FIELDS, Value(match_expression(self.query))),
            Exists(self.queryset.order_by().filter(pk=OuterRef("key"))),
            index_entry__content_type_id__in=get_descendants_content_types_pks(self.queryset.model),
        )
        return list(entries.order_by("rank", "-key").values_list("key", flat=True)[:CANDIDATES])


class BoundedIndex(SQLiteIndex):
    def _refresh_title_norms(self, full: bool = False) -> None:
        """Not at all: BM25 weighs lengths itself, and no query here reads what Wagtail would store."""


class SQLiteBackend(SQLiteSearchBackend):
    index_class = BoundedIndex
    query_compiler_class = BoundedCompiler
