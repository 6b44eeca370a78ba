"""PostgreSQL: candidates from the GIN indexes, then ``ts_rank`` of those."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Avg, Exists, F, IntegerField, Model, OuterRef, QuerySet
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Length
from modelsearch.backends.database.postgres.postgres import (
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from modelsearch.query import And, Or, PlainText
from modelsearch.utils import get_content_type_pk, get_descendants_content_types_pks
from wagtail.search.models import IndexEntry

from pages.search.backend import CANDIDATES

TITLES_WEIGHED = 1000


class BoundedCompiler(PostgresSearchQueryCompiler):
    def search(
        self, config: str, start: int, stop: int, score_field: str | None = None, backend: Any = None
    ) -> QuerySet:
        if self.fields is not None or not isinstance(self.query, PlainText | And | Or):
            return super().search(config, start, stop, score_field, backend)
        match = self.build_tsquery(self.query, config=config)
        pages = self.queryset.filter(pk__in=self.candidates(match))
        rank = self._build_rank_expression(self.get_search_vectors(match), config)
        return self._apply_ordering_and_scoring(pages, rank, start, stop, score_field)

    def candidates(self, match: Any) -> set[int]:
        """Keys of at most twice ``CANDIDATES`` objects that match.  One query, on two GIN indexes.

        One of Wagtail's is on the title; the one on title and text together is made by ``pages``, because Wagtail
        searches by that sum and has no index on it.
        """
        entries = self.entries()
        in_title = entries.filter(title=match)
        anywhere = entries.annotate(both=CombinedExpression(F("title"), "||", F("body"))).filter(both=match)
        first, others = (found.values_list("key", flat=True)[:CANDIDATES] for found in (in_title, anywhere))
        return set(first.union(others))

    def entries(self) -> QuerySet[IndexEntry]:
        """Index entries of the objects that are searched, each looked up by its key: filters come before the bound."""
        wanted = self.queryset.order_by().filter(pk=OuterRef("key"))
        types = get_descendants_content_types_pks(self.queryset.model)
        return IndexEntry.objects.annotate(key=Cast("object_id", IntegerField())).filter(
            Exists(wanted), content_type_id__in=types
        )


class BoundedIndex(PostgresIndex):
    """Weighs the titles it has just written, by the length of the newest titles instead of all.

    A rebuild weighs every title by all, as Wagtail does.
    """

    def add_items(self, model: type[Model], objs: Collection[Model]) -> None:
        self._written = self.entries.filter(
            content_type_id=get_content_type_pk(model), object_id__in=[str(one.pk) for one in objs]
        )
        super().add_items(model, objs)

    def _refresh_title_norms(self, full: bool = False) -> None:
        if full:
            super()._refresh_title_norms(full=True)
            return
        length = Length("title")
        newest = self.entries.annotate(length=length).filter(length__gt=0).order_by("-pk")[:TITLES_WEIGHED]
        average = newest.aggregate(average=Avg("length"))["average"]
        self._written.annotate(length=length).filter(length__gt=0).update(title_norm=average / F("length"))


class PostgreSQLBackend(PostgresSearchBackend):
    index_class = BoundedIndex
    query_compiler_class = BoundedCompiler
